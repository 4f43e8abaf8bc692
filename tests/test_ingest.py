"""Ingesting: what is known is skipped, a bad document never stops a run, a killed run ends the same."""

from __future__ import annotations

import json
import re
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from django.core.management import call_command
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions import search
from questions.ingesting import ingest, parse_stored, reparse
from questions.ingesting.documents import read_and_store, retried, sha256_of
from questions.language.syntax import parse
from questions.loading import Loader
from questions.models import IngestProblem, IngestRun, Inquiry, Source
from questions.parsing import ParseError
from questions.reading import Reader
from questions.search.index import locking
from questions.search.page.run import count
from questions.search.query.plan import Plan
from questions.sources import RawDocument, read_paths
from questions.vocabulary.kinds import Effect
from tests.archives import Archive, rows
from tests.conftest import DOCUMENTS


def timestamps() -> list[tuple]:
    return list(Inquiry.objects.order_by("pk").values_list("pk", "key", "created_at", "updated_at"))


@pytest.mark.django_db
def test_the_same_input_again_changes_no_row() -> None:
    before = timestamps()
    sources = list(Source.objects.order_by("pk").values_list("pk", "received_at"))
    tally = ingest([str(DOCUMENTS)])
    assert (tally.created, tally.updated, tally.failed) == (0, 0, 0)
    assert tally.unchanged == tally.total == len(sources)
    assert timestamps() == before
    assert list(Source.objects.order_by("pk").values_list("pk", "received_at")) == sources


@pytest.mark.slow
@pytest.mark.django_db
def test_reparsing_changes_no_row() -> None:
    before = timestamps()
    tally = reparse(Source.objects.order_by("pk"))
    assert tally.unchanged == tally.total > 20
    assert timestamps() == before


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_a_document_that_the_database_refuses_does_not_stop_the_run(tmp_path: Path) -> None:
    """A set that was given a case number by hand, under which it is not yet known."""
    Inquiry.objects.create(key="elders", case_number="2024Z99003")
    for name in ("2024Z99003.txt", "2024Z99004.txt"):
        shutil.copy(DOCUMENTS / "provisional" / name, tmp_path)
    tally = ingest([str(tmp_path)])
    assert (tally.created, tally.failed) == (1, 1)
    assert "botst met wat er al is (inquiry_case_number_unique)" in tally.failures[0].reason
    assert Source.objects.get(status="failed").name == "2024Z99003.txt"


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"askers": [{"name": "Van " * 200, "party": "Lijst " * 200}]}, ""),
        ({"answered_by": [{"role": "minister", "name": "x" * 500, "portfolio": "zaken " * 100}]}, ""),
        ({"see_also": ["ah-tk-" + "9" * 200], "identifier": "a" * 60}, ""),
        ({"footnotes": [{"mark": "9" * 40, "text": "een noot", "urls": ["https://" + "x" * 3000]}]}, ""),
        (
            {"questions": [{"number": "1" * 13, "text": "Een vraag?"}]},
            "«number» van een vraag mag hoogstens 12 tekens",
        ),
        ({"case_number": "2024Z" + "9" * 30}, "«case_number» mag hoogstens 20 tekens"),
        ({"identifier": "ah-" + "9" * 58}, "«identifier» mag hoogstens 60 tekens"),
    ],
)
def test_what_is_far_too_long_is_cut_or_refused(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    row = {
        "kind": "answer",
        "case_number": "2024Z99777",
        "questions": [{"number": "1", "text": "Een vraag?"}],
        **changes,
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    for expected in ("created", "unchanged"):
        tally = ingest([str(tmp_path)])
        assert getattr(tally, "failed" if reason else expected) == 1
        assert not reason or reason in tally.failures[0].reason


ODD = [
    "9" * 13,
    "9" * 40,
    "x" * 700,
    "Van der " * 60,
    "é" * 300,
    "İ" * 200,
    "2024Z" + "9" * 30,
    "ah-tk-20232024-" + "9" * 20,
    # fmt: skip
    "1, 2, 3 t/m 9999",
    "31 februari 2024",
    "1 januari 0001",
    "٣٤",
    "[^1]" * 40,
    "\u200b",
    "\x01",
]
AS_TEXT = [document for document in read_paths([str(DOCUMENTS)]) if document.data[:2] not in (b"PK", b"%P")]


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(AS_TEXT),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(ODD)), min_size=1, max_size=4),
)
def test_no_word_in_a_document_stops_the_run(document: RawDocument, changes: list[tuple[float, str]]) -> None:
    text = document.data.decode("utf-8", "replace")
    for place, odd in changes:
        words = list(re.finditer(r"\w+", text))
        word = words[round(place * (len(words) - 1))]
        text = text[: word.start()] + odd + text[word.end() :]
    changed = replace(document, data=text.encode())
    before = set(Inquiry.objects.values_list("pk", flat=True))
    result = read_and_store(changed, sha256_of(changed), Reader(), Loader())
    after = set(Inquiry.objects.values_list("pk", flat=True))
    assert bool(after - before) == (result.effect == Effect.CREATED)
    assert bool(result.reason) == (result.effect == Effect.FAILED)
    assert Source.objects.filter(sha256=sha256_of(changed)).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_a_bad_document_does_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "a-bad.xml").write_bytes(b"<vraag>")
    (tmp_path / "b-good.txt").write_bytes((DOCUMENTS / "provisional" / "2024Z99003.txt").read_bytes())
    tally = ingest([str(tmp_path)])
    assert (tally.created, tally.failed) == (1, 1)
    assert "goed gevormd" in tally.failures[0].reason
    problem = IngestProblem.objects.get(kind="unreadable")
    assert problem.source
    assert problem.source.name == "a-bad.xml"
    again = ingest([str(tmp_path)])
    assert (again.unchanged, again.failed) == (1, 1)
    assert again.failures[0].reason == problem.message
    run = IngestRun.objects.latest("pk")
    assert run.finished_at
    assert (run.unchanged, run.failed) == (1, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_a_bug_in_a_reader_costs_its_document_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.txt").write_text("AH 1")
    shutil.copy(DOCUMENTS / "jsonl" / "sets.jsonl", tmp_path / "y.jsonl")
    monkeypatch.setattr("questions.parsing.dispatch.genre", lambda *a: 1 / 0)
    tally = ingest([str(tmp_path)])
    assert tally.failed == 1
    assert tally.created > 0
    assert "ZeroDivisionError" in IngestProblem.objects.get(kind="unreadable").message


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("name", ["undefined", "punycode", "idna", "unicode_escape", "base64", "mbcs", "oem"])
@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="%s"?><vraagdoc><vraag>é</vraag></vraagdoc>',
        '<html><head><meta charset="%s"></head><body>Vraag 1 é</body></html>',
    ],
    ids=["xml", "html"],
)
def test_no_declared_encoding_stops_the_run(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "a.xml").write_bytes((text % name).encode("latin-1"))
    shutil.copy(DOCUMENTS / "provisional" / "2024Z99003.txt", tmp_path / "b.txt")
    tally = ingest([str(tmp_path)])
    assert (tally.total, tally.created >= 1) == (2, True)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_a_bug_in_storing_stops_it_and_names_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(DOCUMENTS / "provisional" / "2024Z99003.txt", tmp_path / "x.txt")
    monkeypatch.setattr("questions.loading.store.compose", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError) as caught:
        ingest([str(tmp_path)])
    assert "x.txt" in caught.value.__notes__[0]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_a_dry_run_writes_nothing() -> None:
    tally = ingest([str(DOCUMENTS)], dry_run=True)
    assert tally.created > 20
    assert not Source.objects.exists()
    assert not IngestRun.objects.exists()
    assert not Inquiry.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_metadata_that_arrives_later_is_a_new_source(tmp_path: Path) -> None:
    xml = DOCUMENTS / "official-xml" / "ah-tk-20232024-3001.xml"
    (tmp_path / xml.name).write_bytes(xml.read_bytes())
    ingest([str(tmp_path)])
    (tmp_path / "ah-tk-20232024-3001.metadata.xml").write_bytes(xml.with_suffix(".metadata.xml").read_bytes())
    ingest([str(tmp_path)])
    assert Source.objects.count() == 2
    assert Inquiry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_the_search_follows() -> None:
    ingest([str(DOCUMENTS / "jsonl")])
    assert count(Plan(query=parse("danslessen").query)) == 1
    assert not search.check()


@pytest.mark.django_db
def test_stored_bytes_that_are_gone_are_said() -> None:
    source = Source.objects.order_by("pk").first()
    assert source
    source.file = "sources/00/gone"
    with pytest.raises(ParseError, match="ontbreken"):
        parse_stored(source, Reader())


# --- real processes -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive") / "var")


@pytest.fixture(scope="module")
def input_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("input") / "sets.jsonl"
    file.write_text(rows(1200))
    return file


@pytest.fixture(scope="module")
def undisturbed(archive: Archive, input_file: Path) -> str:
    """What an ingest that nothing disturbs leaves behind."""
    archive.empty()
    archive.run("ingest", "--jobs", "1", str(input_file))
    return archive.digest()


@pytest.mark.slow
def test_a_killed_run_ends_as_if_it_had_not_been(
    archive: Archive, input_file: Path, undisturbed: str
) -> None:
    archive.empty()
    for stored in (100, 400, 900):
        process = archive.start("ingest", "--jobs", "2", str(input_file))
        archive.wait_for_files(stored, process)
        archive.kill(process)
    archive.run("ingest", "--jobs", "2", str(input_file))
    assert archive.digest() == undisturbed


@pytest.mark.slow
def test_two_runs_at_once_do_not_harm_each_other(
    archive: Archive, input_file: Path, undisturbed: str
) -> None:
    archive.empty()
    processes = [archive.start("ingest", "--jobs", "2", str(input_file)) for _ in range(2)]
    for process in processes:
        _, err = process.communicate(timeout=180)
        assert process.returncode == 0, err
    assert archive.digest() == undisturbed


@pytest.mark.slow
def test_a_run_that_gets_a_signal_ends_with_a_tally(archive: Archive, input_file: Path) -> None:
    archive.empty()
    process = archive.start("ingest", "--jobs", "2", str(input_file))
    archive.wait_for_files(100, process)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert re.search(r"[1-9]\d* nieuw", out)
    assert "zelfde opdracht opnieuw" in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_workers_end_with_the_command(archive: Archive, input_file: Path) -> None:
    archive.empty()
    process = archive.start("ingest", "--jobs", "2", str(input_file))
    archive.wait_for_files(100, process)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert len(workers) >= 2
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []


@pytest.mark.slow
def test_a_worker_that_is_killed_ends_the_run_with_a_sentence(archive: Archive, input_file: Path) -> None:
    archive.empty()
    process = archive.start("ingest", "--jobs", "2", str(input_file))
    archive.wait_for_files(100, process)
    workers = [p for p in psutil.Process(process.pid).children() if "spawn_main" in " ".join(p.cmdline())]
    workers[0].kill()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "--jobs 1" in err
    assert "Traceback" not in err


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_a_run_ends_well_while_another_process_makes_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locking, "COMMAND_PATIENCE_SECONDS", 0.1)
    shutil.copy(DOCUMENTS / "provisional" / "2024Z99003.txt", tmp_path)
    with locking.only_writer(), pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path))
    printed = capsys.readouterr()
    assert "1 nieuw" in printed.out
    assert "manage.py index" in printed.err
    assert IngestRun.objects.latest("pk").finished_at


FORM = """
import time
from questions import search
from questions.models import Inquiry, SearchChange
from questions.search.index import locking, storage, sync
inquiry = Inquiry.objects.order_by("pk")[7]
with locking.only_writer():
    inquiry.subject = "ansichtkaarten van hunebedden"
    inquiry.save()
    inquiry.touch()
    before = time.monotonic()
    search.follow()
    print("waited", time.monotonic() - before < sync.PAGE_PATIENCE_SECONDS + 2)
    while not locking.is_awaited():
        time.sleep(0.1)
for _ in range(300):
    time.sleep(0.1)
    if not SearchChange.objects.since(storage.state_of(storage.current()).position).exists():
        break
print("differs", bool(search.check()))
"""


@pytest.mark.slow
def test_a_form_that_is_saved_while_the_index_is_written_is_taken_in_afterwards(
    archive: Archive, input_file: Path
) -> None:
    archive.run("ingest", "--jobs", "1", str(input_file))
    printed = archive.run("shell", "-v0", "-c", FORM)
    assert "waited True" in printed
    assert "differs False" in printed


@pytest.mark.slow
def test_the_exit_status_and_the_lines(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 kapot")
    process = archive.start("ingest", str(tmp_path))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "1 mislukt" in out
    assert "bad.pdf" in err
    process = archive.start("ingest", "/no/such/place")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "bestaat niet" in err


@pytest.mark.parametrize(("sqlstate", "tries"), [("40P01", 3), ("23503", 3), ("23505", 1)])
def test_what_passes_is_tried_again(sqlstate: str, tries: int) -> None:
    """A deadlock, and a person whom an editor merged away meanwhile; a row that is there twice is a bug."""
    seen: list[int] = []

    def action() -> None:
        seen.append(1)
        cause = type("Cause", (Exception,), {"sqlstate": sqlstate})()
        raise IntegrityError("x") from cause

    with pytest.raises(IntegrityError):
        retried(action)
    assert len(seen) == tries
