"""No rule takes longer than its text is long: texts that once took from seconds to hours, each from the rule
that was slow. Each is so large that a rule which takes more than linear time would not end in time.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from questions.language.analysis import Runs
from questions.parsing import ParseError, parse
from questions.parsing.wording.identifiers import mentions
from questions.parsing.wording.preamble import clean_subject
from questions.texts import Renderer

pytestmark = pytest.mark.slow
MAX_CPU_SECONDS = 4.0  # on a machine that does other things too; most take a tenth of a second
ABOUT = "Vragen van het lid X (SP) aan de Minister van Y over z (ingezonden 1 mei 2024).\n"
PRINTED = f"Tweede Kamer der Staten-Generaal\n{ABOUT}"
MARKDOWN = f"# x\n{PRINTED}Vraag 1\n"
ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
<text:p>{about}</text:p><text:p>Vraag 1</text:p>{body}
</office:text></office:body></office:document-content>"""


def page(body: str) -> bytes:
    return f"<html><body><p>{ABOUT}</p><h2>Vraag 1</h2>{body}</body></html>".encode()


def official(body: str) -> bytes:
    return f"<vraagdoc><vraag><nr>1</nr><al>a?</al>{body}</vraag></vraagdoc>".encode()


def odt(body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", ODT.format(about=ABOUT, body=body))
    return made.getvalue()


def marks(count: int) -> str:
    return "".join(f"{number}Kamer b\n" for number in range(1, count))


CASES: dict[str, Callable[[], tuple[str, str | bytes]]] = {
    "labels and letters": lambda: ("x.txt", f"{PRINTED}Vraag {'1 a ' * 4000}!\nx?"),
    "tables within cells": lambda: (
        "x.xml",
        official("<tabel><rij><cel>" * 40 + "x" + "</cel></rij></tabel>" * 40),
    ),
    "repeated rows of cells": lambda: (
        "x.odt",
        odt(
            '<table:table><table:table-row table:number-rows-repeated="60"><table:table-cell '
            'table:number-columns-repeated="60">'
            * 4
            + "<text:p>a</text:p>"
            + "</table:table-cell></table:table-row></table:table>" * 4
        ),
    ),
    "a text of many questions": lambda: (
        "x.txt",
        PRINTED + "Vraag 1 t/m 200, 201 t/m 400, 401 t/m 600, 601 t/m 799\n" + "Abc def. " * 50_000,
    ),
    "ranges of questions": lambda: ("x.txt", PRINTED + "Vraag 1 t/m 99\n" * 8000),
    "ministries": lambda: (
        "x.txt",
        ABOUT.replace("Minister van Y", "Minister van " + "Defensie, " * 20_000 + "x") + "Vraag 1\na?",
    ),
    "pictures": lambda: ("x.md", MARKDOWN + "<img " * 20_000),
    "one picture": lambda: ("x.md", MARKDOWN + "<img " + "a" * 200_000),
    "wide headings": lambda: (
        "x.html",
        page("<table><tr>" + "<th colspan=1000 rowspan=2>a</th>" * 200 + "</tr><tr></tr></table>"),
    ),
    "a heading over all": lambda: (
        "x.html",
        page("<table><tr><th colspan=960 rowspan=960>a</th><th>b</th></tr>" + "<tr></tr>" * 960 + "</table>"),
    ),
    "official spans": lambda: (
        "x.xml",
        official(
            "<tabel><rij>"
            + "<cel colspan='999' morerows='999'>a</cel>" * 20
            + "</rij>"
            + "<rij/>" * 2000
            + "</tabel>"
        ),
    ),
    "rows of one cell": lambda: (
        "x.html",
        page("<table><tr>" + "<th>a" * 4000 + "</tr>" + "<tr><td>a" * 4000 + "</table>"),
    ),
    "glued numbers": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "a1 " * 20_000),
    "bracketed numbers": lambda: ("x.txt", ABOUT + "Vraag 1\n" + "ab1) " * 10_000 + "\n1) AA\n"),
    "superscripts": lambda: ("x.md", MARKDOWN + "a[1 ] " * 20_000),
    "raised figures": lambda: ("x.html", page("<p>a" + "<sup>1</sup>" * 20_000)),
    "lines of a note": lambda: ("x.txt", PRINTED + "Vraag 1\na?\n1Kamer b\n" + "aaa bbb\n" * 20_000),
    "lines of a web note": lambda: ("x.txt", ABOUT + "Vraag 1\na?\nX Noot\n1\n" + "a b\n" * 40_000),
    "short paragraphs": lambda: ("x.xml", official("<al>aa</al>" * 40_000)),
    "addresses in a note": lambda: ("x.txt", PRINTED + "Vraag 1\na?\n1Zie " + "www." * 40_000),
    "pictures left out": lambda: ("x.md", MARKDOWN + "==> picture " + "<==" * 40_000 + "a"),
    "a notice": lambda: (
        "x.txt",
        "Mededeling van minister X (Y) (ontvangen 1 mei 2024)\nMededeling\n" + "heeft het lid " * 20_000,
    ),
    "signs among letters": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "×" * 80_000),
    "divisions": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "÷" * 80_000 + "-"),
    "commas": lambda: ("x.txt", ABOUT.replace(" (ingezonden 1 mei 2024).", ", " * 30_000) + "Vraag 1\na?"),
    "numbers with letters": lambda: ("x.txt", ABOUT + "1\nIs dit zo?\nAntwoord\n" + "2a\nFoo\n" * 5000),
    "lowered figures": lambda: ("x.txt", PRINTED + "Vraag 1\nCO\n" + "2-CO\n" * 20_000),
    "many notes": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "a999\n" * 20_000 + marks(1000)),
    "notes without marks": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "Abc def ghi.\n" * 8000 + marks(4000)),
    "links of a note": lambda: (
        "x.xml",
        official(f"<noot><al>{' '.join(f'https://a.nl/{n}' for n in range(16_000))}</al></noot>"),
    ),
    "roles": lambda: (
        "x.txt",
        ABOUT.replace("Minister van Y", "minister, " * 4000 + "minister van " + "A, van " * 4000),
    ),
    "page heads": lambda: (
        "x.txt",
        PRINTED + "Vraag 1\n" + "aaa bbb\nTweede Kamer, vergaderjaar 2023-2024, Aanhangsel 1\n" * 10_000,
    ),
    "blank lines": lambda: ("x.txt", ABOUT + "Vraag 1\n" + "aa\n\n" * 30_000),
    "spaces": lambda: ("x.odt", odt('<text:p>a<text:s text:c="1000"/></text:p>' * 8000)),
    "spaces in one": lambda: ("x.odt", odt("<text:p>a" + "<text:s/>" * 20_000 + "</text:p>")),
    "paragraphs": lambda: ("x.odt", odt("<text:p>a b.</text:p>\n" * 16_000)),
    "buttons": lambda: ("x.html", page("<p>" + "<button></button>abc " * 40_000)),
    "numbered lines": lambda: ("x.txt", ABOUT + "1. a?\n" * 40_000),
    "list items": lambda: ("x.txt", ABOUT + "Vraag 1\n" + "– a\n" * 100_000),
    "table rows": lambda: ("x.md", MARKDOWN + "| a | b |\n" * 40_000),
    "accents": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "b´ " * 100_000),
    "cut words": lambda: ("x.txt", PRINTED + "Vraag 1\n" + "ab-cd " * 100_000),
    "openings": lambda: ("x.txt", "Vragen van X\n" * 8000 + "Vraag 1\na?"),
    "questions and answers": lambda: ("x.txt", ABOUT + "Vraag 1\na?\nAntwoord 1\nb\n" * 4900),
    "remarks": lambda: ("x.xml", official("<toelichting><al>a</al></toelichting>" * 20_000)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_text_that_was_slow(name: str) -> None:
    file, text = CASES[name]()
    data = text if isinstance(text, bytes) else text.encode()
    begin = time.process_time()
    try:
        parse(data, file)
    except ParseError as error:
        assert str(error)
    assert time.process_time() - begin < MAX_CPU_SECONDS


@pytest.mark.parametrize(
    "work",
    [
        lambda: Renderer().html("Kamerstuk I" + " " * 50_000 + "2017-2018" + " " * 50_000 + "x"),
        lambda: Renderer().html("http://a.nl/" + ")" * 200_000),
        lambda: mentions("Aanhangsel Handelingen" + " " * 100_000 + "x"),
        lambda: clean_subject("z" + ", " * 100_000 + "x"),
    ],
    ids=["a paper", "brackets", "an Aanhangsel", "a subject"],
)
def test_a_text_that_was_slow_to_show(work: Callable[[], object]) -> None:
    begin = time.process_time()
    work()
    assert time.process_time() - begin < MAX_CPU_SECONDS


def test_words_with_one_beginning() -> None:
    runs = Runs()
    runs.learn({f"huis-{number}" for number in range(40_000)})
    begin = time.process_time()
    assert len(runs.having(["huis"])) == 40_000
    assert time.process_time() - begin < MAX_CPU_SECONDS
