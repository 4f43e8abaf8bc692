"""Settings; with nothing set they make a working local archive, README.md lists those for production."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from . import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("KAMERARCHIEF_VAR", BASE_DIR / "var")
DEBUG = env.flag("DEBUG")
HTTPS = env.flag("HTTPS")


def _secret_key() -> str:
    """SECRET_KEY, or for a local archive one that is made once and kept in var/."""
    given = env.text("SECRET_KEY")
    if given:
        return given
    if HTTPS:
        raise ImproperlyConfigured(
            "SECRET_KEY ontbreekt: stel een lange willekeurige waarde in (zie README.md, productie)."
        )
    file = VAR_DIR / "secret-key"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as opened:
        key = secrets.token_urlsafe(50)
        opened.write(key)
    return key


def _database() -> dict[str, Any]:
    """DATABASE_URL, or the embedded PostgreSQL whose data lies in var/postgres."""
    url = env.text("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "kamerarchief.embedded",
            "NAME": "kamerarchief",
            "PGDATA": VAR_DIR / "postgres",
            "OPTIONS": {},
        }
    try:
        parsed = dict(dj_database_url.parse(url))
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL is geen geldig adres (postgresql://gebruiker:wachtwoord@host/naam): {error}"
        ) from None
    if "postgresql" not in str(parsed.get("ENGINE")):
        raise ImproperlyConfigured("DATABASE_URL moet naar PostgreSQL wijzen (postgresql://…).")
    parsed.setdefault("OPTIONS", {})
    return parsed


SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 3)  # seconds
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a connection that died is not handed out; takes 0.1 ms
if env.flag("DATABASE_POOL"):  # on in the web server (gunicorn.conf.py), off in commands, which fork
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.integer("DATABASE_POOL_SIZE", 8, 1),
        "timeout": 2.0,  # seconds that a page waits for a connection while the database is away
        "reconnect_timeout": 3.0,  # then the next page tries anew, so it sees at once that it is back
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "questions",
    "kamerarchief.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_filters",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "kamerarchief.middleware.own_headers",
    "kamerarchief.middleware.health_first",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kamerarchief.caching.public_pages",
    "kamerarchief.language.by_address",
    "kamerarchief.middleware.whole_session_keys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "questions.views.exceptions.ViewExceptions",
]
ROOT_URLCONF = "kamerarchief.urls"
WSGI_APPLICATION = "kamerarchief.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kamerarchief.language.other_languages",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "kamerarchief.guessing.StaffBackend"]
BEHIND_PROXY = env.flag("BEHIND_PROXY")
# Five wrong passwords for one account from one address shut it for a quarter of an hour; `guessing` counts
# all addresses of an account, and all accounts of an address.
AXES_HANDLER = "kamerarchief.guessing.Handler"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_CLIENT_IP_CALLABLE = "kamerarchief.guessing.client_address"
AXES_VERBOSE = False
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 8 * 3600  # a working day, or until the browser closes
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# the bytes as received; never served from here
MEDIA_ROOT = env.path("KAMERARCHIEF_MEDIA", VAR_DIR / "media")
# derived from the database; rebuilt when it is gone
SEARCH_DIR = env.path("KAMERARCHIEF_SEARCH", VAR_DIR / "search")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CSRF_FAILURE_VIEW = "questions.views.exceptions.csrf_failure"
# Where official publications are asked for, by `manage.py harvest` and by nothing else.
HARVEST_CONTACT = env.text("HARVEST_CONTACT")  # an address or a mail address, which the sources may write to
HARVEST_SEARCH_URL = env.text("HARVEST_SEARCH_URL", "https://repository.overheid.nl/sru")
HARVEST_FILES_URL = env.text("HARVEST_FILES_URL", "https://zoek.officielebekendmakingen.nl")
# The data warehouse of the Tweede Kamer: its feed, without which it is not asked, and its OData service,
# without which the first filling replays the feed.
HARVEST_FEED_URL = env.text("HARVEST_FEED_URL", "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0")
HARVEST_ODATA_URL = env.text("HARVEST_ODATA_URL", "https://gegevensmagazijn.tweedekamer.nl/OData/v5")
HARVEST_CHAMBER_SECONDS = env.number("HARVEST_CHAMBER_SECONDS", 0.5)
HARVEST_SEARCH_SECONDS = env.number("HARVEST_SEARCH_SECONDS", 1.0)  # between two searches
HARVEST_READ_SECONDS = env.number("HARVEST_READ_SECONDS", 120.0)  # for which an answer is waited
# For which a run fetches texts, so that an hourly one sees what is new while the first filling goes on.
HARVEST_RUN_SECONDS = env.number("HARVEST_RUN_SECONDS", 3000.0)
HARVEST_FILES_SECONDS = env.number("HARVEST_FILES_SECONDS", 3.0)  # between two files: ten in 30 s are allowed
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an admin form of a set with 128 questions
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {  # everything from here, nothing inline
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the icons of the admin
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
    SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
