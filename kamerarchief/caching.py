"""What a proxy in front of the archive may keep: public pages, for a minute; browsers ask whether it is
still so (ETag).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

CACHE_SECONDS = 60
PUBLIC_STATUS_CODES = {200, 301, 404, 410}
PRIVATE_PATH_PREFIX = "/beheer/"

Handler = Callable[[HttpRequest], HttpResponse]


def public_pages(get_response: Handler) -> Handler:
    """Middleware. A redirect is kept no longer than a page: a merge that is undone gives an address back."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_public = (
            not request.path.startswith(PRIVATE_PATH_PREFIX) and response.status_code in PUBLIC_STATUS_CODES
        )
        if is_public and request.method in ("GET", "HEAD") and not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=0, s_maxage=CACHE_SECONDS)
        return response

    return handle
