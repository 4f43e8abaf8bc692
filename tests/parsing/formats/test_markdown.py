from questions.parsing.formats.markdown import extract


def test_signs_are_taken_off() -> None:
    text = (
        "### 403\n\n**Vragen gesteld**\n_Jeugd (ingezonden 3 oktober 2023)._\nNOC*NSF en "
        "snake_case_naam\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert extract(text.encode()).lines[:8] == (
        "403",
        "",
        "Vragen gesteld",
        "Jeugd (ingezonden 3 oktober 2023).",
        "NOC*NSF en snake_case_naam",
        "| a | b |",
        "| --- | --- |",
        "| 1 | 2 |",
    )


def test_superscripts_become_references() -> None:
    assert extract(b"bericht?[1, 2 ] en 11[e ] pakket[3]").lines == ("bericht?[^1][^2] en 11e pakket[^3]",)


def test_links_keep_their_address() -> None:
    assert extract(b"[hier](https://x.example/a)").lines == ("hier (https://x.example/a)",)
