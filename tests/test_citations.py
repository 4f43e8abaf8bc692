import json
import re

import pytest
from django.test import Client

from questions.citations import WRITERS, answer_to, bibtex, citations, full, ris
from questions.models import Inquiry, Source

pytestmark = pytest.mark.django_db


def cited(key: str):
    inquiry = Inquiry.objects.get(key=key)
    return citations(inquiry, list(inquiry.documents.all()), f"https://archief.example/vragen/{key}/")[0]


def test_in_law_and_in_parliament() -> None:
    found = cited("2024Z99101")
    assert found.legal == "Aanhangsel Handelingen II 2023/24, nr. 3001"
    assert found.parliamentary == "Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 3001"


def test_questions_without_an_answer_are_cited_by_case_number() -> None:
    assert cited("2024Z99120").legal == "Vraagnummer 2024Z99120"


def test_a_reprint_is_cited_for_what_it_replaces() -> None:
    assert "nr. 3002 (herdruk)" in cited("2024Z99102").legal


def test_files_for_reference_managers() -> None:
    found = cited("2024Z99101")
    assert bibtex(found).startswith("@misc{kamervragen2024Z99101,")
    assert "nr. 3001" in bibtex(found)
    assert ris(found).startswith("TY  - GOVDOC\r\n")
    assert ris(found).endswith("ER  - \r\n")
    assert "AU  - " in ris(found)
    item = json.loads(WRITERS["json"]([found]))[0]
    assert item["issued"]["date-parts"][0][0] == 2024
    assert item["author"]
    assert item["URL"].startswith("https://")


def test_bibtex_escapes_what_tex_would_read() -> None:
    inquiry = Inquiry(key="v-1", subject="100% & {meer} van_alles")
    inquiry.save()
    assert r"100\% \& \{meer\} van\_alles" in bibtex(citations(inquiry, [], "https://archief.example/")[0])


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_downloads(client: Client, form: str) -> None:
    response = client.get(f"/vragen/2024Z99101/citaat.{form}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert client.get("/vragen/2099Z00001/citaat.bib").status_code == 404


def test_the_stored_source(client: Client) -> None:
    source = Source.objects.filter(inquiry__key="2024Z99101").first()
    response = client.get(f"/bronnen/{source.sha256}/")
    assert len(b"".join(response.streaming_content)) == source.size
    assert response["Content-Type"] == "application/octet-stream"
    assert "attachment" in response["Content-Disposition"]
    assert client.get(f"/bronnen/{'0' * 64}/").status_code == 404


def test_machines_read_what_the_set_is(client: Client) -> None:
    page = client.get("/vragen/2024Z99101/").content.decode()
    said = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert said["@type"] == "Report"
    assert "2024Z99101" in said["identifier"]
    assert said["url"].endswith("/vragen/2024Z99101/")
    assert [part["name"] for part in said["hasPart"]][:2] == ["Vraag 1", "Vraag 2"]


def test_one_answer_is_cited_as_such(client: Client) -> None:
    page = client.get("/vragen/2024Z99101/vraag/3/").content.decode()
    assert "nr. 3001, antwoord op vraag 3" in page
    assert "/vragen/2024Z99101/#vraag-3" in page


def test_a_citation_for_a_note() -> None:
    found = cited("2024Z99101")
    said = full(found, "3", answer_to(["3"]))
    assert "‘" in said
    assert "beantwoord door minister" in said
    assert "antwoord op vraag 3" in said
    assert said.endswith("#vraag-3")
    assert "Kamervragen, ingezonden op" in full(cited("2024Z99120"))


def test_a_key_of_ours_is_no_reference() -> None:
    inquiry = Inquiry.objects.create(key="v-0123456789ab", subject="vlaggen")
    found = citations(inquiry, [], "https://archief.example/")[0]
    assert "v-0123456789ab" not in f"{found.legal} {bibtex(found)}"


def test_each_answer_is_cited_for_itself(client: Client) -> None:
    """Two ministers answered in a document each; a further answer came later."""
    page = client.get("/vragen/2024Z99104/").content.decode()
    assert "nr. 3004" in page.split("Verwijzen")[1]
    assert "nr. 3005" in page.split("Verwijzen")[1]
    single = client.get("/vragen/2024Z99104/vraag/2/").content.decode().split("Verwijzen")[1]
    assert "nr. 3004, antwoord op vraag 2" in single
    assert "nr. 3005, antwoord op vraag 2" in single
    assert "nader beantwoord door" in client.get("/vragen/2024Z99101/vraag/3/").content.decode()
    entries = client.get("/vragen/2024Z99104/citaat.bib").content.decode()
    assert entries.count("@misc{") == 2
    assert len(set(re.findall(r"@misc\{(\w+),", entries))) == 2


def test_a_joint_answer_is_one_to_all_its_questions() -> None:
    assert answer_to(["8", "9", "10"]) == "antwoord op de vragen 8, 9 en 10"


def test_a_notice_is_not_taken_for_the_questions() -> None:
    found = cited("2024Z99119")
    assert found.legal == "Vraagnummer 2024Z99119"
    assert found.genre == "Kamervragen"
    assert "Kamervragen, vraagnummer" not in full(found)
