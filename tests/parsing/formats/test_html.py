from questions.parsing.formats.html import extract


def lines(html: str) -> list[str]:
    return list(extract(html.encode()).lines)


def test_blocks_lists_and_tables() -> None:
    html = (
        "<main><h2>Vraag 1\n </h2><p><em>Kent</em> u A?<br>En "
        "B?</p><ul><li>een</li><li>twee</li></ul><ol "
        "start='3'><li>drie</li></ol><table><tr><td>a</td><td>b</td></tr></table></main>"
    )
    assert lines(html) == ["Vraag 1", "Kent u A?", "En B?", "– een", "– twee", "3. drie", "| a | b |"]


def test_what_stands_around_the_page_is_left_out() -> None:
    html = (
        "<html><head><meta name='dcterms.identifier' "
        "content='ah-tk-20152016-1'></head><body><nav>Menu</nav><div "
        "id='main-column'><p>Tekst</p></div><footer>Voet</footer><script>x</script></body></html>"
    )
    page = extract(html.encode())
    assert page.lines == ("Tekst",)
    assert page.meta == (("dcterms.identifier", "", "ah-tk-20152016-1"),)


def test_footnotes_of_the_official_site() -> None:
    html = (
        '<p>Kent u A?<a class="nootnum supernote-click-n1" href="#ID-1">1</a> En B?</p><div '
        'id="noten"><div class="voet noot snp" id="supernote-note-ID-1">'
        '<h5 class="note-close">X Noot</h5><sup><span class="nootnum">1</span></sup><p><a '
        'href="https://n.example/x">https://n.example/x</a></p></div></div>'
    )
    page = extract(html.encode())
    assert page.lines == ("Kent u A?[^1] En B?",)
    assert page.footnotes[0].mark == "1"
    assert page.footnotes[0].text == "https://n.example/x"
    assert page.footnotes[0].urls == ("https://n.example/x",)


def test_bold_lines_are_known() -> None:
    page = extract(b"<p><strong>Vraag 1</strong></p><p>Ja <strong>zeker</strong>.</p>")
    assert page.bold == {0}


def test_a_table_that_only_lays_out_gives_paragraphs() -> None:
    assert lines("<table><tr><td></td><td><p>Een</p><p>Twee</p></td></tr></table>") == ["Een", "Twee"]


def test_what_is_struck_within_a_table_is_said_too() -> None:
    row = "<tr><th>a</th><td>5 <s>500</s></td></tr>"
    assert extract(f"<main><table>{row}{row}</table></main>".encode()).warnings == (
        "Doorgehaalde tekst is weggelaten: «500».",
        "Doorgehaalde tekst is weggelaten: «500».",
    )
