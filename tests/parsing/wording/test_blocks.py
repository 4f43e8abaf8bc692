import pytest

from questions.parsing.wording import blocks


def read(text: str, bold: tuple[int, ...] = ()) -> blocks.Blocks:
    lines = text.strip().split("\n")
    return blocks.split(lines, [index in bold for index in range(len(lines))] if bold else ())


def shape(found: blocks.Blocks) -> tuple[list[str], list[str]]:
    return [q.number for q in found.questions], [",".join(a.numbers) for a in found.answers]


@pytest.mark.parametrize(
    ("text", "questions", "answers"),
    [
        ("Vraag 1\nA?\nAntwoord 1\nJa.\nVraag 2\nB?\nAntwoord 2\nNee.", ["1", "2"], ["1", "2"]),
        ("Vraag 1\nA?\nVraag 2\nB?\nAntwoord vragen 1 en 2\nJa.", ["1", "2"], ["1,2"]),
        ("Vraag 1\nA?\nVraag 2\nB?\nVraag 3\nC?\nAntwoord 2\nX\nAntwoord 1 en 3\nY", ["1", "2", "3"],
        ["2", "1,3"]),
        ("Vraag 4, 5, 7 en 8\nA?\nB?\nC?\nD?\nAntwoord 4, 5, 7 en 8\nX\nVraag 6\nE?\nAntwoord 6\nY",
         ["4", "5", "7", "8", "6"], ["4,5,7,8", "6"]),
        ("1. A?\nAntwoord:\nJa.\n2. B?\nAntwoord:\nNee.", ["1", "2"], ["1", "2"]),
        ("1. A?\nAntwoord vraag 1:\nEen opsomming:\n2. geen vraag\n2. B?\nAntwoord vraag 2:\nNee.", ["1",
        "2"], ["1", "2"]),
        ("Vraag 1\nA?\nAntwoord\nJa.\nVraag 2\nB?\nAntwoord\nNee.", ["1", "2"], ["1", "2"]),
        ("Vraag 1: A?\nAntwoord: Ja.", ["1"], ["1"]),
        ("Vraag 1a\nA?\nVraag 1b\nB?\nAntwoord 1a en 1b\nJa.", ["1a", "1b"], ["1a,1b"]),
    ],
)  # fmt: skip
def test_layouts(text: str, questions: list[str], answers: list[str]) -> None:
    assert shape(read(text)) == (questions, answers)


def test_an_explanation_is_no_part_of_the_last_answer() -> None:
    found = read(
        "Vraag 1\nA?\nAntwoord 1\nJa.\nToelichting:\nDeze vragen dienen ter aanvulling "
        "(vraagnummer 2024Z14250)."
    )
    assert found.answers[0].text == "Ja."
    assert found.explanation
    assert found.explanation.startswith("Deze vragen")


def test_a_notice() -> None:
    found = read("Vraag 1\nA?\nMededeling\nNiet binnen de termijn.")
    assert found.notice == "Niet binnen de termijn."
    assert not found.answers


def test_a_number_that_is_printed_twice() -> None:
    found = read("Vraag 7\nA?\nAntwoord 7\nX\nVraag 7\nB?\nAntwoord 7\nY")
    assert shape(found) == (["7", "7-2"], ["7", "7-2"])
    assert "Vraagnummer 7 komt meer dan eens voor." in found.warnings


def test_bold_tells_an_answer_without_a_heading() -> None:  # the letter on 2023Z16994
    text = "Vraag 1\nA?\nAntwoord op vraag 1\nJa.\nVraag 2\nB?\nEr wordt gewerkt aan C."
    found = read(text, bold=(0, 1, 2, 4, 5))
    assert shape(found) == (["1", "2"], ["1", "2"])
    assert found.answers[1].text == "Er wordt gewerkt aan C."


def test_what_does_not_fit_is_said() -> None:
    found = read("Vraag 1\nA?\nVraag 2\nB?\nAntwoord 1 en 3\nJa.")
    assert "Antwoord zonder vraag: 3." in found.warnings
    assert "Vraag zonder antwoord: 2." in found.warnings


@pytest.mark.parametrize(
    ("paragraphs", "count", "expected"),
    [
        (["A?", "B?"], 2, ["A?", "B?"]),
        (["Klopt A? Zo nee, waarom niet?\vKunt u B?"], 2, ["Klopt A? Zo nee, waarom niet?", "Kunt u B?"]),
        (["Klopt A?Kunt u B?"], 2, ["Klopt A?", "Kunt u B?"]),
        (["Klopt A? Kunt u B?"], 2, ["Klopt A?", "Kunt u B?"]),
        (["Klopt A? Zo ja, waarom? Kunt u B?"], 2, ["Klopt A? Zo ja, waarom?", "Kunt u B?"]),
        (["Klopt A?[^1] Kunt u B?"], 2, ["Klopt A?[^1]", "Kunt u B?"]),
        (["Vindt u A? Zo ja of nee, waarom?Bent u B?"], 2, ["Vindt u A? Zo ja of nee, waarom?", "Bent u B?"]),
        (["A? B? C? D?"], 3, None),
        (["Eén tekst."], 1, ["Eén tekst."]),
    ],
)
def test_joint_questions(paragraphs: list[str], count: int, expected: list[str] | None) -> None:
    assert blocks.split_joint(paragraphs, count) == expected


def test_a_joint_text_that_cannot_be_split_goes_to_each_number_with_a_warning() -> None:
    found = read("Vraag 1, 2 en 3\nA? B? C? D? E?\nAntwoord 1, 2 en 3\nJa.")
    assert [q.text for q in found.questions] == ["A? B? C? D? E?"] * 3
    assert any("niet te splitsen" in warning for warning in found.warnings)


def test_questions_by_position() -> None:  # 2024Z18890
    assert [q.number for q in blocks.by_position(["Kent u A? 1)", "", "Kunt u B?"])] == ["1", "2"]
    assert len(blocks.by_position(["Kunt u ingaan op", "– a", "– b?", "En C?"])) == 2


@pytest.mark.parametrize(
    "text", ["Deze vragen mogen als ingetrokken worden beschouwd en behoeven derhalve geen beantwoording."]
)
def test_withdrawal(text: str) -> None:
    assert blocks.WITHDRAWN.search(text)


def test_nothing_in_nothing_out() -> None:
    assert shape(blocks.split([])) == ([], [])


def test_the_answer_below_corrects_the_number_of_its_question() -> None:  # ah-tk-20242025-597
    found = blocks.split(
        [
            "Vraag 7",
            "Kent u A?",
            "Vraag 7",
            "Kent u B?",
            "Antwoord 8",
            "Ja.",
            "Vraag 9",
            "En C?",
            "Antwoord 9",
            "Nee.",
        ]
    )
    assert [q.number for q in found.questions] == ["7", "8", "9"]
    assert found.answers[0].numbers == ("8",)
    assert (
        found.warnings[0]
        == "Vraag 7 staat er twee keer; de tweede is gelezen als vraag 8, om het antwoord eronder."
    )


def test_an_answer_with_a_letter_belongs_to_the_question_above_it() -> None:  # ah-tk-20232024-1770
    found = blocks.split(
        ["Vraag 2", "En l?", "Antwoord 2l", "Ja.", "Vraag 2", "En m?", "Antwoord 2m", "Nee."]
    )
    assert [(q.number, a.numbers) for q, a in zip(found.questions, found.answers, strict=True)] == [
        ("2", ("2",)),
        ("2-2", ("2-2",)),
    ]
    assert "Gelezen als antwoord op de vraag die erboven staat: antwoord 2l, 2m." in found.warnings


def test_lettered_questions_keep_their_letters() -> None:
    found = blocks.split(
        ["Vraag 2a", "En l?", "Antwoord 2a", "Ja.", "Vraag 2b", "En m?", "Antwoord 2b", "Nee."]
    )
    assert [a.numbers for a in found.answers] == [("2a",), ("2b",)]
    assert not found.warnings


def test_a_numbered_question_without_a_question_mark_has_an_answer_below_it() -> None:
    lines = [
        "1. Kent u dit?",
        "Antwoord:",
        "Ja.",
        "2. Kunt u aangeven:",
        "a. hoeveel;",
        "Antwoord:",
        "1. tien;",
        "2. elf.",
        "3. Zo ja?",
        "Antwoord:",
        "Ja.",
    ]
    found = blocks.split(lines)
    assert [q.number for q in found.questions] == ["1", "2", "3"]
    assert len(found.answers) == 3
    counted = ["1. Kent u dit?", "Antwoord:", "Er zijn er:", "2. Gras;", "2. Wilt u dat?", "Antwoord:", "Ja."]
    assert [q.text for q in blocks.split(counted).questions] == ["Kent u dit?", "Wilt u dat?"]


def test_headings_in_other_words() -> None:
    assert [
        a.numbers for a in blocks.split(["Vraag 3", "Hoe?", "Nader antwoord vraag 3", "Zo."]).answers
    ] == [("3",)]
    assert blocks.split(["Vraag 1", "A?", "Vraag 2", "B?", "Antwoord op vraag 1 en vraag 2", "Ja."]).answers[
        0
    ].numbers == ("1", "2")
