"""The words that tell what a minister is asked about."""

from __future__ import annotations

import pytest

from questions import search
from questions.language.syntax import parse
from questions.models import Inquiry, Minister
from questions.search.page.run import count
from questions.search.page.topics import topics_of
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import Kind

pytestmark = pytest.mark.django_db


def test_words_of_several_subjects_that_are_rare_elsewhere() -> None:
    minister = Minister.objects.create(name="Anna Spoor", surname="Spoor")
    for number, inquiry in enumerate(Inquiry.objects.filter(documents__kind="answer")[:2]):
        inquiry.documents.filter(kind=Kind.ANSWER).first().signatories.update(minister=minister)
        Inquiry.objects.filter(pk=inquiry.pk).update(
            subject=f"Nachttreinen, hunebedden en ansichtkaarten, zaak{number}"
        )
        inquiry.touch()
    search.sync()
    found = topics_of(minister)
    assert {(row.word, row.count, row.of) for row in found} == {
        (word, 2, 2) for word in ("nachttreinen", "hunebedden", "ansichtkaarten")
    }
    within = Plan(within=(("minister", minister.pk),), query=parse(found[0].query).query)
    assert count(within) == 2


def test_nobody_is_asked_about_nothing() -> None:
    assert topics_of(Minister.objects.create(name="Niemand", surname="Niemand")) == []
