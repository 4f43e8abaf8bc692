"""How guessing at passwords is stopped, beside the five attempts at one account from one address."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

PERIOD = dt.timedelta(hours=1)
MAX_ACCOUNT_FAILURES = 30  # in that period, from all addresses
MAX_ADDRESS_FAILURES = 50  # of all accounts; an office may share an address
KEPT_DAYS = dt.timedelta(days=30)
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  what is counted together when a server says no address
IPV6_NETWORK_BITS = 64  # of which one subscriber has all addresses


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts the failures of an account from all addresses, and of an address at all accounts.

    Who logged in from an address before is not shut out there by what others do elsewhere.
    """

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return bool(super().is_locked(request, credentials)) or _is_guessing(request, credentials)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """What is refused anyway is not written: rows would grow with each attempt."""
        if request is not None and _is_guessing(request, credentials):
            request.axes_locked_out = True  # type: ignore[attr-defined]
            return
        super().user_login_failed(sender, credentials, request, **kwargs)
        AccessFailureLog.objects.filter(attempt_time__lt=timezone.now() - KEPT_DAYS).delete()


class StaffBackend(ModelBackend):
    """Accounts are those of the desk: for another, a right password is refused as a wrong one is."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user) and user.is_staff)


def _is_guessing(request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
    failed = AccessFailureLog.objects.filter(attempt_time__gte=timezone.now() - PERIOD)
    address = client_address(request)
    if failed.filter(ip_address=address).count() >= MAX_ADDRESS_FAILURES:
        return True
    name = (credentials or {}).get("username")
    if not name or failed.filter(username=name).count() < MAX_ACCOUNT_FAILURES:
        return False
    return not AccessLog.objects.filter(username=name, ip_address=address).exists()


def client_address(request: HttpRequest) -> str:
    """The address of who logs in; behind a proxy the last one in X-Forwarded-For, which the proxy itself
    wrote.

    Of IPv6 it is the network: one subscriber has 2^64 addresses.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    for given in (forwarded.split(",")[-1], str(request.META.get("REMOTE_ADDR", ""))):
        if (address := _address(given)) is not None:
            return address
    return UNKNOWN_ADDRESS


def _address(given: str) -> str | None:
    """As one address is always written; without brackets and port. None for what is no address."""
    text = given.strip()
    if text.startswith("["):
        text = text[1:].split("]")[0]
    elif text.count(":") == 1:
        text = text.split(":")[0]
    try:
        found = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(found), IPV6_NETWORK_BITS), strict=False).network_address)
    return str(found)
