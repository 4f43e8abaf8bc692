"""Every model is in the admin, opens, searches, and stays within a bounded number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questions import search
from questions.models import Inquiry, Minister, Source
from tests.admin.forms import save

pytestmark = pytest.mark.django_db
MODELS = [model for model in apps.get_app_config("questions").get_models() if not model._meta.auto_created]

QUERIES = {  # of a list, and of the form of its first row, if it has one
    "Addressee": (4, 5),
    "Answer": (4, 5),
    "Asker": (4, 6),
    "Cabinet": (5, 7),
    "Correction": (4, 0),
    "Document": (5, 16),
    "EditorAction": (4, 0),
    "Footnote": (4, 4),
    "FormerSlug": (4, 0),
    "HarvestCursor": (4, 0),
    "IngestProblem": (4, 7),
    "IngestRun": (5, 5),
    "Inquiry": (5, 15),
    "InquiryKey": (4, 4),
    "Member": (5, 8),
    "Membership": (5, 10),
    "Minister": (5, 11),
    "Ministry": (5, 11),
    "MinistrySuccession": (5, 10),
    "NameChoice": (5, 0),
    "Office": (6, 9),
    "Party": (5, 7),
    "Portfolio": (5, 7),
    "Question": (4, 5),
    "Reference": (4, 5),
    "RemoteDocument": (6, 0),
    "RemoteEntity": (5, 0),
    "ReplyTerm": (5, 6),
    "ReviewPosition": (4, 3),
    "SearchChange": (4, 3),
    "Signatory": (4, 6),
    "Source": (5, 5),
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("redacteur", password="x"))
    return client


def test_every_model_is_registered() -> None:
    assert [model.__name__ for model in MODELS if not admin.site.is_registered(model)] == []


def queries_of(editor: Client, address: str) -> int:
    """How many queries a page takes; the first request fills what is kept between them."""
    assert editor.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        editor.get(address)
    return len(captured)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_and_forms_open(editor: Client, model: type) -> None:
    name = f"admin:questions_{model._meta.model_name}"
    row = model._default_manager.order_by("pk").first()
    in_list = queries_of(editor, reverse(f"{name}_changelist"))
    in_form = queries_of(editor, reverse(f"{name}_change", args=[row.pk])) if row else 0
    assert (in_list, in_form) == QUERIES[model.__name__]


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_are_searched(editor: Client, model: type) -> None:
    address = reverse(f"admin:questions_{model._meta.model_name}_changelist")
    asked = {"q": "2024Z99101"} if admin.site._registry[model].search_fields else {}
    assert editor.get(address, asked).status_code == 200


@pytest.mark.slow
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
    assert minister
    assert all(minister.name in editor.get(page).content.decode() for page in pages)
    with django_capture_on_commit_callbacks(execute=True):
        save(editor, minister, name="Anders Heten", reason="gehuwd")
    assert all("Anders Heten" in editor.get(page).content.decode() for page in pages)
    assert not search.check()


def test_the_stored_bytes_can_be_downloaded_by_editors_only(editor: Client, client: Client) -> None:
    source = Source.objects.get(name="ah-tk-20232024-3001.xml")
    address = reverse("admin:questions_source_file", args=[source.pk])
    response = editor.get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf<?xml")
    assert Client().get(address).status_code == 302


def test_what_the_archive_keeps_itself_cannot_be_typed(editor: Client) -> None:
    assert editor.get(reverse("admin:questions_ingestrun_add")).status_code == 403
    run = reverse("admin:questions_ingestrun_changelist")
    assert "ongewijzigd" in editor.get(run).content.decode().lower()


def test_the_admin_asks_who_you_are(client: Client) -> None:
    assert client.get("/beheer/").status_code == 302
