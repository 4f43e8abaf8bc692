"""Lists of sets: all, by minister, ministry, member, party, session year and date. Each is the same list, narrowed."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from questions.models import Inquiry, Member, Minister, Ministry, Office, Party
from questions.search.page.suggestions import names
from questions.search.page.topics import subjects_of
from questions.statistics import of_minister
from questions.vocabulary.names import main_name

from .cached_counts import kept
from .help import FIELD_HELP, examples
from .results import sets_page
from .site import localized
from .slugs import by_slug, set_known_as

GROUPED = {"kabinet": "cabinet", "ministerie": "ministry"}
NO_YEARS = ("jaar", "vergaderjaar")


def search(request: HttpRequest) -> HttpResponse:
    """A number or a citation that is known leads straight to its set."""
    known = set_known_as(request.GET.get("q", ""))
    return redirect(known) if known else sets_page(request, "questions/search.html")


def search_help(request: HttpRequest) -> HttpResponse:
    """How to search; each example says how many sets it finds here."""
    return render(
        request, localized("questions/search_help.html"), {"examples": examples(), "fields": FIELD_HELP}
    )


def suggest(request: HttpRequest) -> JsonResponse:
    """Names for the word that is being typed, as conditions; nothing below two letters."""
    return JsonResponse({"names": names(request.GET.get("q", "").replace("\0", ""))})


def _named(model: type[Minister] | type[Ministry] | type[Member] | type[Party], *related: str) -> list[Any]:
    """Those who are named in sets in view, with the number of these sets in `sets`; people by their main name."""
    counts = _counts(model)
    rows: list[Any] = list(model.objects.filter(pk__in=counts).prefetch_related(*related))
    for row in rows:
        row.sets = counts[row.pk]
    return (
        sorted(rows, key=lambda row: (main_name(row.surname), row.name))
        if model in (Minister, Member)
        else rows
    )


def _counts(model: Any) -> dict[int, int]:
    return kept(model._meta.label, lambda: dict(model.objects.set_counts()))


def ministers(request: HttpRequest) -> HttpResponse:
    """Everyone who signed an answer or a notice here, with the number of sets: by name, by cabinet or by ministry."""
    people = _named(Minister, "offices__ministry", "offices__cabinet")
    per = request.GET.get("per", "")
    groups = _grouped(people, per) if per in GROUPED else []
    return render(request, "questions/ministers.html", {"people": people, "per": per, "groups": groups})


def _grouped(people: Iterable[Minister], per: str) -> list[dict[str, Any]]:
    """The people of each cabinet (newest first) or ministry (by name), with what they were there; then those of none."""
    groups: dict[Any, dict[Minister, list[Office]]] = {}
    for person in people:
        for office in person.offices.all():
            groups.setdefault(getattr(office, GROUPED[per]), {}).setdefault(person, []).append(office)
        if not person.offices.all():
            groups.setdefault(None, {})[person] = []
    known = [group for group in groups if group]
    known.sort(
        key=(lambda group: -group.since.toordinal()) if per == "kabinet" else (lambda group: group.name)
    )
    return [
        {"group": group, "people": list(groups[group].items())}
        for group in [*known, *([None] if None in groups else [])]
    ]


def minister(request: HttpRequest, slug: str) -> HttpResponse:
    found = by_slug(request, Minister, slug)
    if isinstance(found, HttpResponse):
        return found
    return sets_page(
        request,
        "questions/minister.html",
        within=[("minister", found.pk)],
        without=["bewindspersoon"],
        minister=found,
        offices=found.offices.select_related("ministry", "cabinet"),
        figures=kept(f"figures-{found.pk}", lambda: of_minister(found.pk, timezone.localdate())),
        # While there is no index, nothing is asked of it.
        subjects=SimpleLazyObject(lambda: kept(f"subjects-{found.pk}", lambda: subjects_of(found))),
    )


def ministries(request: HttpRequest) -> HttpResponse:
    """All of them, also those that only lead to a later one."""
    counts = _counts(Ministry)
    rows = [(row, counts.get(row.pk, 0)) for row in Ministry.objects.prefetch_related("successors")]
    return render(request, "questions/ministries.html", {"ministries": rows})


def ministry(request: HttpRequest, slug: str) -> HttpResponse:
    found = by_slug(request, Ministry, slug)
    if isinstance(found, HttpResponse):
        return found
    return sets_page(
        request, "questions/ministry.html", within=[("ministry", found.pk)], without=["ministerie"],
        ministry=found, to=found.succession_to.select_related("successor"),
        since=found.succession_from.select_related("predecessor"),
    )  # fmt: skip


def members(request: HttpRequest) -> HttpResponse:
    """All of them on one page, so as plain values that are made once."""
    return render(request, "questions/members.html", {"letters": kept(f"members-{get_language()}", _members)})


def _members() -> list[tuple[str, list[dict[str, Any]]]]:
    """By the first letter of the main name."""
    letters: dict[str, list[dict[str, Any]]] = {}
    for person in _named(Member, "memberships__party"):
        parties = ", ".join(dict.fromkeys(membership.party.name for membership in person.memberships.all()))
        row = {
            "address": person.get_absolute_url(),
            "name": person.name,
            "sets": person.sets,
            "parties": parties,
        }
        letters.setdefault(main_name(person.surname)[:1].upper(), []).append(row)
    return list(letters.items())


def member(request: HttpRequest, slug: str) -> HttpResponse:
    found = by_slug(request, Member, slug)
    if isinstance(found, HttpResponse):
        return found
    return sets_page(
        request, "questions/member.html", within=[("asker", found.pk)], without=["indiener"],
        member=found, memberships=found.memberships.select_related("party"),
    )  # fmt: skip


def parties(request: HttpRequest) -> HttpResponse:
    return render(request, "questions/parties.html", {"parties": _named(Party)})


def party(request: HttpRequest, slug: str) -> HttpResponse:
    found = by_slug(request, Party, slug)
    if isinstance(found, HttpResponse):
        return found
    return sets_page(
        request, "questions/party.html", within=[("party", found.pk)], without=["partij"], party=found
    )


def session_years(request: HttpRequest) -> HttpResponse:
    rows = Inquiry.objects.shown().by_session_year()
    return render(request, "questions/session_years.html", {"years": rows})


def session_year(request: HttpRequest, year: str) -> HttpResponse:
    sets = Inquiry.objects.shown().filter(session_year=year)
    if not sets.exists():
        raise Http404
    within = [("session_year", int(year[:4]))]
    return sets_page(
        request, "questions/session_year.html", within=within, without=["vergaderjaar"], year=year
    )


def dates(request: HttpRequest) -> HttpResponse:
    years = (
        Inquiry.objects.shown().exclude(submitted_on=None).annotate(year=ExtractYear("submitted_on")).values("year")
        .annotate(sets=Count("id")).order_by("-year")
    )  # fmt: skip
    undated = Inquiry.objects.shown().filter(submitted_on=None).count()
    return render(request, "questions/dates.html", {"years": years, "undated": undated})


def by_year(request: HttpRequest, year: int) -> HttpResponse:
    sets = Inquiry.objects.shown().filter(submitted_on__year=_valid(year))
    months = (
        sets.annotate(month=ExtractMonth("submitted_on"))
        .values("month")
        .annotate(sets=Count("id"))
        .order_by("month")
    )
    named = [{"number": row["month"], "name": MONTHS[row["month"]], "sets": row["sets"]} for row in months]
    days = (dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal())
    return sets_page(
        request, "questions/date.html", days=days, without=["jaar"], year=year, months=named, title=str(year)
    )


def by_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    first = _day(year, month, 1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    sets = Inquiry.objects.shown().filter(submitted_on__gte=first, submitted_on__lt=following)
    days = dict(
        sets.annotate(day=ExtractDay("submitted_on")).values_list("day").annotate(sets=Count("id")).order_by()
    )
    weeks = [
        [(day, days.get(day, 0)) for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, month)
    ]
    near = Inquiry.objects.shown().aggregate(
        before=Max("submitted_on", filter=Q(submitted_on__lt=first)),
        after=Min("submitted_on", filter=Q(submitted_on__gte=following)),
    )
    title = f"{MONTHS[month]} {year}"
    return sets_page(
        request, "questions/date.html", days=(first.toordinal(), following.toordinal() - 1), without=NO_YEARS,
        year=year, month=month, weeks=weeks, title=title, weekdays=[(WEEKDAYS_ABBR[n], WEEKDAYS[n]) for n in range(7)], **near,
    )  # fmt: skip


def by_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    ordinal = _day(year, month, day).toordinal()
    title = f"{day} {MONTHS[month]} {year}"
    return sets_page(
        request, "questions/date.html", days=(ordinal, ordinal), without=NO_YEARS,
        year=year, month=month, day=day, month_name=MONTHS[month], title=title,
    )  # fmt: skip


def _valid(year: int) -> int:
    if not 1800 <= year <= 2200:
        raise Http404
    return year


def _day(year: int, month: int, day: int) -> dt.date:
    """Raises Http404 for a day that does not exist."""
    try:
        return dt.date(_valid(year), month, day)
    except ValueError:
        raise Http404 from None
