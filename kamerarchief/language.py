"""In which language the site speaks: the address says so, so that a page is the same for everyone who asks
for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


def _of_path(path: str) -> tuple[str, str]:
    """The language of a path, and the path without it: "/en/zoeken/" is ("en", "/zoeken/")."""
    for code, _ in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return code, path[len(code) + 1 :]
    return settings.LANGUAGE_CODE, path


def by_address(get_response: Handler) -> Handler:
    """Middleware. Texts of the archive stay Dutch in every language."""

    def handle(request: HttpRequest) -> HttpResponse:
        language, _ = _of_path(request.path_info)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle


def other_languages(request: HttpRequest) -> dict[str, Any]:
    """Context processor: this page in each language, to switch and for search engines."""
    path = _of_path(request.get_full_path())[1]
    host = f"{request.scheme}://{request.get_host()}"
    return {
        "other_languages": [
            {
                "code": code,
                "name": name,
                "address": f"{host}{'' if code == settings.LANGUAGE_CODE else '/' + code}{path}",
            }
            for code, name in settings.LANGUAGES
        ]
    }
