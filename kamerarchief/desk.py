"""The admin of the archive in place of Django's own, and who knocks at its door."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class DeskConfig(AdminConfig):
    default_site = "questions.desk.DeskSite"


def client_address(request: HttpRequest) -> str:
    """The address of who logs in; behind a proxy that is the last one in the row, which the proxy itself
    wrote.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
