"""Guessing at passwords is stopped by account and by address; who has the right one comes in."""

from __future__ import annotations

from typing import Any

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from kamerarchief import guessing
from kamerarchief.guessing import client_address

PASSWORD = "een-goed-wachtwoord-77"


@pytest.fixture
def account(db: None) -> User:
    return User.objects.create_user("redactie", password=PASSWORD, is_staff=True)


def log_in(password: str, address: str = "10.0.0.1", name: str = "redactie") -> int:
    """The status: 200 for a refusal, 302 for who is in, 429 for a door that is shut."""
    values = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("admin:login"), values).status_code


@pytest.mark.usefixtures("account")
class TestOneAccount:
    def test_from_one_address(self) -> None:
        assert [log_in("fout") for _ in range(6)][-1] == 429
        assert log_in(PASSWORD) == 429
        assert log_in(PASSWORD, "10.0.0.2") == 302

    def test_from_many_addresses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guessing, "MAX_ACCOUNT_FAILURES", 6)
        assert [log_in("fout", f"10.0.1.{n}") for n in range(8)][-1] == 429
        assert log_in(PASSWORD, "10.0.1.99") == 429

    def test_others_do_not_shut_out_who_came_in_from_there_before(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(guessing, "MAX_ACCOUNT_FAILURES", 6)
        assert log_in(PASSWORD) == 302
        for number in range(8):
            log_in("fout", f"10.0.1.{number}")
        assert log_in(PASSWORD) == 302

    def test_what_is_refused_anyway_is_not_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guessing, "MAX_ACCOUNT_FAILURES", 3)
        for number in range(9):
            log_in("fout", f"10.0.1.{number}")
        assert AccessFailureLog.objects.count() == 3

    def test_without_an_address(self) -> None:
        """Behind a socket file a server says none."""
        assert [log_in("fout", "") for _ in range(6)][-1] == 429


@pytest.mark.usefixtures("account")
def test_many_accounts_from_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "MAX_ADDRESS_FAILURES", 6)
    assert [log_in("fout", name=f"naam{n}") for n in range(8)][-1] == 429
    assert log_in(PASSWORD) == 429
    assert log_in(PASSWORD, "10.0.0.2") == 302


def test_an_account_that_is_not_of_the_desk_tells_nothing(db: None) -> None:
    User.objects.create_user("lezer", password=PASSWORD)
    assert [log_in(PASSWORD, name="lezer") for _ in range(6)][-1] == 429


@pytest.mark.parametrize("count", [151, 256, 100_000])
def test_a_name_that_is_too_long_is_refused_by_the_form(db: None, count: int) -> None:
    values = {"username": "b" * count, "password": "x"}
    answer = Client().post(reverse("admin:login"), values)
    assert answer.status_code == 200
    assert "maximaal 150 tekens" in answer.content.decode()
    assert not AccessFailureLog.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"username": "\ufdfa" * 20, "password": "x"},
        {"username": "a\0b", "password": "x"},
        {"username": "a", "password": "x\0"},
        {"username": "a", "password": "x" * 100_000},
        {"username": "\ud800".encode("utf-8", "surrogatepass"), "password": "x"},
    ],
    ids=["grows when it is normalised", "zero", "zero in password", "long password", "surrogate"],
)
def test_rubbish_is_refused_in_words(db: None, values: dict[str, Any]) -> None:
    assert Client().post(reverse("admin:login"), values).status_code == 200


@pytest.mark.parametrize(
    "next_page", ["https://x.example/", "//x.example", "/\\x.example", "javascript:1", ""]
)
@pytest.mark.usefixtures("account")
def test_a_refused_redirect_leads_to_the_desk(next_page: str) -> None:
    client = Client()
    values = {"username": "redactie", "password": PASSWORD, "next": next_page}
    answer = client.post(reverse("admin:login"), values)
    assert answer["Location"] == reverse("admin:index")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.usefixtures("account")
def test_leaving_by_address_leads_to_the_desk() -> None:
    client = Client()
    client.login(username="redactie", password=PASSWORD, request=RequestFactory().get("/"))
    assert client.get(reverse("admin:logout"))["Location"] == reverse("admin:index")


def test_guessing_at_the_old_password_ends_the_session(account: User) -> None:
    client = Client()
    client.force_login(account)
    values = {"old_password": "fout", "new_password1": "a", "new_password2": "a"}
    answers = [client.post(reverse("admin:password_change"), values) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("forwarded", "remote", "address"),
    [
        ("1.2.3.4", "10.0.0.1", "1.2.3.4"),
        ("9.9.9.9, 1.2.3.4", "10.0.0.1", "1.2.3.4"),
        ("1.2.3.4:5678", "10.0.0.1", "1.2.3.4"),
        ("[2001:db8::1]:443", "10.0.0.1", "2001:db8::"),
        ("2001:db8::1:2:3:4", "10.0.0.1", "2001:db8::"),
        ("::ffff:1.2.3.4", "10.0.0.1", "1.2.3.4"),
        ("fe80::1%eth0", "10.0.0.1", "fe80::"),
        ("unknown", "10.0.0.1", "10.0.0.1"),
        ("_hidden", "10.0.0.1", "10.0.0.1"),
        ("999.1.1.1", "10.0.0.1", "10.0.0.1"),
        ("", "10.0.0.1", "10.0.0.1"),
        ("", "", "0.0.0.0"),
    ],
)
def test_who_asks(settings: Any, forwarded: str, remote: str, address: str) -> None:
    settings.BEHIND_PROXY = True
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_without_a_proxy_nobody_says_who_he_is(settings: Any) -> None:
    settings.BEHIND_PROXY = False
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4")
    assert client_address(request) == "10.0.0.1"


def test_old_failures_are_forgotten(account: User) -> None:
    AccessFailureLog.objects.create(username="x", ip_address="10.0.0.9")
    AccessFailureLog.objects.update(attempt_time="2020-01-01T00:00:00Z")
    log_in("fout")
    assert not AccessFailureLog.objects.filter(username="x").exists()
    assert not AccessLog.objects.exists()
