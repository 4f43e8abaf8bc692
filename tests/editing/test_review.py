"""What a person should look at in stored sets is found once, stays dismissed, and resolves itself when it
is mended.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from questions.editing.review import coverage, missing_ranges, ranges_said, review
from questions.ingesting import ingest, reparse
from questions.models import (
    Answer,
    Asker,
    Document,
    IngestProblem,
    Inquiry,
    Member,
    Membership,
    Minister,
    Ministry,
    Office,
    Party,
    Portfolio,
    Question,
    Source,
)
from questions.parsing import Asker as ParsedAsker
from questions.parsing import ParsedDocument, Signatory
from questions.parsing import Question as ParsedQuestion
from questions.parsing.formats.json_lines import to_dict
from tests.builders import ANSWERED, POSTPONED, change, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def found(kind: str) -> list[tuple[str, str]]:
    return list(IngestProblem.objects.filter(kind=kind).values_list("message", "status"))


def test_questions_without_answer_and_answers_without_question() -> None:
    take(dataclasses.replace(ANSWERED, questions=(*ANSWERED.questions, ParsedQuestion("3", "C?"))))
    review()
    assert found("unanswered") == [("Zonder antwoord: vraag 3.", "open")]
    Answer.objects.get().questions.clear()
    review([Inquiry.objects.get().pk])
    assert {message for message, status in found("unanswered") if status == "open"} == {
        "Zonder antwoord: vraag 1, 2, 3.",
        "Hoort bij geen vraag: antwoord 1, 2.",
    }


@pytest.mark.parametrize(
    ("received", "kind", "words"),
    [
        (dt.date(2024, 2, 1), "dates", "29 dagen voor"),
        (dt.date(2025, 3, 20), "slow", "384 dagen na"),
        (dt.date(2024, 3, 20), "dates", ""),
    ],
)
def test_days_that_cannot_be(received: dt.date, kind: str, words: str) -> None:
    take(dataclasses.replace(ANSWERED, received_on=received))
    review()
    assert [words in message for message, _ in found(kind)] == ([True] if words else [])


def test_dismissed_stays_so_and_mended_is_resolved() -> None:
    editor = User.objects.create_user("redacteur")
    take(dataclasses.replace(ANSWERED, received_on=dt.date(2024, 2, 1)))
    review()
    problem = IngestProblem.objects.get(kind="dates")
    problem.decide("dismissed", editor, "klopt echt")
    review()
    problem.refresh_from_db()
    assert problem.status == "dismissed"
    assert problem.decided_by == editor
    problem.decide("open", None)
    inquiry = Inquiry.objects.get()
    change(Document, editor, {"inquiry": inquiry}, received_on=dt.date(2024, 3, 20))
    review([inquiry.pk])
    problem.refresh_from_db()
    assert problem.status == "resolved"


def test_two_sets_that_say_the_same() -> None:
    take(ANSWERED)
    take(
        dataclasses.replace(ANSWERED, case_number="2024Z99777", identifier="ah-tk-20232024-3777", number=3777)
    )
    review()
    assert {m for m, _ in found("duplicate")} == {
        "Zelfde dag, indieners en onderwerp als 2024Z99777.", ("Zelfde dag, indieners en "
            "onderwerp als 2024Z99001."),
    }  # fmt: skip


def test_gaps_and_coverage() -> None:
    for number in (2, 3, 7):
        take(
            dataclasses.replace(
                ANSWERED,
                identifier=f"ah-tk-20232024-{number}",
                number=number,
                case_number=f"2024Z9000{number}",
                subject=str(number),
            )
        )
    review()
    assert found("gap") == [("Vergaderjaar 2023-2024: van nr. 1 t/m 7 ontbreken er 4: 1, 4–6.", "open")]
    series = coverage()[0]
    assert (series.present, series.last, series.missing_count, series.percentage) == (3, 7, 4, 42.8)


def test_ranges() -> None:
    assert list(missing_ranges([1, 2, 3])) == []
    assert list(missing_ranges([2, 3, 7])) == [(1, 1), (4, 6)]
    assert ranges_said([(n, n) for n in range(50)]).endswith("39 en nog 10 gaten")


def ingested(folder: Path, *documents: ParsedDocument) -> None:
    (folder / "documents.jsonl").write_text(
        "\n".join(json.dumps(to_dict(document)) for document in documents)
    )
    ingest([str(folder)])


def test_a_run_looks_at_what_it_brought(tmp_path: Path) -> None:
    ingested(tmp_path, dataclasses.replace(ANSWERED, received_on=dt.date(2024, 2, 1)), POSTPONED)
    assert IngestProblem.objects.filter(kind="dates", status="open").count() == 1
    assert Question.objects.count() == 2


def test_a_name_that_became_known_is_no_question_any_more(tmp_path: Path) -> None:
    signed = (Signatory("Verzonnen", "minister", "Vlaggen"),)
    ingested(
        tmp_path, dataclasses.replace(ANSWERED, answered_by=signed, askers=(ParsedAsker("Onbekend", "SP"),))
    )
    kinds = ("unknown_minister", "unknown_member", "unknown_ministry")
    assert [found(kind)[0][1] for kind in kinds] == ["open"] * 3
    minister = Minister.objects.create(name="Vera Verzonnen", surname="Verzonnen")
    defence = Ministry.objects.get(name="Defensie")
    Portfolio.objects.create(name="Vlaggen", ministry=defence)
    Office.objects.create(
        minister=minister, role="minister", portfolio="Vlaggen", ministry=defence, since=dt.date(2023, 1, 1)
    )
    tally = reparse(Source.objects.all(), finds_people=True)
    assert tally.updated == 1
    assert minister.signed.get().ministry == defence
    assert [found(kind)[0][1] for kind in kinds] == ["resolved", "open", "resolved"]
    member = Member.objects.create(name="Ada Onbekend", surname="Onbekend")
    Membership.objects.create(member=member, party=Party.objects.get(name="SP"))
    assert reparse(Source.objects.all(), finds_people=True).updated == 1
    assert Asker.objects.get().member == member
    assert Member.objects.filter(surname="Onbekend").count() == 2
    assert found("unknown_member")[0][1] == "resolved"
    assert reparse(Source.objects.all(), finds_people=True).unchanged == 1


def test_a_name_that_comes_back_is_asked_again_unless_an_editor_decided() -> None:
    editor = User.objects.create_user("redacteur")
    unknown = dataclasses.replace(ANSWERED, askers=(ParsedAsker("Onbekend", "SP"),))
    inquiry = Inquiry.objects.get(pk=take(unknown).inquiry_id)
    made = inquiry.askers.get().member
    other = Member.objects.exclude(pk=made.pk).first() or Member.objects.create(
        name="An Ander", surname="Ander"
    )
    for chosen, status in ((other, "resolved"), (made, "open")):
        inquiry.askers.update(member=chosen)
        review()
        assert found("unknown_member")[0][1] == status
    Party.objects.filter(name="SP").update(name="Socialistische Partij")
    review()
    assert found("unknown_member")[0][1] == "open"
    for status in ("resolved", "open"):
        IngestProblem.objects.get(kind="unknown_member").decide(status, editor)
        inquiry.askers.update(member=other if status == "open" else made)
        review()
        assert found("unknown_member")[0][1] == status
