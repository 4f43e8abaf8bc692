import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from questions.models import (
    Asker,
    Document,
    FormerSlug,
    Inquiry,
    InquiryKey,
    Member,
    Minister,
    Ministry,
    Office,
    Question,
    Source,
)
from questions.models.addresses import free_slug
from questions.vocabulary import lengths
from questions.vocabulary.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "field", "bound"),
    [
        (Inquiry, "case_number", lengths.MAX_CASE_NUMBER_CHARS),
        (Inquiry, "key", lengths.MAX_KEY_CHARS),
        (Document, "identifier", lengths.MAX_IDENTIFIER_CHARS),
        (Document, "handle", lengths.MAX_HANDLE_CHARS),
        (Question, "number", lengths.MAX_QUESTION_NUMBER_CHARS),
        (Asker, "name", lengths.MAX_PRINTED_NAME_CHARS),
        (Asker, "party_name", lengths.MAX_PARTY_CHARS),
    ],
)
def test_what_reading_lets_through_fits(model: type[Model], field: str, bound: int) -> None:
    assert model._meta.get_field(field).max_length == bound


def refused(action) -> bool:
    try:
        with transaction.atomic():
            action()
    except IntegrityError:
        return True
    return False


def test_what_must_be_true_is_held_by_the_database() -> None:
    inquiry = Inquiry.objects.get(key="2024Z99101")
    assert refused(lambda: Inquiry.objects.create(key="2024z99101"))
    assert refused(lambda: Inquiry.objects.create(key=""))
    assert refused(lambda: Inquiry.objects.create(key="x", case_number="2024Z99101"))
    assert refused(lambda: Inquiry.objects.create(key="x", answered_on=dt.date(2024, 1, 1)))
    assert refused(lambda: Inquiry.objects.create(key="x", chamber="xx"))
    assert refused(lambda: Question.objects.create(inquiry=inquiry, number="1", position=9))
    assert refused(
        lambda: Document.objects.create(
            inquiry=inquiry, kind=Kind.ANSWER, handle="x", identifier="AH-TK-20232024-3001"
        )
    )
    assert refused(lambda: Document.objects.create(inquiry=inquiry, kind="poem", handle="x"))
    assert refused(
        lambda: Document.objects.create(inquiry=inquiry, kind=Kind.ANSWER, handle="x", session_year="2023")
    )
    assert refused(lambda: InquiryKey.objects.create(inquiry=inquiry, kind="case", value="2024z99102"))
    assert refused(lambda: Source.objects.create(sha256="kort", size=1, status="failed"))
    assert refused(lambda: Source.objects.create(sha256="a" * 64, size=1, status="loaded", parsed=None))
    minister = Minister.objects.first()
    assert refused(lambda: Office.objects.create(minister=minister, role="koning"))
    assert refused(
        lambda: Office.objects.create(
            minister=minister, role="minister", since=dt.date(2024, 1, 2), until=dt.date(2024, 1, 1)
        )
    )


def test_a_slug_is_never_used_again() -> None:
    FormerSlug.objects.create(kind="minister", slug="jan-proef", target="elders")
    assert free_slug(Minister, "Jan Proef") == "jan-proef-2"
    assert free_slug(Minister, "…") == "onbekend"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, "open"),
        ({"is_postponed": True}, "postponed"),
        ({"is_answered": True, "is_postponed": True}, "answered"),
        ({"is_answered": True, "is_withdrawn": True}, "withdrawn"),
    ],
)
def test_status(facts: dict[str, bool], status: str) -> None:
    inquiry = Inquiry(key="x", **facts)
    assert inquiry.status == status
    assert inquiry.get_status_display()


def test_titles_dates_and_citations() -> None:
    assert Inquiry(subject="het bericht").title == "Het bericht"
    assert Inquiry(opening="Kent u?").title == "Kent u?"
    assert Inquiry(case_number="2024Z1").title == "Kamervragen 2024Z1"
    assert Inquiry().title
    assert Inquiry(submitted_on=dt.date(2024, 1, 1), answered_on=dt.date(2024, 1, 22)).answer_days == 21
    assert Inquiry(submitted_on=dt.date(2024, 1, 1)).answer_days is None
    document = Document.objects.get(identifier="ah-tk-20232024-3001")
    assert document.citation == "Aanhangsel Handelingen II 2023/24, nr. 3001"
    assert (
        Document.objects.get(identifier="ah-ek-20232024-30").citation
        == "Aanhangsel Handelingen I 2023/24, nr. 30"
    )
    assert Document(kind=Kind.ANSWER).citation == "antwoord zonder nummer"
    assert Document(kind=Kind.ANSWER).official_url is None


def test_ministries_are_addresses() -> None:
    assert (
        Ministry.objects.get(abbreviation="IenW").get_absolute_url()
        == "/ministeries/infrastructuur-en-waterstaat/"
    )


def test_a_member_who_is_named_twice_in_a_set_asked_one_set() -> None:
    asker = Asker.objects.filter(member__isnull=False).first()
    before = Member.objects.set_counts()
    Asker.objects.create(
        inquiry=asker.inquiry, position=99, name=asker.name, member=asker.member, party=asker.party
    )
    assert Member.objects.set_counts() == before
    assert before[asker.member_id] >= 1
