"""The archive's admin site in place of Django's, and the client address that its login sees."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class DeskConfig(AdminConfig):
    default_site = "questions.desk.DeskSite"


def client_address(request: HttpRequest) -> str:
    """The IP address of the person who logs in; behind a proxy, the last one in X-Forwarded-For, which the
    proxy itself wrote.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
