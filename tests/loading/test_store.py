"""Sets in the database: documents find each other, ids and addresses last, what did not change is not
touched.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from questions.loading import Loader, SourceFile
from questions.loading.kept_bytes import keep_bytes
from questions.models import Answer, Document, IngestProblem, Inquiry, InquiryKey, Question, Reference, Source
from questions.parsing import Answer as ParsedAnswer
from questions.parsing import Signatory
from questions.vocabulary.kinds import Kind
from tests.builders import ANSWERED, ASKED, FURTHER, POSTPONED, PROVISIONAL, REPRINT, snapshot, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def test_a_new_set() -> None:
    outcome = take(ANSWERED)
    inquiry = Inquiry.objects.get(pk=outcome.inquiry_id)
    assert outcome.effect == "created"
    assert inquiry.key == "2024Z99001"
    assert inquiry.is_answered
    assert inquiry.question_count == 2
    answer = Answer.objects.get(document__inquiry=inquiry)
    assert [q.number for q in answer.questions.all()] == ["1", "2"]
    assert answer.label == "1, 2"
    assert inquiry.askers.get().party.name == "SP"
    assert inquiry.addressees.get().ministry.name == "Defensie"
    source = Source.objects.get()
    assert source.inquiry == inquiry
    assert source.document.identifier == ANSWERED.identifier
    assert source.parsed["subject"] == "vlaggen"


def test_the_same_source_again_is_left_alone() -> None:
    take(ANSWERED)
    before = Inquiry.objects.get().updated_at
    assert take(ANSWERED).effect == "unchanged"
    assert Inquiry.objects.get().updated_at == before
    assert Source.objects.count() == 1


def test_a_source_that_says_nothing_new_changes_no_row() -> None:
    take(ANSWERED)
    before = Inquiry.objects.get().updated_at
    assert take(dataclasses.replace(ANSWERED, warnings=()), rank=20).effect == "unchanged"
    assert Inquiry.objects.get().updated_at == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_documents_of_one_set_find_each_other_in_any_order(seed: int) -> None:
    import random

    documents = [
        (ASKED, 50),
        (ANSWERED, 50),
        (POSTPONED, 50),
        (FURTHER, 50),
        (PROVISIONAL, 20),
        (REPRINT, 50),
    ]
    for document, rank in documents:
        take(document, rank)
    expected = snapshot()
    Source.objects.all().delete()
    Inquiry.objects.all().delete()
    random.Random(seed).shuffle(documents)
    for document, rank in documents:
        take(document, rank)
    assert snapshot() == expected
    assert Inquiry.objects.count() == 1


def test_without_a_case_number_they_meet_by_who_asked_what_when() -> None:
    take(dataclasses.replace(POSTPONED, case_number=None))
    take(dataclasses.replace(ANSWERED, case_number=None))
    inquiry = Inquiry.objects.get()
    assert inquiry.documents.count() == 2


def test_a_document_that_bridges_two_sets_joins_them() -> None:
    first = take(dataclasses.replace(ANSWERED, case_number=None)).inquiry_id
    take(PROVISIONAL, 20)
    assert Inquiry.objects.count() == 2
    take(ASKED)
    inquiry = Inquiry.objects.get()
    assert inquiry.pk == first
    assert inquiry.key == "2024Z99001"
    assert InquiryKey.objects.filter(kind="key", value="ah-tk-20232024-3001", inquiry=inquiry).exists()


def test_sets_with_different_case_numbers_are_never_joined() -> None:
    take(ANSWERED)
    take(
        dataclasses.replace(ANSWERED, case_number="2024Z99777", identifier="ah-tk-20232024-3777", number=3777)
    )
    assert Inquiry.objects.count() == 2
    doubtful = dataclasses.replace(ANSWERED, case_number=None, identifier="ah-tk-20232024-3999", number=3999)
    assert take(doubtful).effect == "created"
    assert Inquiry.objects.count() == 3
    assert IngestProblem.objects.filter(kind="ambiguous").count() == 1


def test_rows_keep_their_ids() -> None:
    take(ASKED)
    questions = dict(Question.objects.values_list("number", "pk"))
    inquiry = Inquiry.objects.get().pk
    take(PROVISIONAL, 20)
    document = Document.objects.get(kind=Kind.ANSWER).pk
    take(ANSWERED)
    assert dict(Question.objects.values_list("number", "pk")) == questions
    assert Inquiry.objects.get().pk == inquiry
    assert Document.objects.get(kind=Kind.ANSWER).pk == document
    assert Document.objects.get(pk=document).identifier == "ah-tk-20232024-3001"


def test_the_answers_of_two_ministers_stay_apart() -> None:
    other = dataclasses.replace(
        ANSWERED, identifier="ah-tk-20232024-3005", number=3005, answered_by=(Signatory("Noordhof",
        "minister", "Financiën"),),
        answers=(ParsedAnswer(("1",), "Van mij."), ParsedAnswer(("2",), "Ook.")),
    )  # fmt: skip
    take(ANSWERED)
    take(other)
    question = Inquiry.objects.get().questions.get(number="1")
    assert {a.document.number for a in question.answers.all()} == {3001, 3005}


def test_a_reference_that_came_first_is_resolved_when_its_target_comes() -> None:
    take(dataclasses.replace(ANSWERED, see_also=("ah-tk-20232024-77",)))
    assert Reference.objects.get().target is None
    target = dataclasses.replace(
        ANSWERED, identifier="ah-tk-20232024-77", number=77, case_number="2024Z99077", subject="iets anders"
    )
    wanted = take(target).inquiry_id
    assert Reference.objects.get(identifier="ah-tk-20232024-77").target_id == wanted


def test_an_unknown_name_is_a_problem_that_leads_to_its_set() -> None:
    take(dataclasses.replace(ANSWERED, answered_by=(Signatory("Zwartenberg", "minister", "Ruimtevaart"),)))
    problems = {problem.kind: problem for problem in IngestProblem.objects.all()}
    assert {"unknown_minister", "unknown_ministry"} <= set(problems)
    assert all(problem.inquiry and problem.source for problem in problems.values())


def test_warnings_become_problems_once() -> None:
    warned = dataclasses.replace(ANSWERED, warnings=("Vraag 2 heeft geen tekst.",))
    take(warned)
    take(warned)
    problem = IngestProblem.objects.get(kind="warning")
    assert problem.inquiry == Inquiry.objects.get()
    assert problem.source


def test_a_failure_keeps_the_bytes_and_the_reason() -> None:
    from django.core.files.storage import default_storage

    file = SourceFile("a" * 64, "x.pdf", "test", "pdf", 0, b"kapot")
    Loader().record_failure(file, "Het bestand is beschadigd.")
    Loader().record_failure(file, "Het bestand is beschadigd.")
    source = Source.objects.get()
    assert source.status == "failed"
    assert default_storage.open(source.file).read() == b"kapot"
    assert IngestProblem.objects.get(kind="unreadable").message == "Het bestand is beschadigd."


def test_a_new_reading_of_a_source_changes_its_set_and_resolves_what_it_mended() -> None:
    loader = Loader()
    take(dataclasses.replace(ANSWERED, warnings=("Iets.",)), loader=loader)
    source = Source.objects.get()
    outcome = loader.recompose(source, dataclasses.replace(ANSWERED, subject="wimpels"))
    assert outcome.effect == "updated"
    assert Inquiry.objects.get().subject == "wimpels"
    assert IngestProblem.objects.get(kind="warning").status == "resolved"
    assert (
        loader.recompose(Source.objects.get(), dataclasses.replace(ANSWERED, subject="wimpels")).effect
        == "unchanged"
    )


def test_a_source_that_could_not_be_read_before_gets_its_set() -> None:
    loader = Loader()
    loader.record_failure(SourceFile("b" * 64, "x.pdf", "test", "pdf", 0, b"x"), "Niet te lezen.")
    outcome = loader.recompose(Source.objects.get(), ANSWERED)
    assert outcome.effect == "updated"
    assert Inquiry.objects.get().key == "2024Z99001"
    assert IngestProblem.objects.get(kind="unreadable").status == "resolved"


def test_a_failing_write_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    from questions.loading import store as module

    monkeypatch.setattr(module, "_warn", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(ANSWERED)
    assert not Inquiry.objects.exists()
    assert not Source.objects.exists()


def test_bytes_that_a_killed_run_left_half_written_are_written_anew() -> None:
    file = SourceFile("ab" * 32, "x.txt", "x.txt", "text", 20, b"Vraag 1\nKent u dit?")
    name, _ = keep_bytes(file.sha256, file.data, None)
    Path(default_storage.path(name)).write_bytes(b"Vraag")
    keep_bytes(file.sha256, file.data, None)
    with default_storage.open(name) as opened:
        assert opened.read() == file.data


def test_the_later_source_has_the_higher_number_whichever_process_stores_it() -> None:
    first, second = Loader(), Loader()
    take(ASKED, loader=first)
    take(dataclasses.replace(ASKED, subject="eerst"), loader=second)
    take(dataclasses.replace(ASKED, subject="daarna"), loader=first)
    assert Inquiry.objects.get().subject == "daarna"
