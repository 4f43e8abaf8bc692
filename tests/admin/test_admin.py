"""Every model is in the admin, opens, searches, and stays within a bounded number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from questions import search
from questions.models import Inquiry, Minister, Source
from tests.admin.forms import save

pytestmark = pytest.mark.django_db
MODELS = [model for model in apps.get_app_config("questions").get_models() if not model._meta.auto_created]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("redacteur", password="x"))
    return client


def test_every_model_is_registered() -> None:
    assert [model.__name__ for model in MODELS if not admin.site.is_registered(model)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_and_forms_open(
    editor: Client, model: type, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    name = f"admin:questions_{model._meta.model_name}"
    with django_assert_max_num_queries(14):
        assert editor.get(reverse(f"{name}_changelist")).status_code == 200
    if admin.site._registry[model].search_fields:
        assert editor.get(reverse(f"{name}_changelist"), {"q": "2024Z99101"}).status_code == 200
    row = model._default_manager.first()
    if row is not None:
        with django_assert_max_num_queries(60):
            assert editor.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_form_lists_a_whole_table(editor: Client, model: type) -> None:
    """A choice from a large table is an autocomplete field, never a select with every row."""
    row = model._default_manager.first()
    if row is not None:
        page = editor.get(
            reverse(f"admin:questions_{model._meta.model_name}_change", args=[row.pk])
        ).content.decode()
        assert page.count("<option") < 150


def test_saving_a_set_keeps_the_search_in_step(
    editor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    inquiry = Inquiry.objects.get(key="2024Z99103")
    with django_capture_on_commit_callbacks(execute=True):
        save(editor, inquiry, subject="ansichtkaarten van hunebedden", reason="drukfout")
    inquiry.refresh_from_db()
    assert inquiry.subject == "ansichtkaarten van hunebedden"
    assert "hunebedden" in editor.get("/zoeken/", {"q": "hunebed"}).content.decode()


def test_a_new_name_is_shown_at_once(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    """The names beside a search, and lists of people, are kept until something changes; a name is a change,
    of no set.
    """
    minister = Minister.objects.filter(signed__isnull=False).first()
    pages = ("/zoeken/", "/bewindspersonen/")
    assert minister and all(minister.name in editor.get(page).content.decode() for page in pages)
    with django_capture_on_commit_callbacks(execute=True):
        save(editor, minister, name="Anders Heten", reason="gehuwd")
    assert all("Anders Heten" in editor.get(page).content.decode() for page in pages)
    assert not search.check()


def test_the_stored_bytes_can_be_downloaded_by_editors_only(editor: Client, client: Client) -> None:
    source = Source.objects.get(name="ah-tk-20232024-3001.xml")
    address = reverse("admin:questions_source_file", args=[source.pk])
    response = editor.get(address)
    assert (
        response["Content-Disposition"].startswith("attachment")
        and response["Content-Type"] == "application/octet-stream"
    )
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf<?xml")
    assert Client().get(address).status_code == 302


def test_what_the_archive_keeps_itself_cannot_be_typed(editor: Client) -> None:
    assert editor.get(reverse("admin:questions_ingestrun_add")).status_code == 403
    run = reverse("admin:questions_ingestrun_changelist")
    assert "ongewijzigd" in editor.get(run).content.decode().lower()


def test_the_admin_asks_who_you_are(client: Client) -> None:
    assert client.get("/beheer/").status_code == 302
