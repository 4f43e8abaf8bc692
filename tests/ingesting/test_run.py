"""A run that does not come to its end is finished by the next one: stored, found, and looked at."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import OperationalError

from kamerarchief.stopping import Stop
from questions import search
from questions.editing.review import review, review_changes
from questions.ingesting import Result, Tally, ingest, run
from questions.models import IngestProblem, IngestRun, Inquiry, ReviewPosition, SearchChange, Source
from questions.vocabulary.kinds import ProblemKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
ALIKE = ("2024Z90001", "2024Z90002")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three answers, each with a question that it leaves open, and numbers between them that are missing."""
    for number in (1, 3, 5):
        row = {
            "kind": "answer", "identifier": f"ah-tk-20232024-{number}", "number": number,
            "session_year": "2023-2024", "case_number": f"2024Z9000{number}", "subject": f"brug {number}",
            "submitted_on": "2024-03-01", "received_on": "2024-03-20",
            "questions": [{"number": "1", "text": "A?"}, {"number": "2", "text": "B?"}],
            "answers": [{"numbers": ["1"], "text": "Ja."}],
        }  # fmt: skip
        (tmp_path / f"{number}.json").write_text(json.dumps(row))
    return tmp_path


def findings() -> set[tuple[str, str]]:
    kinds = (ProblemKind.UNANSWERED, ProblemKind.GAP)
    return set(IngestProblem.objects.filter(kind__in=kinds).values_list("kind", "message"))


WHOLE = {
    ("unanswered", "Zonder antwoord: vraag 2."),
    ("gap", "Vergaderjaar 2023-2024: van nr. 1 t/m 5 ontbreken er 2: 2, 4."),
}


def stop_after(count: int, stop: Stop) -> run.Progress:
    seen: list[Result] = []

    def progress(result: Result) -> None:
        seen.append(result)
        stop.is_asked = len(seen) >= count

    return progress


def stopped_run(folder: Path, count: int) -> Tally:
    stop = Stop()
    return ingest([str(folder)], stop=stop, progress=stop_after(count, stop))


def test_an_undisturbed_run_finds_all(folder: Path) -> None:
    ingest([str(folder)])
    assert findings() == WHOLE


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_run_that_was_asked_to_stop_is_finished_by_the_next(folder: Path, count: int) -> None:
    tally = stopped_run(folder, count)
    assert tally.created == count
    assert tally.stopped
    again = ingest([str(folder)])
    assert (again.created, again.unchanged) == (3 - count, count)
    assert findings() == WHOLE
    assert not search.check()


def test_a_stopped_run_is_not_finished_but_has_its_counts(folder: Path) -> None:
    stopped_run(folder, 2)
    found = IngestRun.objects.get()
    assert (found.created, found.finished_at) == (2, None)


def test_what_was_stored_before_a_kill_is_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "settle", lambda *_arguments: None)
    ingest([str(folder)])
    assert findings() == set()
    monkeypatch.undo()
    again = ingest([str(folder)])
    assert again.unchanged == 3
    assert findings() == WHOLE


def test_nothing_is_looked_at_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest([str(folder)])
    SearchChange.objects.update(transaction=1)  # as if this test were not one transaction
    monkeypatch.setattr("questions.editing.review.review", lambda *_arguments: 1 / 0)
    assert review_changes() == 0


@pytest.mark.parametrize("position", [None, 1 << 60], ids=["the last version", "another cluster"])
def test_all_is_looked_at_where_it_is_not_known_what_was(folder: Path, position: int | None) -> None:
    ingest([str(folder)])
    IngestProblem.objects.all().delete()
    SearchChange.objects.update(transaction=1)
    ReviewPosition.objects.all().delete()
    if position:
        ReviewPosition.objects.create(transaction=position)
    review_changes()
    assert findings() == WHOLE


def test_a_review_of_all_moves_the_position(folder: Path) -> None:
    ReviewPosition.objects.all().delete()
    review()
    assert ReviewPosition.objects.get().transaction > 0


def write_alike(folder: Path, case: str) -> None:
    """A set that differs from its likes in nothing but the case number."""
    row = {
        "kind": "questions", "subject": "brug", "submitted_on": "2024-03-01", "askers": [{"name": "Proef"}],
        "questions": [{"number": "1", "text": "A?"}], "case_number": case,
    }  # fmt: skip
    (folder / f"{case}.json").write_text(json.dumps(row))


def test_both_of_two_that_are_alike_are_named_whichever_came_first(tmp_path: Path) -> None:
    for case in ALIKE:
        write_alike(tmp_path, case)
        ingest([str(tmp_path)])
        SearchChange.objects.update(transaction=1)
    doubles = IngestProblem.objects.filter(kind=ProblemKind.DUPLICATE)
    assert set(doubles.values_list("inquiry__key", flat=True)) == {"2024Z90001", "2024Z90002"}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "schijf is vol"),
        (OperationalError("server closed the connection"), "weggevallen"),
    ],
)
def test_what_stops_a_run_is_a_sentence_and_a_tally(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    said: str,
) -> None:
    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("questions.loading.store.keep_bytes", fail)
    with pytest.raises(SystemExit):
        call_command("ingest", str(folder))
    printed = capsys.readouterr()
    assert "0 nieuw" in printed.out
    assert said in printed.err
    assert "zelfde opdracht opnieuw" in printed.err
    monkeypatch.undo()
    ingest([str(folder)])
    assert findings() == WHOLE


def test_a_disk_that_is_full_for_the_index_stops_with_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    monkeypatch.setattr(search, "sync", full)
    tally = ingest([str(folder)])
    assert (tally.created, tally.stopped) == (3, "De schijf is vol.")


def test_a_bug_does_not_keep_what_is_stored_from_being_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every later run would stop at the same document."""

    def progress(result: Result) -> None:
        if result.origin.endswith("3.json"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ingest([str(folder)], progress=progress)
    assert not search.check()
    assert ("unanswered", "Zonder antwoord: vraag 2.") in findings()


def test_bytes_that_went_missing_are_put_back(folder: Path) -> None:
    ingest([str(folder)])
    source = Source.objects.order_by("pk")[0]
    place = Path(default_storage.path(source.file))
    data = place.read_bytes()
    for damage in (place.unlink, lambda: place.write_bytes(b"")):
        damage()
        tally = ingest([str(folder)])
        assert tally.unchanged == 3
        assert place.read_bytes() == data


def test_a_dry_run_puts_nothing_back(folder: Path) -> None:
    ingest([str(folder)])
    place = Path(default_storage.path(Source.objects.order_by("pk")[0].file))
    place.unlink()
    ingest([str(folder)], dry_run=True)
    assert not place.exists()


def test_samples_that_were_half_filled_are_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.ingesting.run.settle", lambda *_arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("fill_samples")
    Inquiry.objects.all().delete()
    Source.objects.exclude(pk=Source.objects.order_by("pk")[0].pk).delete()
    monkeypatch.undo()
    call_command("fill_samples")
    assert Inquiry.objects.count() > 10
    assert IngestRun.objects.exclude(finished_at=None).exists()


def test_a_run_over_what_is_here_stops_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest([str(folder)])
    monkeypatch.setattr("questions.ingesting.pool.LOOKUP_DOCUMENTS", 1)
    stop = Stop()
    tally = ingest([str(folder)], stop=stop, progress=stop_after(1, stop))
    assert (tally.unchanged, bool(tally.stopped)) == (1, True)


def test_a_dry_run_that_meets_a_bug_writes_nothing(folder: Path) -> None:
    def progress(_result: Result) -> None:
        raise ZeroDivisionError

    before = ReviewPosition.objects.values_list("transaction", flat=True).first()
    with pytest.raises(ZeroDivisionError):
        ingest([str(folder)], dry_run=True, progress=progress)
    assert ReviewPosition.objects.values_list("transaction", flat=True).first() == before


def test_a_double_that_is_gone_is_settled(tmp_path: Path) -> None:
    for case in ALIKE:
        write_alike(tmp_path, case)
    ingest([str(tmp_path)])
    SearchChange.objects.update(transaction=1)
    gone = Inquiry.objects.get(key="2024Z90002")
    gone.keys.filter(kind="content").delete()
    gone.touch()
    review_changes()
    assert not IngestProblem.objects.filter(kind=ProblemKind.DUPLICATE, status="open").exists()
