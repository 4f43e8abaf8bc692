"""The editor's desk: corrections with a reason and a way back, merging, joining, the queue, history, roles
and the door.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from questions.ingesting import ingest, reparse
from questions.models import (
    Answer,
    Asker,
    Correction,
    Document,
    EditorAction,
    IngestProblem,
    Inquiry,
    Member,
    Membership,
    Minister,
    MinistrySuccession,
    NameChoice,
    Office,
    Party,
    Question,
    ReplyTerm,
    Signatory,
    Source,
)
from questions.roles import ADMINISTRATOR
from questions.vocabulary.kinds import Kind
from tests.admin.forms import address_of, filled_in, save, shown
from tests.builders import account
from tests.conftest import DOCUMENTS

pytestmark = pytest.mark.django_db
KEY = "2024Z99101"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(account("redacteur"))
    return client


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    return Inquiry.objects.get(key=KEY)


# --- corrections ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_opening_and_saving_changes_nothing(editor: Client) -> None:
    for row in (*Inquiry.objects.all(), *Document.objects.all()):
        save(editor, row)
    assert not Correction.objects.exists()


def test_a_change_needs_a_reason(editor: Client, inquiry: Inquiry) -> None:
    page = save(editor, inquiry, 200, subject="iets anders").content.decode()
    assert "Schrijf bij «Waarom»" in page
    page = save(editor, inquiry, 200, **{"questions-0-text": "Iets anders?"}).content.decode()
    assert "Schrijf bij «Waarom»" in page
    assert not Correction.objects.exists()


@pytest.mark.slow
def test_a_corrected_date_lasts_is_shown_and_goes_back(editor: Client, inquiry: Inquiry) -> None:
    before = inquiry.submitted_on
    save(editor, inquiry, submitted_on="2024-02-01", reason="drukfout in de bron")
    reparse(Source.objects.filter(inquiry=inquiry))
    ingest([str(DOCUMENTS)])
    inquiry.refresh_from_db()
    assert inquiry.submitted_on == dt.date(2024, 2, 1)
    page = editor.get(address_of(inquiry)).content.decode()
    assert f"Volgens de bron: {before.day}-{before.month}-{before.year}" in page
    assert "drukfout in de bron" in page
    public = Client().get(inquiry.get_absolute_url()).content.decode()
    assert "Door de redactie verbeterd" in public
    assert "drukfout in de bron" in public
    assert "redacteur" not in public
    save(editor, inquiry, back=[Correction.objects.get().pk], reason="toch goed")
    inquiry.refresh_from_db()
    assert inquiry.submitted_on == before
    assert Correction.objects.get().status == "withdrawn"
    assert (
        LogEntry.objects.first().get_change_message() == "«ingezonden» terug naar de bron. Reden: toch goed"
    )


@pytest.mark.slow
def test_texts_people_and_pairing_are_corrected_in_the_forms(editor: Client, inquiry: Inquiry) -> None:
    other = Member.objects.exclude(pk__in=inquiry.askers.values("member")).first()
    save(
        editor,
        inquiry,
        reason="verlezen",
        **{"questions-0-text": "Wat nu?\r\n\r\nEn dan?", "askers-0-member": other.pk},
    )
    document = inquiry.documents.get(kind=Kind.ANSWER)
    save(
        editor,
        document,
        reason="verlezen",
        **{"answers-0-label": "1, 2", "signatories-0-portfolio": "Ruimte"},
    )
    ingest([str(DOCUMENTS)])
    reparse(Source.objects.filter(inquiry=inquiry))
    assert inquiry.questions.first().text == "Wat nu?\n\nEn dan?"
    assert inquiry.askers.first().member == other
    assert {q.number for q in Answer.objects.get(document=document, position=0).questions.all()} == {"1", "2"}
    assert document.signatories.first().portfolio == "Ruimte"
    assert {c.field for c in Correction.objects.all()} == {
        "questions/1/text",
        "askers",
        "answers/1/pairing",
        "signatories",
    }


def test_an_asker_is_added_and_another_taken_away(editor: Client, inquiry: Inquiry) -> None:
    first = inquiry.askers.first()
    data = {"askers-TOTAL_FORMS": inquiry.askers.count() + 1,
    f"askers-{inquiry.askers.count()}-name": "Terlaak",
            f"askers-{inquiry.askers.count()}-party_name": "SP",
            f"askers-{inquiry.askers.count()}-inquiry": inquiry.pk,
            "askers-0-DELETE": "on", "reason": "verkeerde indiener"}  # fmt: skip
    names = [a.name for a in inquiry.askers.all()]
    save(editor, inquiry, **data)
    assert [a.name for a in inquiry.askers.all()] == [*names[1:], "Terlaak"]
    assert first.name not in [a.name for a in inquiry.askers.all()]
    assert inquiry.askers.last().party.name == "SP"


def test_an_outdated_correction_is_decided_on(editor: Client, inquiry: Inquiry) -> None:
    save(editor, inquiry, subject="eigen titel", reason="beter")
    for source in Source.objects.filter(inquiry=inquiry):
        Source.objects.filter(pk=source.pk).update(parsed=source.parsed | {"subject": "titel van gisteren"})
    from questions.loading import rewrite_set

    rewrite_set(Inquiry.objects.get(pk=inquiry.pk))
    correction = Correction.objects.get()
    assert correction.status == "outdated"
    assert Inquiry.objects.get(pk=inquiry.pk).subject == "titel van gisteren"
    problem = IngestProblem.objects.get(kind="outdated")
    assert "bron nu «titel van gisteren»" in editor.get(address_of(problem)).content.decode()
    editor.post(reverse("admin:questions_correction_decide", args=[correction.pk]), {"decision": "keep"})
    assert Inquiry.objects.get(pk=inquiry.pk).subject == "eigen titel"
    problem.refresh_from_db()
    assert problem.status == "resolved"


@pytest.mark.slow
def test_two_who_edit_at_once_both_keep_their_words(editor: Client, inquiry: Inquiry) -> None:
    data = shown(editor, inquiry)
    other = Client()
    other.force_login(account("collega"))
    save(other, inquiry, subject="van de collega", reason="eerst")
    response = editor.post(address_of(inquiry), data | {"subject": "van mij", "reason": "daarna"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "collega" in page
    assert "van de collega" in page
    assert "van mij" in page
    assert Inquiry.objects.get(pk=inquiry.pk).subject == "van de collega"
    again = dict(response.context["adminform"].form.data.items())
    assert editor.post(address_of(inquiry), again).status_code == 302
    assert Inquiry.objects.get(pk=inquiry.pk).subject == "van mij"


@pytest.mark.slow
def test_what_the_other_changed_and_you_did_not_stays_changed(editor: Client, inquiry: Inquiry) -> None:
    data = shown(editor, inquiry)
    other = Client()
    other.force_login(account("collega"))
    save(other, inquiry, subject="van de collega", reason="eerst", **{"questions-0-text": "Van de collega?"})
    mine = {"submitted_on": "01-02-2024", "questions-1-text": "Van mij?", "reason": "daarna"}
    response = editor.post(address_of(inquiry), data | mine)
    assert response.status_code == 200
    assert "01-02-2024" in response.content.decode()
    assert editor.post(address_of(inquiry), posted_again(response)).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.subject == "van de collega"
    assert inquiry.submitted_on == dt.date(2024, 2, 1)
    assert [question.text for question in inquiry.questions.all()[:2]] == ["Van de collega?", "Van mij?"]


def test_so_it_is_with_the_offices_of_a_minister(editor: Client) -> None:
    minister = Minister.objects.filter(offices__isnull=False, is_confirmed=True).first()
    data = shown(editor, minister)
    office = minister.offices.first()
    Office.objects.filter(pk=office.pk).update(since=dt.date(2001, 2, 3), portfolio="Ruimtevaart")
    response = editor.post(address_of(minister), data | {"name": "Andere Naam"})
    assert response.status_code == 200
    assert "Niet opgeslagen" in response.content.decode()
    assert editor.post(address_of(minister), posted_again(response)).status_code == 302
    office.refresh_from_db()
    assert (office.since, office.portfolio, office.minister.name) == (
        dt.date(2001, 2, 3),
        "Ruimtevaart",
        "Andere Naam",
    )


def test_a_row_that_became_another_is_not_mixed_with_it(editor: Client) -> None:
    """Askers are written anew by their place: an id may stand for another when the form comes back."""
    inquiry = Inquiry.objects.annotate(size=Count("askers")).filter(size__gt=1).first()
    data = shown(editor, inquiry)
    first, second = inquiry.askers.all()[:2]
    was = (first.name, first.party_name, second.name, second.party_name)
    Asker.objects.filter(pk=first.pk).update(name=was[2], party_name=was[3])
    Asker.objects.filter(pk=second.pk).update(name=was[0], party_name=was[1])
    inquiry.touch()
    mine = {"askers-0-name": "Verbeterd", "reason": "x"}
    response = editor.post(address_of(inquiry), data | mine)
    kept = posted_again(response)
    assert (kept["askers-0-name"], kept["askers-0-party_name"]) == ("Verbeterd", was[1])


def test_rows_that_came_or_went_meanwhile(editor: Client) -> None:
    member = Member.objects.filter(memberships__isnull=False).first()
    party = Party.objects.exclude(memberships__member=member).first()
    data = shown(editor, member)
    member.memberships.all().delete()
    Membership.objects.create(member=member, party=party, since=dt.date(2010, 1, 1))
    response = editor.post(address_of(member), data | {"name": "Andere Naam"})
    assert "Niet opgeslagen" in response.content.decode()
    assert "open de pagina opnieuw" not in response.content.decode()
    assert editor.post(address_of(member), posted_again(response)).status_code == 302
    assert Member.objects.get(pk=member.pk).name == "Andere Naam"
    assert member.memberships.get().party == party
    data = shown(editor, member) | {"memberships-0-until": "01-01-2011"}
    member.memberships.all().delete()
    assert "open de pagina opnieuw" in editor.post(address_of(member), data).content.decode()


def test_an_office_knows_of_the_form_of_its_minister(editor: Client) -> None:
    office = Office.objects.filter(minister__is_confirmed=True).first()
    data = shown(editor, office)
    Office.objects.filter(pk=office.pk).update(portfolio="Ruimtevaart")
    response = editor.post(address_of(office), data)
    assert response.status_code == 200
    assert "op een andere pagina" in response.content.decode()
    assert posted_again(response)["portfolio"] == "Ruimtevaart"


def test_a_box_that_was_ticked_stays_so_when_the_form_comes_back(editor: Client, inquiry: Inquiry) -> None:
    save(editor, inquiry, subject="nieuw", reason="x")
    page = save(editor, inquiry, expect=200, back=[Correction.objects.get().pk]).content.decode()
    assert 'terug naar de bron" checked' in page


def posted_again(response: Any) -> dict[str, Any]:
    """What a browser posts when someone presses the button once more."""
    return filled_in(response.context)


def test_an_ingest_meanwhile_is_noticed(editor: Client, inquiry: Inquiry) -> None:
    data = shown(editor, inquiry)
    inquiry.touch()
    response = editor.post(address_of(inquiry), data | {"subject": "van mij", "reason": "x"})
    assert response.status_code == 200
    assert "door het inlezen" in response.content.decode()


def test_the_history_says_who_what_when_and_why(editor: Client, inquiry: Inquiry) -> None:
    before = inquiry.subject
    save(editor, inquiry, subject="nieuw", reason="beter zo", **{"questions-0-text": "Anders?"})
    page = editor.get(reverse("admin:questions_inquiry_history", args=[inquiry.pk])).content.decode()
    assert "redacteur" in page
    assert f"onderwerp: «{before}» → «nieuw»" in page
    assert "Reden: beter zo" in page
    assert "«Anders?»" in page
    minister = Minister.objects.filter(offices__isnull=False).first()
    save(editor, minister, name="Andere Naam", reason="spelling", **{"offices-0-portfolio": "Ruimtevaart"})
    message = LogEntry.objects.first().get_change_message()
    assert "naam: «" in message
    assert "«Andere Naam»" in message
    assert "portefeuille: «" in message
    assert "Reden: spelling" in message


@pytest.mark.parametrize(
    ("model", "where", "typed", "words"),
    [
        (Office, {"until__isnull": False}, {"until": "01-01-1900"}, "ligt voor die bij"),
        (Office, {"since__isnull": False}, {"since": "01-01-0204"}, "jaartal kan niet kloppen"),
        (ReplyTerm, {}, {"postponed_days": "1"}, "kan niet korter zijn"),
        (MinistrySuccession, {}, {"successor": "zichzelf"}, "volgt zichzelf niet op"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    client: Client, model: Any, where: Any, typed: Any, words: str
) -> None:
    client.force_login(User.objects.create_superuser("beheer", password="x"))
    row = model.objects.filter(**where).first()
    typed = {name: str(row.predecessor_id) if value == "zichzelf" else value for name, value in typed.items()}
    page = save(client, row, expect=200, **typed).content.decode()
    assert words in page
    assert "Beperking" not in page


@pytest.mark.parametrize("seen", ["geen json", "[]", '{"subject": {}}', "", "[" * 100_000])
def test_a_page_that_was_tampered_with_does_no_harm(editor: Client, inquiry: Inquiry, seen: str) -> None:
    data = shown(editor, inquiry)
    inquiry.touch()
    assert (
        editor.post(
            address_of(inquiry), data | {"subject": "van mij", "reason": "x", "seen": seen}
        ).status_code
        == 200
    )


# --- people, sets ---------------------------------------------------------------------------------


def test_merging_shows_first_what_it_does_and_can_be_undone(editor: Client) -> None:
    gone = Minister.objects.filter(is_confirmed=False).first()
    kept = Minister.objects.filter(is_confirmed=True, offices__isnull=False).first()
    signed = Signatory.objects.filter(minister=gone).count()
    address = reverse("admin:questions_minister_merge", args=[gone.pk])
    assert editor.get(address).status_code == 200
    data = {"other": kept.pk, "direction": "other", "reason": "dezelfde"}
    preview = editor.post(address, data)
    assert "Dit gaat er gebeuren" in preview.content.decode()
    assert Minister.objects.filter(pk=gone.pk).exists()
    response = editor.post(address, data | {"confirm": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == address_of(kept)
    assert "Ongedaan maken" in response.content.decode()
    assert Client().get(f"/bewindspersonen/{gone.slug}/").url == f"/bewindspersonen/{kept.slug}/"
    editor.post(reverse("admin:questions_editoraction_undo", args=[EditorAction.objects.get().pk]))
    assert Signatory.objects.filter(minister=gone.pk).count() == signed
    assert Client().get(f"/bewindspersonen/{gone.slug}/").status_code == 200


def test_merging_with_itself_is_refused_in_words(editor: Client) -> None:
    row = Member.objects.first()
    page = editor.post(
        reverse("admin:questions_member_merge", args=[row.pk]),
        {"other": row.pk, "direction": "other", "reason": "x"},
    )
    assert "Kies een ander dan deze zelf." in page.content.decode()


def test_splitting(editor: Client) -> None:
    member = Member.objects.filter(asked__isnull=False).first()
    inquiry = Inquiry.objects.exclude(askers__member=member).filter(askers__isnull=False).first()
    Asker.objects.filter(inquiry=inquiry).update(member=member)
    address = reverse("admin:questions_member_split", args=[member.pk])
    page = editor.get(address)
    assert page.status_code == 200
    response = editor.post(
        address,
        {
            "name": "Iemand Anders",
            "names": [editor.get(address).context["form"].fields["names"].choices[1][0]],
            "reason": "twee mensen",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert Member.objects.get(name="Iemand Anders").asked.exists()
    assert NameChoice.objects.filter(member__name="Iemand Anders").exists()


def test_sets_are_joined_hidden_and_documents_taken_out(editor: Client, inquiry: Inquiry) -> None:
    other = Inquiry.objects.exclude(pk=inquiry.pk).filter(documents__isnull=False).first()
    address = reverse("admin:questions_inquiry_join", args=[inquiry.pk])
    data = {"other": other.pk, "reason": "een en dezelfde"}
    assert "gaat op in" in editor.post(address, data).content.decode()
    assert editor.post(address, data | {"confirm": "1"}).status_code == 302
    assert Client().get(other.get_absolute_url()).url == inquiry.get_absolute_url()
    editor.post(reverse("admin:questions_editoraction_undo", args=[EditorAction.objects.get().pk]))
    assert Client().get(other.get_absolute_url()).status_code == 200
    editor.post(
        reverse("admin:questions_inquiry_hide", args=[inquiry.pk]),
        {"reason": "Bevat gegevens van een burger."},
    )
    hidden = Client().get(inquiry.get_absolute_url())
    assert hidden.status_code == 410
    assert "Bevat gegevens van een burger." in hidden.content.decode()
    assert Client().get(f"{inquiry.get_absolute_url()}vraag/1/").status_code == 410
    source = Source.objects.filter(inquiry=inquiry).first()
    assert Client().get(f"/bronnen/{source.sha256}/").status_code == 404
    editor.post(
        reverse("admin:questions_editoraction_undo", args=[EditorAction.objects.filter(kind="hide").get().pk])
    )
    assert Client().get(inquiry.get_absolute_url()).status_code == 200
    multiple = next(
        i for i in Inquiry.objects.all() if i.documents.filter(sources__isnull=False).distinct().count() > 1
    )
    document = multiple.documents.first()
    editor.post(reverse("admin:questions_document_take_out", args=[document.pk]), {"reason": "hoort elders"})
    document.refresh_from_db()
    assert document.inquiry_id != multiple.pk


# --- the queue ------------------------------------------------------------------------------------


def test_the_queue_shows_what_is_open_with_source_and_reading(editor: Client) -> None:
    problem = IngestProblem.objects.filter(kind="unknown_minister").first()
    listed = editor.get(reverse("admin:questions_ingestproblem_changelist")).content.decode()
    assert problem.message in listed
    page = editor.get(address_of(problem)).content.decode()
    assert "<h3>Bron</h3>" in page
    assert "<h3>Lezing</h3>" in page
    assert "is dezelfde als" in page
    assert "<dt>Indieners</dt>" in page
    assert "<h4>Vraag 1</h4>" in page
    assert "case_number" not in page


def test_a_problem_is_dismissed_with_a_reason_only_and_reopened(editor: Client) -> None:
    problem = IngestProblem.objects.first()
    address = reverse("admin:questions_ingestproblem_decide", args=[problem.pk])
    assert "Schrijf waarom" in editor.post(address, {"decision": "dismiss"}, follow=True).content.decode()
    editor.post(address, {"decision": "dismiss", "note": "klopt zo"})
    problem.refresh_from_db()
    assert (problem.status, problem.note, str(problem.decided_by)) == ("dismissed", "klopt zo", "redacteur")
    ingest([str(DOCUMENTS)])
    problem.refresh_from_db()
    assert problem.status == "dismissed"
    editor.post(address, {"decision": "reopen"})
    problem.refresh_from_db()
    assert problem.status == "open"


def test_many_problems_are_shown_before_they_are_decided(editor: Client) -> None:
    address = reverse("admin:questions_ingestproblem_changelist")
    ids = [str(pk) for pk in IngestProblem.objects.values_list("pk", flat=True)[:3]]
    chosen = {"action": "dismiss", "_selected_action": ids}
    page = editor.post(address, chosen).content.decode()
    assert escape(IngestProblem.objects.get(pk=ids[0]).message) in page
    assert IngestProblem.objects.filter(pk__in=ids, status="dismissed").count() == 0
    editor.post(address, chosen | {"confirm": "1", "note": "hoort zo"})
    assert IngestProblem.objects.filter(pk__in=ids, status="dismissed").count() == 3


def test_reading_again(editor: Client) -> None:
    problem = IngestProblem.objects.filter(
        source__isnull=False, status="open", source__status="loaded"
    ).first()
    Source.objects.filter(pk=problem.source_id).update(parsed=problem.source.parsed | {"subject": "oud"})
    editor.post(
        reverse("admin:questions_ingestproblem_decide", args=[problem.pk]), {"decision": "read_again"}
    )
    problem.source.refresh_from_db()
    assert problem.source.parsed["subject"] != "oud"


def test_reading_again_what_cannot_be_read(editor: Client, tmp_path: Path) -> None:
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.7 niets")
    ingest([str(tmp_path)])
    problem = IngestProblem.objects.get(kind="unreadable", source__name__endswith="kapot.pdf")
    reason = problem.message
    # as an earlier version said it
    IngestProblem.objects.filter(pk=problem.pk).update(message="Data format error")
    address = reverse("admin:questions_ingestproblem_decide", args=[problem.pk])
    page = editor.post(address, {"decision": "read_again"}, follow=True).content.decode()
    problem.refresh_from_db()
    assert "0 bijgewerkt, 0 ongewijzigd, 1 niet te lezen" in page
    assert problem.message == reason


# --- roles and the door ---------------------------------------------------------------------------


def test_editors_correct_and_administrators_keep_accounts(editor: Client) -> None:
    assert editor.get("/beheer/auth/user/").status_code == 403
    boss = Client()
    boss.force_login(account("baas", ADMINISTRATOR))
    assert boss.get("/beheer/auth/user/").status_code == 200
    assert boss.get("/beheer/questions/replyterm/add/").status_code == 200
    assert editor.get("/beheer/questions/replyterm/add/").status_code == 403


def test_rights_that_are_taken_are_gone_at_once(editor: Client, inquiry: Inquiry) -> None:
    assert editor.get(address_of(inquiry)).status_code == 200
    User.objects.get(username="redacteur").groups.clear()
    assert editor.get(address_of(inquiry)).status_code == 403
    User.objects.filter(username="redacteur").update(is_active=False)
    assert editor.get(address_of(inquiry)).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "questions_inquiry_join",
        "questions_inquiry_hide",
        "questions_document_take_out",
        "questions_minister_merge",
        "questions_minister_split",
    ],
)
def test_who_may_only_look_can_do_nothing(client: Client, name: str) -> None:
    user = User.objects.create_user("kijker", password="x", is_staff=True)
    client.force_login(user)
    model = {"inquiry": Inquiry, "document": Document, "minister": Minister}[name.split("_")[1]]
    assert client.get(reverse(f"admin:{name}", args=[model.objects.first().pk])).status_code == 403


def test_guessing_passwords_shuts_the_door(db: None) -> None:
    account("redacteur")
    visitor = Client()
    for _ in range(5):
        response = visitor.post("/beheer/login/", {"username": "redacteur", "password": "fout"})
    assert response.status_code == 429
    assert "Even wachten" in response.content.decode()
    response = visitor.post("/beheer/login/", {"username": "redacteur", "password": "geheim"})
    assert response.status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert (
        elsewhere.post("/beheer/login/", {"username": "redacteur", "password": "geheim"}).status_code == 302
    )


def test_parts_of_sets_are_only_looked_at_on_their_own_pages(editor: Client) -> None:
    question = Question.objects.first()
    assert editor.post(address_of(question), {"text": "x"}).status_code == 403
    assert not Office.objects.filter(portfolio="x").exists()


def test_the_admin_speaks_dutch(editor: Client, inquiry: Inquiry) -> None:
    front = editor.get("/beheer/").content.decode()
    history = editor.get(reverse("admin:questions_inquiry_history", args=[inquiry.pk])).content.decode()
    refused = save(editor, inquiry, expect=200, subject="zonder reden").content.decode()
    for words in ("Model name", "Add link", "Error:", "change history", "please", "Please"):
        assert words not in front + history + refused


def test_the_front_says_what_waits(editor: Client) -> None:
    page = editor.get("/beheer/").content.decode()
    assert "Laatste inleesronde" in page
    assert "Werk" in page
    assert "/beheer/questions/ingestproblem/?kind__exact=" in page


def test_status_and_health(client: Client, monkeypatch: Any) -> None:
    page = client.get("/status/").content.decode()
    assert "Stand van het archief" in page
    assert "2023-2024" in page
    assert client.get("/healthz").json() == {"database": "ok", "search": "ok"}
    from questions import search

    def missing() -> None:
        raise search.IndexMissing("weg")

    monkeypatch.setattr("questions.search.ensure", missing)
    assert client.get("/healthz").status_code == 503
