"""What is shown when an address has changed, something is not here, or something went wrong."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from kamerarchief.stopping import is_read_only
from questions.search import IndexMissing

RETRY_SECONDS = "60"
logger = logging.getLogger(__name__)


class Moved(Exception):
    """What was asked for is at another address, for good; raised by views, answered by `ViewExceptions`."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class ViewExceptions:
    """Middleware: answers the exceptions of views, so that a view that returns has its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Moved):
            return _redirect(request, exception.address)
        if isinstance(exception, IndexMissing):
            return _no_index(request, str(exception))
        return _of_database(exception)


def _redirect(request: HttpRequest, address: str) -> HttpResponse:
    """Takes along what was asked: the words of a search, filters, a page."""
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{iri_to_uri(asked)}" if asked else address)


def _no_index(request: HttpRequest, reason: str) -> HttpResponse:
    response = render(request, "questions/no_index.html", {"reason": reason}, status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response


def _of_database(error: BaseException | None) -> HttpResponse | None:
    """The page for a database that is away, or that refuses to write; None for another error.

    Without the database and without context processors.
    """
    if error and is_read_only(error):
        reason = _("Deze machine kan alleen lezen. Wijzigen kan op de machine van de redactie.")
    elif isinstance(error, (OperationalError, InterfaceError)):
        reason = _("De database is even niet bereikbaar. Probeer het over een minuut opnieuw.")
    else:
        return None
    logger.error("De database weigert: %s", error)
    response = render(None, "503.html", {"reason": reason}, status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Without looking at the request again: its form may be what cannot be read."""
    return render(None, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or that came from another site."""
    return render(None, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the database and without context processors: either may be what failed.

    Also for what middleware raises, such as that of sessions while the database is away.
    """
    return _of_database(sys.exc_info()[1]) or render(None, "500.html", status=500)
