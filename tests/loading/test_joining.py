"""Two sets become one: nothing is lost, whoever writes the rows."""

from __future__ import annotations

import pytest
from django.utils import timezone

from questions.editing.undo_log import UndoLog
from questions.loading.joining import DirectRows, carry_corrections, flag_outdated, join
from questions.models import Correction, IngestProblem, Inquiry, InquiryKey, Reference, SearchChange, Source
from questions.vocabulary.kinds import ActionKind, CorrectionStatus, KeyKind, ProblemKind, ProblemStatus
from tests.builders import ANSWERED, ASKED, account, bent, edit, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
OTHER = bent(ASKED, identifier="kv-tk-2024Z99002", case_number="2024Z99002", subject="wimpels")


@pytest.fixture
def kept() -> Inquiry:
    take(ANSWERED)
    return Inquiry.objects.get(case_number="2024Z99001")


@pytest.fixture
def gone(kept: Inquiry) -> Inquiry:
    take(OTHER)
    return Inquiry.objects.get(case_number="2024Z99002")


def keys_of(inquiry: Inquiry) -> set[tuple[str, str]]:
    return set(inquiry.keys.values_list("kind", "value"))


def test_documents_and_sources_go_along(kept: Inquiry, gone: Inquiry) -> None:
    join(kept, gone, DirectRows())
    identifiers = set(kept.documents.values_list("identifier", flat=True))
    assert identifiers == {"ah-tk-20232024-3001", "kv-tk-2024Z99002"}
    assert Source.objects.exclude(inquiry=kept).count() == 0
    assert not Inquiry.objects.filter(pk=gone.pk).exists()


def test_every_name_leads_to_the_one_that_stays(kept: Inquiry, gone: Inquiry) -> None:
    before = keys_of(kept) | keys_of(gone)
    join(kept, gone, DirectRows())
    assert keys_of(kept) == before | {(KeyKind.KEY, "2024z99002")}


def test_a_reference_to_the_one_that_goes_leads_to_the_other(kept: Inquiry, gone: Inquiry) -> None:
    take(bent(ASKED, identifier="kv-x", case_number="2024Z99003", subject="s", see_also=("2024Z99002",)))
    reference = Reference.objects.get(document__inquiry__case_number="2024Z99003")
    assert reference.target == gone
    join(kept, gone, DirectRows())
    reference.refresh_from_db()
    assert reference.target == kept


def test_the_search_hears_of_it(kept: Inquiry, gone: Inquiry) -> None:
    SearchChange.objects.all().delete()
    join(kept, gone, DirectRows())
    assert SearchChange.objects.filter(inquiry_id=gone.pk).exists()


def test_a_document_of_both_stays_once(kept: Inquiry, gone: Inquiry) -> None:
    kept_document = kept.documents.get()
    double = gone.documents.get()
    double.handle = kept_document.handle
    double.save()
    join(kept, gone, DirectRows())
    assert kept.documents.get() == kept_document
    assert kept_document.sources.count() == 2


def test_a_set_out_of_view_stays_so(kept: Inquiry, gone: Inquiry) -> None:
    day = timezone.now()
    gone.hidden_on, gone.hidden_reason = day, "op verzoek"
    gone.save()
    join(kept, gone, DirectRows())
    kept.refresh_from_db()
    assert (kept.hidden_on, kept.hidden_reason) == (day, "op verzoek")


def test_problems_go_along(kept: Inquiry, gone: Inquiry) -> None:
    problem = IngestProblem.objects.create(
        kind=ProblemKind.WARNING, cause="x", message="kijk", inquiry=gone, status=ProblemStatus.OPEN
    )
    join(kept, gone, DirectRows())
    problem.refresh_from_db()
    assert problem.inquiry == kept


def test_an_undo_log_and_direct_writing_do_the_same(kept: Inquiry, gone: Inquiry) -> None:
    log = UndoLog(ActionKind.JOIN, account("redacteur"), "één set")
    join(kept, gone, log)
    assert keys_of(kept) >= {(KeyKind.CASE, "2024z99002"), (KeyKind.KEY, "2024z99002")}
    assert not Inquiry.objects.filter(pk=gone.pk).exists()
    assert {type(step).__name__ for step in log.steps} == {"Move", "Delete", "Create"}


# --- corrections ----------------------------------------------------------------------------------


def test_corrections_go_along(kept: Inquiry, gone: Inquiry) -> None:
    (correction,) = edit(gone, account("redacteur"), {"submitted_on": "2024-03-02"})
    join(kept, gone, DirectRows())
    correction.refresh_from_db()
    assert (correction.inquiry, correction.status) == (kept, CorrectionStatus.ACTIVE)


def test_of_two_for_one_place_the_one_that_comes_waits(kept: Inquiry, gone: Inquiry) -> None:
    editor = account("redacteur")
    (staying,) = edit(kept, editor, {"subject": "vlaggetjes"})
    (coming,) = edit(gone, editor, {"subject": "wimpeltjes"})
    join(kept, gone, DirectRows())
    staying.refresh_from_db()
    coming.refresh_from_db()
    assert staying.status == CorrectionStatus.ACTIVE
    assert coming.status == CorrectionStatus.OUTDATED
    assert IngestProblem.objects.get(correction=coming).kind == ProblemKind.OUTDATED


def test_a_correction_moves_to_the_document_that_stays(kept: Inquiry, gone: Inquiry) -> None:
    editor = account("redacteur")
    home, other = kept.documents.get(), gone.documents.get()
    (correction,) = edit(gone, editor, {"published_on": "2024-04-01"}, document=other.handle)
    carry_corrections(Correction.objects.filter(inquiry=gone), kept, {other.pk: home.pk}, DirectRows())
    correction.refresh_from_db()
    assert (correction.inquiry, correction.document) == (kept, home)


def test_that_a_set_has_no_number_is_not_said_of_the_other(kept: Inquiry, gone: Inquiry) -> None:
    edit(gone, account("redacteur"), {"case_number": ""})
    join(kept, Inquiry.objects.get(pk=gone.pk), DirectRows())
    correction = Correction.objects.get(field="case_number")
    assert correction.status == CorrectionStatus.REPLACED


def test_an_outdated_correction_is_flagged_once_for_each_value(kept: Inquiry) -> None:
    (correction,) = edit(kept, account("redacteur"), {"subject": "vlaggetjes"})
    for value in ("banieren", "banieren", "vaandels"):
        flag_outdated(correction, value)
    assert IngestProblem.objects.filter(correction=correction).count() == 2
    correction.refresh_from_db()
    assert correction.latest_value == "vaandels"


@pytest.mark.parametrize(
    ("decided", "then"),
    [(ProblemStatus.RESOLVED, ProblemStatus.OPEN), (ProblemStatus.DISMISSED, ProblemStatus.DISMISSED)],
)
def test_what_was_settled_is_opened_again_and_what_was_dismissed_stays_so(
    kept: Inquiry, decided: ProblemStatus, then: ProblemStatus
) -> None:
    editor = account("redacteur")
    (correction,) = edit(kept, editor, {"subject": "vlaggetjes"})
    flag_outdated(correction, "banieren")
    problem = IngestProblem.objects.get(correction=correction)
    problem.decide(decided, editor)
    flag_outdated(correction, "banieren")
    problem.refresh_from_db()
    assert problem.status == then


def test_keys_that_both_have_do_not_clash(kept: Inquiry, gone: Inquiry) -> None:
    InquiryKey.objects.create(kind=KeyKind.ADDRESS, value="oud", inquiry=kept)
    join(kept, gone, DirectRows())
    assert kept.keys.filter(value="oud").count() == 1
