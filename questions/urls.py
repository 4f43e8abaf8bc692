"""The addresses of the archive; they are permanent."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path, re_path, register_converter
from django.views.decorators.cache import cache_page

from .views import dates, home, inquiry, loaded, people, question, searching, site, status, times


class Year:
    """A year of four digits."""

    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):04d}"


class Key:
    """The key of a set, or the number of a question: letters, digits and hyphens."""

    regex = r"[\w.-]{1,80}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TwoDigits(Year):
    """A month or a day: 02."""

    regex = r"\d{2}"

    def to_url(self, value: int | str) -> str:
        return f"{int(value):02d}"


register_converter(Key, "key")
register_converter(Year, "yyyy")
register_converter(TwoDigits, "mm")

SITEMAP_CACHE_SECONDS = 3600
MAPS: dict[str, object] = {"sitemaps": site.SITEMAPS}

urlpatterns = [
    path("", home.home, name="home"),
    path("zoeken/", searching.search, name="search"),
    path("zoeken/hulp/", searching.search_help, name="search-help"),
    path("zoeken/namen/", searching.suggest, name="suggest"),
    path("vragen/<key:key>/", inquiry.inquiry, name="inquiry"),
    re_path(r"^vragen/(?P<key>[\w.-]{1,80})/citaat\.(?P<form>bib|ris|json)$", inquiry.cite, name="cite"),
    re_path(r"^bronnen/(?P<sha256>[0-9a-f]{64})/$", inquiry.source, name="source"),
    path("vragen/<key:key>/vraag/<key:number>/", question.question, name="question"),
    path("bewindspersonen/", people.ministers, name="ministers"),
    path("bewindspersonen/<slug:slug>/", people.minister, name="minister"),
    path("ministeries/", people.ministries, name="ministries"),
    path("ministeries/<slug:slug>/", people.ministry, name="ministry"),
    path("kamerleden/", people.members, name="members"),
    path("kamerleden/<slug:slug>/", people.member, name="member"),
    path("partijen/", people.parties, name="parties"),
    path("partijen/<slug:slug>/", people.party, name="party"),
    path("vergaderjaren/", dates.session_years, name="session-years"),
    re_path(r"^vergaderjaren/(?P<year>\d{4}-\d{4})/$", dates.session_year, name="session-year"),
    path("antwoordtijden/", times.times, name="times"),
    path("antwoordtijden/<slug:group>/", times.times, name="times-by"),
    path("antwoordtijden/<slug:group>/<slug:slug>/<slug:what>/", times.counted_replies, name="times-rows"),
    path("te-laat/", times.late, name="late"),
    path("status/", status.status, name="status"),
    path("healthz", status.healthz, name="healthz"),
    path("over/", site.about, name="about"),
    path("toegankelijkheid/", site.accessibility, name="accessibility"),
    path("robots.txt", site.robots, name="robots"),
    path("opensearch.xml", site.opensearch, name="opensearch"),
    path(
        "sitemap.xml",
        site.plainly(cache_page(SITEMAP_CACHE_SECONDS)(sitemaps.index)),
        MAPS | {"sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        site.plainly(cache_page(SITEMAP_CACHE_SECONDS)(sitemaps.sitemap)),
        MAPS,
        name="sitemap-part",
    ),
    path("datum/", dates.dates, name="dates"),
    path("datum/<yyyy:year>/", dates.by_year, name="year"),
    path("datum/<yyyy:year>/<mm:month>/", dates.by_month, name="month"),
    path("datum/<yyyy:year>/<mm:month>/<mm:day>/", dates.by_day, name="day"),
    re_path(
        r"^(?P<identifier>(?i:ah|kv)-[\w-]{3,50}|\d{4}[ZzDd]\d{5}|\d{9})/$",
        loaded.by_identifier,
        name="by-identifier",
    ),
]
