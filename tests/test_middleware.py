"""What every answer has, and what is answered whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

PAGES = ["/", "/vragen/", "/beheer/login/", "/nergens/", "/healthz", "/robots.txt", "/en/", "/zoeken"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "name", ["Permissions-Policy", "Cross-Origin-Resource-Policy", "X-Content-Type-Options"]
)
def test_headers(client: Client, path: str, name: str) -> None:
    if path == "/healthz" and name == "X-Content-Type-Options":
        return
    assert client.get(path)[name]


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["10.0.0.5:8000", "127.0.0.1", "archief.example", "wat dan ook", ""])
def test_health_is_told_over_plain_http_whoever_asks(settings: Any, client: Client, host: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["archief.example"]
    assert client.get("/healthz", HTTP_HOST=host).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("key", ['"a\\000bcdefghijklmnop"', "a\0b", "x", "A" * 32, "é" * 32])
def test_a_cookie_that_no_session_has_is_dropped(client: Client, key: str) -> None:
    client.cookies["sessionid"] = key
    assert client.get("/beheer/login/").status_code == 200


@pytest.mark.django_db
def test_a_form_that_cannot_be_read_is_refused_in_words(client: Client) -> None:
    client.cookies["csrftoken"] = "a" * 32
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    answer = Client(enforce_csrf_checks=True).post("/zoeken/", b"x=1", content_type=kind)
    assert answer.status_code in (400, 403)
    answer = client.post("/beheer/login/", b"x=1", content_type=kind)
    assert answer.status_code == 400
    assert "klopt niet" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/beheer/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "verlopen" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hosts", "is_warned"), [(["*"], True), (["a.example", "*"], True), (["a.example"], False)]
)
def test_a_site_of_any_name_is_called_out(settings: Any, hosts: list[str], is_warned: bool) -> None:
    settings.ALLOWED_HOSTS = hosts
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    assert ("questions.W003" in found) == is_warned
