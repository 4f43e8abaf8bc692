"""Two who edit at once: what was left as it was shown takes its present value."""

from __future__ import annotations

import json

import pytest
from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict

from questions.admin.concurrent_edits import brought_up_to_date, changes_since, seen_in, version_of
from questions.models import Inquiry, Minister
from tests.builders import account

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    subject = forms.CharField()
    is_apart = forms.BooleanField(required=False)
    kinds = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b")], required=False)
    reason = forms.CharField(required=False)


def form(**initial: object) -> Form:
    return Form(initial={"subject": "vlaggen", "is_apart": False, "kinds": ["a"], **initial})


def posted(seen: str = "{}", **values: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    data["seen"] = seen
    return data


@pytest.fixture
def editor() -> User:
    return account("redacteur")


@pytest.fixture
def inquiry() -> Inquiry:
    return Inquiry.objects.get(key="2024Z99101")


def log(row: Inquiry | Minister, editor: User, message: str) -> None:
    LogEntry.objects.create(
        user=editor,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=message,
    )


# --- versions -------------------------------------------------------------------------------------


def test_a_version_stays_while_nothing_changes(inquiry: Inquiry) -> None:
    assert version_of(inquiry) == version_of(Inquiry.objects.get(pk=inquiry.pk))


def test_a_value_makes_another_version(inquiry: Inquiry) -> None:
    before = version_of(inquiry)
    Inquiry.objects.filter(pk=inquiry.pk).update(subject="anders")
    assert version_of(inquiry) != before


def test_a_save_in_the_admin_makes_another_version(inquiry: Inquiry, editor: User) -> None:
    before = version_of(inquiry)
    log(inquiry, editor, "onderwerp gewijzigd.")
    assert version_of(inquiry) != before


def test_a_part_of_the_set_follows_the_set(inquiry: Inquiry) -> None:
    document = inquiry.documents.first()
    assert document is not None
    before = version_of(document)
    inquiry.touch()
    assert version_of(document) != before


def test_rows_that_hang_on_it_count() -> None:
    minister = Minister.objects.filter(offices__isnull=False).first()
    assert minister is not None
    before = version_of(minister)
    minister.offices.update(portfolio="Ruimtevaart")
    assert version_of(minister) != before


def test_what_is_not_stored_yet_has_no_version() -> None:
    assert version_of(Inquiry()) == "0"


def test_who_changed_what_is_said(inquiry: Inquiry, editor: User) -> None:
    version = version_of(inquiry)
    log(inquiry, editor, "onderwerp gewijzigd.")
    said = changes_since(inquiry, version)
    assert said.startswith("redacteur om ")
    assert said.endswith("onderwerp gewijzigd.")


def test_what_came_from_documents_is_said(inquiry: Inquiry) -> None:
    assert changes_since(inquiry, version_of(inquiry)) == "door het inlezen van nieuwe documenten."


@pytest.mark.parametrize("version", ["", "rommel", "-", "9" * 100, "٣-x"])
def test_a_version_that_was_tampered_with_is_no_error(inquiry: Inquiry, version: str) -> None:
    assert changes_since(inquiry, version)


# --- what comes back ------------------------------------------------------------------------------


def test_a_page_remembers_what_it_showed() -> None:
    assert json.loads(seen_in(form(), [])) == {"subject": ["vlaggen"], "is_apart": [], "kinds": ["a"]}


def test_what_was_left_takes_its_present_value() -> None:
    seen = seen_in(form(), [])
    data = brought_up_to_date(posted(seen, subject="vlaggen", kinds=["a"]), form(subject="wimpels"), [])
    assert data["subject"] == "wimpels"


def test_what_was_typed_stays() -> None:
    seen = seen_in(form(), [])
    data = brought_up_to_date(posted(seen, subject="vaandels", kinds=["a"]), form(subject="wimpels"), [])
    assert data["subject"] == "vaandels"


def test_a_box_that_the_other_ticked() -> None:
    seen = seen_in(form(), [])
    data = brought_up_to_date(posted(seen, subject="vlaggen", kinds=["a"]), form(is_apart=True), [])
    assert data["is_apart"] == "on"


def test_a_box_that_was_ticked_here_stays() -> None:
    seen = seen_in(form(), [])
    data = brought_up_to_date(posted(seen, subject="vlaggen", is_apart="on"), form(), [])
    assert data["is_apart"] == "on"


def test_a_choice_of_several() -> None:
    seen = seen_in(form(), [])
    data = brought_up_to_date(posted(seen, subject="vlaggen", kinds=["a"]), form(kinds=["a", "b"]), [])
    assert data.getlist("kinds") == ["a", "b"]


def test_line_ends_of_a_browser_are_no_change() -> None:
    seen = seen_in(form(subject="een\ntwee"), [])
    data = brought_up_to_date(posted(seen, subject="een\r\ntwee"), form(subject="drie"), [])
    assert data["subject"] == "drie"


def test_the_reason_is_never_taken_from_elsewhere() -> None:
    seen = seen_in(form(reason="x"), [])
    data = brought_up_to_date(posted(seen, subject="vlaggen", reason="drukfout"), form(reason="y"), [])
    assert data["reason"] == "drukfout"


@pytest.mark.parametrize("seen", ["", "rommel", "[]", "[" * 10_000, '"x"', "null"])
def test_what_was_shown_may_be_lost(seen: str) -> None:
    data = brought_up_to_date(posted(seen, subject="vaandels"), form(), [])
    assert data["subject"] == "vaandels"
