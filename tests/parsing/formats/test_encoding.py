import pytest

from questions.parsing import ParseError, parse
from questions.parsing.formats.encoding import decode

SAID = "Kost «café» € 5 – ‘ja’…"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    assert decode(SAID.encode(encoding)) == SAID


@pytest.mark.parametrize("declared", ["ISO-8859-1", "US-ASCII", "UTF-8", "windows-1252", "no-such-name"])
def test_windows_letters_whatever_is_declared(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><al>{SAID}</al>'
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "utf-16"])
def test_bytes_that_are_utf8_are_read_so(declared: str) -> None:
    text = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{SAID}</p>'
    assert decode(text.encode()) == text


def test_another_declared_encoding_is_believed() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-2"?><al>Łódź</al>'
    assert decode(text.encode("iso-8859-2")) == text


@pytest.mark.parametrize("data", [bytes(range(32)) * 4, b"\xff\xfe\x00", b"a\0b\0\0\0c" * 9])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(ParseError):
        decode(data)


DOCUMENTS = {
    "x.txt": "Vragen van het lid De Wit (PRO) aan de minister van Wegen en Water over {} "
    "(ingezonden 11 mei 2031)\n\nVraag 1\n{}\n",
    "x.md": "Vragen van het lid **De Wit** (PRO) aan de minister van Wegen en Water over {} "
    "(ingezonden 11 mei 2031)\n\nVraag 1\n\n{}\n",
    "x.html": "<html><head><meta charset='{{}}'></head><body><h1>Vragen van het lid De Wit (PRO) aan "
    "de minister van Wegen en Water over {} (ingezonden 11 mei 2031).</h1><h2>Vraag 1</h2><p>{}</p>"
    "</body></html>",
    "x.xml": "<?xml version='1.0' encoding='{{}}'?><kamervragen><kamervraagomschrijving>Vragen van het "
    "lid De Wit (PRO) aan de minister van Wegen en Water over {} (ingezonden 11 mei 2031)."
    "</kamervraagomschrijving><vraag><nr>Vraag 1</nr><al>{}</al></vraag></kamervragen>",
    "x.json": '{{{{"kind": "questions", "subject": "{}", '
    '"questions": [{{{{"number": "1", "text": "{}"}}}}]}}}}',
}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_reads_every_encoding(name: str, encoding: str) -> None:
    text = DOCUMENTS[name].format(SAID, SAID).format("ISO-8859-1")
    reading = parse(text.encode(encoding), name)
    assert (reading.subject, [question.text for question in reading.questions]) == (SAID, [SAID])


def test_a_reading_has_no_control_characters() -> None:
    text = DOCUMENTS["x.xml"].format("a", "‘a&#x80;b&#150;c").format("UTF-8")
    assert parse(text.encode(), "x.xml").questions[0].text == "‘a€b–c"
