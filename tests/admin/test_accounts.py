"""Nobody gives rights that are not their own, to themselves or to another."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from questions.roles import ADMINISTRATOR, EDITOR

pytestmark = pytest.mark.django_db


def account(name: str, *groups: str, **fields: object) -> User:
    made = User.objects.create_user(name, password="oud-wachtwoord-1", is_staff=True, **fields)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


@pytest.fixture
def chief() -> User:
    return account("chef", ADMINISTRATOR)


@pytest.fixture
def root() -> User:
    return account("root", is_superuser=True)


@pytest.fixture
def client(chief: User) -> Client:
    made = Client()
    made.force_login(chief)
    return made


def change(client: Client, of: User, **fields: object) -> int:
    values = {
        "username": of.username, "is_active": "on", "is_staff": "on", "date_joined_0": "2024-01-01",
        "date_joined_1": "12:00", **fields,
    }  # fmt: skip
    return client.post(reverse("admin:auth_user_change", args=[of.pk]), values).status_code


def test_an_administrator_does_not_become_superuser(client: Client, chief: User) -> None:
    change(client, chief, is_superuser="on")
    chief.refresh_from_db()
    assert not chief.is_superuser


def test_an_administrator_does_not_take_more_rights(client: Client, chief: User) -> None:
    before = set(chief.get_all_permissions())
    change(client, chief, user_permissions=list(Permission.objects.values_list("pk", flat=True)))
    assert set(User.objects.get(pk=chief.pk).get_all_permissions()) == before


def test_nobody_changes_their_own_groups(client: Client, chief: User) -> None:
    change(client, chief, groups=[])
    assert [group.name for group in chief.groups.all()] == [ADMINISTRATOR]


@pytest.mark.parametrize("page", ["change", "password_change"])
def test_a_superuser_is_changed_by_superusers_only(client: Client, root: User, page: str) -> None:
    name = "admin:auth_user_change" if page == "change" else "admin:auth_user_password_change"
    values = {"password1": "nieuw-wachtwoord-2", "password2": "nieuw-wachtwoord-2", "username": "weg"}
    assert client.post(reverse(name, args=[root.pk]), values).status_code == 403
    root.refresh_from_db()
    assert root.is_superuser
    assert root.check_password("oud-wachtwoord-1")


@pytest.mark.parametrize("is_active", [True, False])
def test_who_has_more_rights_is_out_of_reach(client: Client, is_active: bool) -> None:
    other = account("ander", EDITOR, is_active=is_active)
    other.user_permissions.set(Permission.objects.filter(codename="delete_logentry"))
    assert change(client, other) == 403


def test_an_editor_is_changed_by_an_administrator(client: Client) -> None:
    other = account("ander")
    group = Group.objects.get(name=EDITOR)
    assert change(client, other, groups=[group.pk], first_name="Jo") == 302
    other.refresh_from_db()
    assert (other.first_name, list(other.groups.all())) == ("Jo", [group])


def test_a_group_with_more_rights_cannot_be_given(client: Client) -> None:
    other = account("ander")
    stronger = Group.objects.create(name="alles")
    stronger.permissions.set(Permission.objects.all())
    change(client, other, groups=[stronger.pk])
    assert not other.groups.exists()


def test_a_new_account_has_no_rights(client: Client) -> None:
    values = {
        "username": "nieuw", "password1": "nieuw-wachtwoord-2", "password2": "nieuw-wachtwoord-2",
        "usable_password": "true", "is_superuser": "on", "is_staff": "on",
    }  # fmt: skip
    client.post(reverse("admin:auth_user_add"), values)
    made = User.objects.get(username="nieuw")
    assert not made.is_superuser
    assert not made.get_all_permissions()


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_groups_are_for_superusers(client: Client, root: User, page: str) -> None:
    arguments = [] if page == "add" else [Group.objects.get(name=ADMINISTRATOR).pk]
    address = reverse(f"admin:auth_group_{page}", args=arguments)
    assert client.post(address, {"name": "x", "post": "yes"}).status_code == 403
    assert Group.objects.filter(name=ADMINISTRATOR).exists()
    client.force_login(root)
    assert client.get(address).status_code == 200


def test_a_superuser_changes_superusers(root: User) -> None:
    client = Client()
    client.force_login(root)
    assert change(client, account("tweede", is_superuser=True), is_superuser="on", last_name="X") == 302
    assert User.objects.get(username="tweede").last_name == "X"


@pytest.mark.parametrize("name", ["accesslog", "accessfailurelog"])
def test_who_tried_to_come_in_cannot_be_wiped(client: Client, name: str, chief: User) -> None:
    assert not chief.has_perm(f"axes.delete_{name}")
    assert chief.has_perm(f"axes.view_{name}")


# --- what the database cannot take --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/beheer/questions/inquiry/?id__range=1",
        "/beheer/questions/inquiry/?id__regex=(",
        "/beheer/questions/ingestproblem/?kind__exact=a%00b",
        "/beheer/questions/office/add/?minister=a",
        "/beheer/autocomplete/?app_label=questions&model_name=office&field_name=minister&term=%00",
        "/beheer/auth/user/?id__range=1",
        "/beheer/questions/editoraction/?made_at__year=99999999999",
    ],
)
def test_parameters_that_cannot_be_are_no_bug(root: User, address: str) -> None:
    client = Client()
    client.force_login(root)
    assert client.get(address).status_code in (200, 302, 400, 403)


@pytest.mark.parametrize("chosen", ["a", "\0", "²", "9" * 30])
def test_ids_that_cannot_be_are_no_bug(root: User, chosen: str) -> None:
    client = Client()
    client.force_login(root)
    values = {"action": "resolve", "_selected_action": chosen}
    assert client.post("/beheer/questions/ingestproblem/", values).status_code in (200, 302, 400)
