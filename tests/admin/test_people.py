"""People, bodies, accounts and rules in the admin: what an editor changes there outlasts the next import."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from questions import search
from questions.ingesting import reparse
from questions.models import Cabinet, Inquiry, Member, Membership, Party, ReplyTerm, SearchChange, Source
from questions.roles import ADMINISTRATOR
from questions.vocabulary.kinds import Kind
from tests.admin.forms import save, shown
from tests.builders import account

KEY = "2024Z99101"
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(account("redacteur"))
    return client


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    return Inquiry.objects.get(key=KEY)


def read_again(inquiry: Inquiry) -> None:
    reparse(Source.objects.filter(inquiry=inquiry), finds_people=True)


def test_a_corrected_surname_outlasts_the_next_import(editor: Client, inquiry: Inquiry) -> None:
    asker = inquiry.askers.select_related("member").exclude(member=None).first()
    member = asker.member
    save(editor, member, name="Heel Anders", surname="Anders", reason="verschreven")
    read_again(inquiry)
    assert inquiry.askers.get(position=asker.position).member == member
    assert not Member.objects.filter(is_confirmed=False, surname_key=asker.member.surname_key).exists()


def test_a_renamed_party_keeps_its_sets_and_members(editor: Client, inquiry: Inquiry) -> None:
    asker = inquiry.askers.select_related("party").exclude(party=None).first()
    before = (asker.member_id, asker.party_id, Party.objects.count())
    save(editor, asker.party, name="Volkspartij van de Proef", reason="heet voluit zo")
    read_again(inquiry)
    after = inquiry.askers.get(position=asker.position)
    assert (after.member_id, after.party_id, Party.objects.count()) == before


def test_a_person_cannot_be_emptied_without_saying_who_else(editor: Client, inquiry: Inquiry) -> None:
    data = shown(editor, inquiry) | {"askers-0-member": "", "reason": "weg"}
    response = editor.post(reverse("admin:questions_inquiry_change", args=[inquiry.pk]), data)
    assert response.status_code == 200
    assert "leeg laten kan niet" in response.content.decode()
    assert inquiry.askers.first().member is not None


@pytest.mark.slow
def test_a_signatory_goes_to_those_on_whose_behalf(editor: Client) -> None:
    document = Inquiry.objects.get(key="2024Z99104").documents.filter(kind=Kind.ANSWER).first()
    rows = list(document.signatories.all())
    changes: dict[str, Any] = {"signatories-TOTAL_FORMS": len(rows) + 1,
    f"signatories-{len(rows)}-document": document.pk,
                               f"signatories-{len(rows)}-role": "minister",
                               f"signatories-{len(rows)}-portfolio": "Defensie",
                               "signatories-0-on_behalf": "on"}  # fmt: skip
    save(editor, document, reason="mede namens", **changes)
    assert [s.portfolio for s in document.signatories.filter(on_behalf=True)][-1:] == [rows[0].portfolio]
    assert document.signatories.filter(on_behalf=False, portfolio="Defensie").exists()
    names = [s.portfolio for s in document.signatories.filter(on_behalf=True)]
    index = next(n for n, s in enumerate(document.signatories.all()) if s.on_behalf)
    data = shown(editor, document)
    data.pop(f"signatories-{index}-on_behalf")
    response = editor.post(
        reverse("admin:questions_document_change", args=[document.pk]), data | {"reason": "toch niet"}
    )
    assert response.status_code == 302
    assert document.signatories.filter(on_behalf=True).count() == len(names) - 1


def test_no_table_is_emptied_with_two_clicks(editor: Client) -> None:
    chosen = list(Membership.objects.values_list("pk", flat=True)[:5])
    data = {"action": "delete_selected", "_selected_action": chosen, "select_across": 1, "post": "yes"}
    editor.post(reverse("admin:questions_membership_changelist"), data)
    assert Membership.objects.filter(pk__in=chosen).count() == len(chosen)


def test_an_account_is_not_deleted_and_its_history_can_be_seen(
    editor: Client, client: Client, inquiry: Inquiry
) -> None:
    save(editor, inquiry, subject="Iets anders", reason="verlezen")
    user = User.objects.get(username="redacteur")
    client.force_login(account("beheerder", ADMINISTRATOR))
    assert client.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    page = client.get(reverse("admin:admin_logentry_changelist")).content.decode()
    assert LogEntry.objects.filter(user=user).exists()
    assert "Iets anders" in page
    assert "redacteur" in page


def test_a_change_of_a_cabinet_or_a_term_reaches_the_search(
    client: Client, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are worked out when a set is taken into the index."""
    search.ensure()
    client.force_login(account("beheerder", ADMINISTRATOR))
    cabinet = Cabinet.objects.filter(since__lte=dt.date(2024, 3, 1)).order_by("-since").first()
    SearchChange.objects.all().delete()
    search.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        save(client, cabinet, since=cabinet.since + dt.timedelta(days=900), reason="proef")
    touched = set(SearchChange.objects.exclude(inquiry_id=0).values_list("inquiry_id", flat=True))
    within = Inquiry.objects.filter(
        submitted_on__gte=cabinet.since, submitted_on__lt=cabinet.until or dt.date.max
    )
    assert touched >= set(within.values_list("pk", flat=True))
    assert within.exists()
    assert not search.check()
    term = ReplyTerm.objects.filter(chamber="tk").order_by("-since").first()
    with django_capture_on_commit_callbacks(execute=True):
        save(client, term, days=3000, postponed_days=3000, reason="proef")
    assert not search.check()
