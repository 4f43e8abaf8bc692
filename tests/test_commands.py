import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questions.ingesting import Result, Tally
from questions.management.progress import progress, report
from questions.models import Inquiry, Source
from questions.vocabulary.kinds import Effect
from tests.conftest import DOCUMENTS


def test_parse_prints_a_line_a_document_and_needs_no_database(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("parse", str(DOCUMENTS / "official-xml"))
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 11
    assert all(Path(row["file"]).suffix == ".xml" for row in rows)
    assert {"kind", "identifier", "questions", "answers", "warnings"} <= set(rows[0])


def test_parse_names_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.xml").write_text("<a/>")
    with pytest.raises(CommandError, match=r"1 document\(en\) niet te lezen"):
        call_command("parse", str(tmp_path))
    assert "x.xml" in capsys.readouterr().err
    with pytest.raises(CommandError, match="bestaat niet"):
        call_command("parse", "/no/such/place")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_samples_go_into_an_empty_archive_only() -> None:
    call_command("fill_samples", stdout=io.StringIO())
    sets = Inquiry.objects.count()
    assert sets >= 15
    out = io.StringIO()
    call_command("fill_samples", stdout=out)
    assert Inquiry.objects.count() == sets
    assert not out.getvalue()


@pytest.mark.django_db
def test_ingest_reports_its_tally() -> None:
    out = io.StringIO()
    call_command("ingest", str(DOCUMENTS), "--jobs", "1", stdout=out)
    assert f"{Source.objects.count()} ongewijzigd" in out.getvalue()
    call_command("ingest", str(DOCUMENTS), "--dry-run", stdout=out)
    assert "niets geschreven" in out.getvalue()


@pytest.mark.django_db
def test_reparse_can_be_narrowed() -> None:
    out = io.StringIO()
    call_command("reparse", "--format", "html", stdout=out)
    assert out.getvalue().startswith("1 document:")
    call_command("reparse", "--failed", stdout=out)


@pytest.mark.django_db
def test_load_facts_names_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{")
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("load_facts", str(tmp_path / "x.json"))


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, file = Terminal(), io.StringIO()
    with progress(10, terminal) as show:
        show(Result("x", Effect.CREATED))
    assert "doc" in terminal.getvalue()
    monkeypatch.setattr("questions.management.progress.LINE_SECONDS", -1)
    with progress(10, file) as show:
        show(Result("x", Effect.CREATED))
    assert "1 van 10 documenten" in file.getvalue()


def test_a_report_names_what_was_passed_over() -> None:
    tally, said = Tally(), io.StringIO()
    for number in range(22):
        tally.pass_over(f"a.zip!._{number}", "systeembestand")
    report(tally, lambda line: said.write(f"{line}\n"), said.write)
    assert "Overgeslagen (systeembestand): a.zip!._0, a.zip!._1," in said.getvalue()
    assert "en nog 2." in said.getvalue()


def test_a_report_has_a_line_for_each_failure() -> None:
    tally = Tally()
    tally.add(Result("a.xml", Effect.FAILED, "kapot"))
    tally.add(Result("b.xml", Effect.CREATED, warnings=("let op",)))
    tally.add(Result("c.pdf", Effect.UNCHANGED, "nog steeds kapot"))
    said: list[str] = []
    report(tally, said.append, said.append)
    assert said[0] == "Mislukt: a.xml: kapot"
    assert "1 nieuw" in said[1]
    assert "1 met waarschuwing" in said[1]
    assert said[2] == "Van de ongewijzigde nog steeds niet te lezen: 1."


@pytest.mark.django_db
def test_review_says_how_much_waits(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("review")
    assert "open problemen in de rij van de redactie" in capsys.readouterr().out
