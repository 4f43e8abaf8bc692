"""Keeps what the Chamber's services give, entity by entity: a repeat changes nothing, an older version
neither.

What changed is due, and so is what it belongs to: a case of which an actor or a paper changed, a seat of
which the party did. An entity may come before the one to which it belongs. It waits, and is dropped once a
whole list has shown that the other is none of ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from questions.harvesting.cursors import cursor_of
from questions.models import RemoteEntity
from questions.parsing.genres.case_record import ADDRESSED, ASKING, CASE_KIND, paper_kind
from questions.vocabulary.kinds import Category, RemoteSource

from .entities import Entity

RELATIONS = {*ASKING, ADDRESSED}
PUBLISHED = re.compile(r"(?:ah|kv)-", re.IGNORECASE)
# What is taken into the archive for itself; the others are, with what they belong to.
TAKEN_IN = {Category.CASE, Category.PERSON, Category.FACTION, Category.SEAT_HOLDER}
# What an entity must belong to.
PARENTS = {Category.CASE_ACTOR: Category.CASE, Category.PAPER_VERSION: Category.PAPER}


def keep(entities: Sequence[Entity]) -> int:
    """Stores a page in the caller's transaction; returns how many are new or changed."""
    changed = 0
    by_category: dict[Category, list[Entity]] = defaultdict(list)
    for entity in entities:
        by_category[entity.category].append(entity)
    for category, found in by_category.items():
        changed += _keep_category(category, found)
    return changed


def losses(entities: Iterable[Entity]) -> int:
    """How many of these the source has deleted that are kept here."""
    gone = [entity.guid for entity in entities if entity.is_deleted]
    return RemoteEntity.objects.filter(guid__in=gone, is_deleted=False).count() if gone else 0


def _keep_category(category: Category, entities: Sequence[Entity]) -> int:
    latest = {entity.guid: entity for entity in sorted(entities, key=lambda entity: entity.version)}
    rows = RemoteEntity.objects.filter(category=category, guid__in=list(latest))
    known = {row.guid: row for row in rows}
    new = [_new(e) for guid, e in latest.items() if guid not in known and not e.is_deleted and _is_ours(e)]
    RemoteEntity.objects.bulk_create(new)
    touched: set[UUID] = {link for row in new for link in row.links}
    changed: list[RemoteEntity] = []
    for guid, row in known.items():
        entity = latest[guid]
        if entity.version < row.version:
            continue
        before = set(row.links)
        if _renew(row, entity):
            changed.append(row)
            touched |= before | set(row.links)
        elif entity.version > row.version:
            RemoteEntity.objects.filter(pk=row.pk).update(version=entity.version)
    fields = ["version", "is_deleted", "values", "links", "is_due", "seen_at"]
    RemoteEntity.objects.bulk_update(changed, fields)
    own = {row.guid for row in (*new, *changed)}
    _make_due(category, own, touched)
    return len(new) + len(changed)


def _is_ours(entity: Entity) -> bool:
    values = entity.values
    if entity.category == Category.CASE:
        return values.get("soort") == CASE_KIND
    if entity.category == Category.CASE_ACTOR:
        return values.get("relatie") in RELATIONS and bool(entity.links.get("zaak"))
    if entity.category == Category.PAPER:
        return paper_kind(values.get("soort", ""), values.get("onderwerp", "")) is not None
    if entity.category == Category.PAPER_VERSION:
        return bool(PUBLISHED.match(values.get("externeidentifier", "")))
    return bool(values or entity.links)


def _new(entity: Entity) -> RemoteEntity:
    return RemoteEntity(
        category=entity.category,
        guid=entity.guid,
        version=entity.version,
        values=entity.as_values(),
        links=entity.all_links,
        is_due=entity.category in TAKEN_IN,
        seen_at=timezone.now(),
    )


def _renew(row: RemoteEntity, entity: Entity) -> bool:
    """Whether anything changed; what the source deleted keeps its values."""
    values = row.values if entity.is_deleted else entity.as_values()
    if (row.is_deleted, row.values) == (entity.is_deleted, values):
        return False
    row.is_deleted, row.values, row.version = entity.is_deleted, values, entity.version
    row.links = row.links if entity.is_deleted else entity.all_links
    row.is_due, row.seen_at = entity.category in TAKEN_IN, timezone.now()
    return True


def _make_due(category: Category, own: set[UUID], touched: set[UUID]) -> None:
    """What depends on these entities, `own`, and on those to which they refer."""
    if not own:
        return
    rows = RemoteEntity.objects.filter(is_due=False)
    if category in (Category.CASE_ACTOR, Category.PAPER):
        rows.filter(category=Category.CASE, guid__in=touched).update(is_due=True)
    if category in (Category.CASE_ACTOR, Category.SEAT_HOLDER):
        rows.filter(category=Category.PERSON, guid__in=touched, member=None).update(is_due=True)
    if category == Category.PAPER_VERSION:
        papers = RemoteEntity.objects.filter(category=Category.PAPER, guid__in=touched)
        cases = {guid for links in papers.values_list("links", flat=True) for guid in links}
        rows.filter(category=Category.CASE, guid__in=cases).update(is_due=True)
    if category == Category.SEAT:
        rows.filter(category=Category.SEAT_HOLDER, links__overlap=list(own)).update(is_due=True)
    if category == Category.FACTION:
        seats = RemoteEntity.objects.filter(category=Category.SEAT, links__overlap=list(own))
        guids = list(seats.values_list("guid", flat=True))
        rows.filter(category=Category.SEAT_HOLDER, links__overlap=guids).update(is_due=True)


def drop_waiting() -> None:
    """Drops what belongs to nothing of ours: all that it could belong to was read since."""
    for category, parent in PARENTS.items():
        read_at = cursor_of(RemoteSource.CHAMBER, parent).last_ok_at
        if read_at is not None:
            _without_parent(category, parent).filter(seen_at__lt=read_at).delete()


def _without_parent(category: Category, parent: Category) -> QuerySet[RemoteEntity]:
    rows = RemoteEntity.objects.filter(category=category)
    return rows.extra(  # "= ANY (array)" uses the index on the guid, and no lookup of Django says it
        where=[
            "NOT EXISTS (SELECT 1 FROM questions_remoteentity parent WHERE parent.category = %s "
            "AND parent.guid = ANY(questions_remoteentity.links))"
        ],
        params=[str(parent)],
    )
