"""Writes the sets anew that members asked, when the Chamber says otherwise who they are or for whom they
sat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from kamerarchief.stopping import Stop
from questions.models import Asker, Inquiry, RemoteEntity
from questions.parsing.genres.case_record import ASKING
from questions.vocabulary.kinds import Category

from ..store import rewrite_set
from .directory import Directory


def rewrite_sets_of(members: set[int], stop: Stop, check: Callable[[], None]) -> None:
    """The sets that these members asked, where the person or the party is another now."""
    if not members:
        return
    directory = Directory()
    ids = _with_another_party(members, directory) | _with_another_person(members)
    for pk in sorted(ids):
        stop.check()
        check()
        with transaction.atomic():
            inquiry = Inquiry.objects.select_for_update().filter(pk=pk).first()
            if inquiry:  # an editor may have joined it to another
                rewrite_set(inquiry, directory)


def _with_another_party(members: set[int], directory: Directory) -> set[int]:
    rows = Asker.objects.filter(member__in=members).exclude(inquiry__submitted_on=None)
    asked = rows.values_list("inquiry_id", "member_id", "party_id", "inquiry__submitted_on")
    return {
        inquiry
        for inquiry, member, party, day in asked
        if (sat := directory.party_on(member, day)) is not None and sat != party
    }


def _with_another_person(members: set[int]) -> set[int]:
    """Sets whose case names one of these members among those who asked, and which have somebody else for
    him.
    """
    people = RemoteEntity.objects.filter(category=Category.PERSON, member__in=members)
    known: dict[UUID, int] = {guid: pk for guid, pk in people.values_list("guid", "member_id") if pk}
    actors = RemoteEntity.objects.filter(
        category=Category.CASE_ACTOR, links__overlap=list(known), values__relatie__in=ASKING, is_deleted=False
    )
    asking: dict[UUID, set[int]] = defaultdict(set)
    for links in actors.values_list("links", flat=True):
        for guid in links:
            asking[guid] |= {known[other] for other in links if other in known}
    cases = RemoteEntity.objects.filter(category=Category.CASE, guid__in=list(asking))
    wanted = {
        str(values["nummer"]): asking[guid]
        for guid, values in cases.values_list("guid", "values")
        if values.get("nummer")
    }
    sets = Inquiry.objects.filter(case_number__in=list(wanted)).prefetch_related("askers")
    return {
        row.pk
        for row in sets
        if not wanted[str(row.case_number)] <= {asker.member_id for asker in row.askers.all()}
    }
