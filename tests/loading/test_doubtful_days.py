import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from questions import search
from questions.editing.review import review
from questions.loading.compose import compose
from questions.loading.grouping import Reading
from questions.models import IngestProblem, Inquiry
from questions.parsing import Answer, Asker, ParsedDocument, Question
from questions.vocabulary.days import can_be, can_be_reply
from questions.vocabulary.kinds import Kind, ProblemKind
from tests.builders import bent, take

TODAY = dt.date(2026, 11, 29)
OPEN = ParsedDocument(
    kind=Kind.QUESTIONS,
    case_number="2024Z99155",
    subject="een vraag uit de toekomst",
    askers=(Asker("Terlaak", "PRO"),),
    submitted_on=dt.date(2084, 1, 10),
    questions=(Question("1", "Wanneer?"),),
)
ANSWERED = ParsedDocument(
    kind=Kind.ANSWER,
    case_number="2024Z99151",
    subject="een jaartal dat verkeerd is getypt",
    askers=(Asker("Terlaak", "PRO"),),
    submitted_on=dt.date(2024, 1, 10),
    received_on=dt.date(2042, 1, 30),
    questions=(Question("1", "Hoe laat?"),),
    answers=(Answer(("1",), "Laat."),),
)


@pytest.mark.parametrize(
    ("day", "possible"),
    [
        (dt.date(2026, 11, 29), True),
        (dt.date(2026, 11, 30), True),
        (dt.date(2026, 12, 1), False),
        (dt.date(1995, 1, 1), True),
        (dt.date(1924, 1, 1), False),
        (dt.date(2204, 1, 1), False),
    ],
)
def test_days_that_can_be(day: dt.date, possible: bool) -> None:
    assert can_be(day, TODAY) is possible


def test_a_reply_years_later_cannot_be() -> None:
    assert not can_be_reply(dt.date(2024, 1, 10), dt.date(2020, 1, 10))


def test_the_day_is_kept_as_printed_and_counts_nowhere() -> None:
    state = compose([Reading(1, 50, OPEN)], TODAY)
    assert (state.submitted_on, state.doubtful_submitted_on) == (None, dt.date(2084, 1, 10))


def test_the_set_is_answered_on_an_unknown_day() -> None:
    state = compose([Reading(1, 50, ANSWERED)], TODAY)
    assert (state.is_answered, state.answered_on) == (True, None)


def test_another_source_that_has_a_day_that_can_be_goes_before() -> None:
    better = bent(OPEN, submitted_on=dt.date(2024, 1, 10))
    state = compose([Reading(1, 50, OPEN), Reading(2, 20, better)], TODAY)
    assert (state.submitted_on, state.doubtful_submitted_on) == (dt.date(2024, 1, 10), None)


@pytest.mark.django_db
class TestStored:
    @pytest.fixture(autouse=True)
    def _stored(self) -> None:
        take(OPEN)
        take(ANSWERED)
        search.sync()

    def test_an_editor_is_told(self) -> None:
        review()
        said = IngestProblem.objects.filter(kind=ProblemKind.DOUBTFUL_DATE).values_list("message", flat=True)
        assert sorted(message.split(" kan")[0] for message in said) == [
            "2024Z99155: ingezonden op 10-01-2084",
            "document zonder nummer: ontvangen op 30-01-2042",
        ]

    @pytest.mark.parametrize("address", ["/", "/status/", "/datum/", "/antwoordtijden/"])
    def test_no_page_counts_with_it(self, client: Client, address: str) -> None:
        page = client.get(address).content.decode()
        assert "2084" not in page
        assert "2042" not in page

    def test_the_page_of_the_set_says_it(self, client: Client) -> None:
        page = client.get("/vragen/2024Z99155/").content.decode()
        assert "volgens de bron op 10 januari 2084; dat kan niet" in page

    def test_no_day_of_the_archive_lies_ahead(self) -> None:
        ahead = timezone.localdate() + dt.timedelta(days=1)
        assert not Inquiry.objects.filter(submitted_on__gt=ahead).exists()
