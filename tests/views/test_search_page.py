import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_words_stay_in_the_box(client: Client) -> None:
    page = client.get("/zoeken/", {"q": 'nachttrein "<b>'}).content.decode()
    assert 'value="nachttrein &quot;&lt;b&gt;"' in page
    assert "<b>" not in page
