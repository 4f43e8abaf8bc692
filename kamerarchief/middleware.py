"""What happens to a request before anything looks at it, and to each answer after all else."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

Handler = Callable[[HttpRequest], HttpResponse]
HEALTH_PATH = "/healthz"
SESSION_KEY = re.compile(r"[a-z0-9]{8,64}")
HEADERS = {
    # nothing of a visitor's device is needed
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), interest-cohort=(), "
    "magnetometer=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",  # other sites link here; they do not embed
}


def own_headers(get_response: Handler) -> Handler:
    """Middleware: headers that Django has no setting for, on every answer."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return handle


def health_first(get_response: Handler) -> Handler:
    """Middleware: a load balancer within asks over plain http, and by a number instead of a name."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path != HEALTH_PATH:
            return get_response(request)
        found = resolve(HEALTH_PATH)
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        return answer

    return handle


def whole_session_keys(get_response: Handler) -> Handler:
    """Middleware: a cookie that no session can have is dropped, before it is asked of the database."""

    def handle(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return get_response(request)

    return handle
