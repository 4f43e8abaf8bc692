import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from questions.filters import filter_sets
from questions.models import Inquiry
from tests.conftest import fill


def keys(query: str) -> list[str]:
    request = RequestFactory().get(f"/zoeken/?{query}")
    return [inquiry.key for inquiry in filter_sets(request, Inquiry.objects.all()).ordered()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "some", "none"),
    [
        ("q=nachttrein", "2024Z99101", "2024Z99102"),
        ("q=nachttreinen", "2024Z99101", "2024Z99102"),
        ("status=ingetrokken", "2024Z99103", "2024Z99101"),
        ("status=uitgesteld", "2024Z99119", "2024Z99120"),
        ("status=open", "2024Z99120", "2024Z99101"),
        ("status=beantwoord", "2024Z99101", "2024Z99120"),
        ("ministerie=infrastructuur-en-waterstaat", "2024Z99101", "2024Z99102"),
        ("partij=d66", "2024Z99102", "2024Z99101"),
        ("vergaderjaar=2023-2024", "2024Z99101", "2024Z99120"),
        ("van=2024-11-01", "2024Z99120", "2024Z99101"),
        ("tot=2024-03-01", "2024Z99103", "2024Z99120"),
        ("van=2024-02-05&tot=2024-02-05", "2024Z99101", "2024Z99102"),
    ],
)
def test_each_filter(query: str, some: str, none: str) -> None:
    found = keys(query)
    assert some in found and none not in found


@pytest.mark.django_db
def test_orders() -> None:
    newest, oldest = keys("sorteer=nieuwste"), keys("sorteer=oudste")
    assert newest[0] == "2024Z99120" and oldest[0] == "ah-tk-19981999-3010"
    answered = keys("sorteer=beantwoord")
    assert "2024Z99120" not in answered and answered[0] == "2024Z99005"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["van=gisteren", "ministerie=bestaatniet", "status=x", "sorteer=x", "q=%00", "q=%22open", "q=()%26|!:*"]
)
def test_what_is_not_understood_is_no_error(query: str) -> None:
    keys(query)


@pytest.mark.django_db
def test_a_wrong_value_is_named_in_the_form() -> None:
    request = RequestFactory().get("/zoeken/?van=gisteren")
    assert filter_sets(request, Inquiry.objects.all()).form.errors["van"]


class AnyInput(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        fill()

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(
            st.sampled_from(["q", "van", "tot", "status", "sorteer", "partij", "vergaderjaar", "pagina"]), st.text(max_size=30)
        )
    )
    def test_never_an_error(self, parameters: dict[str, str]) -> None:
        query = QueryDict(mutable=True)
        query.update(parameters)
        response = self.client.get("/zoeken/", query)
        assert response.status_code in (200, 302)
