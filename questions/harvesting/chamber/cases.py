"""Takes cases and their papers into the archive: what the Chamber says of each becomes a source of its own,
which goes the way that every file goes. The files of papers are put into the queue.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from lxml import etree

from kamerarchief.stopping import Stop
from questions.ingesting import Result
from questions.ingesting.documents import read_and_store, sha256_of
from questions.loading import Loader
from questions.models import RemoteDocument, RemoteEntity
from questions.parsing.genres.case_record import ROOT
from questions.reading import Reader
from questions.sources import RawDocument
from questions.vocabulary import lengths
from questions.vocabulary.kinds import Category, RemoteSource, RemoteState

from .entities import SHAPES

FORMAT_OF_TYPE = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
# A paper this old was published officially, as a rule, and better; it waits for that.
RECENT = dt.timedelta(days=30)
WAIT_FOR_PUBLICATION = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Case:
    """A case with what belongs to it, as kept."""

    row: RemoteEntity
    actors: Sequence[RemoteEntity]
    papers: Sequence[RemoteEntity]
    versions: Mapping[UUID, RemoteEntity]  # the latest of each paper

    @property
    def number(self) -> str:
        return str(self.row.values.get("nummer") or "")


def take_due(origin: str, reader: Reader, loader: Loader, stop: Stop) -> Iterator[Result]:
    """What became of each source of the cases that are due, newest first; `origin` is the address of the
    service.
    """
    due = RemoteEntity.objects.filter(category=Category.CASE, is_due=True)
    for pk in list(due.order_by("-values__gestartOp", "-pk").values_list("pk", flat=True)):
        if stop.is_asked:
            return
        yield from _take(_case(RemoteEntity.objects.get(pk=pk)), origin, reader, loader)


def _case(row: RemoteEntity) -> Case:
    actors, papers = _belonging(Category.CASE_ACTOR, [row.guid]), _belonging(Category.PAPER, [row.guid])
    return Case(row, actors, papers, _latest(papers))


def _latest(papers: Iterable[RemoteEntity]) -> dict[UUID, RemoteEntity]:
    """The last version of each paper that names its publication."""
    versions = _belonging(Category.PAPER_VERSION, [paper.guid for paper in papers])
    in_order = sorted(versions, key=lambda version: version.version)
    return {version.links[0]: version for version in in_order if version.links and not version.is_deleted}


def _belonging(category: Category, guids: Iterable[UUID]) -> list[RemoteEntity]:
    rows = RemoteEntity.objects.filter(category=category, links__overlap=list(guids))
    return list(rows.order_by("guid"))


def _take(case: Case, origin: str, reader: Reader, loader: Loader) -> Iterator[Result]:
    """A source for each thing that is said otherwise than before. What was deleted stays as it was."""
    taken = dict(case.row.taken or {})
    parts: list[tuple[RemoteEntity, list[RemoteEntity]]] = []
    if not case.row.is_deleted and case.number:
        parts.append((case.row, [case.row, *(actor for actor in case.actors if not actor.is_deleted)]))
        for paper in case.papers:
            _give_home(paper, case.row.guid)
        parts += [(paper, _parts(case, paper)) for paper in case.papers if not paper.is_deleted]
    for about, entities in parts:
        content = hashlib.sha256(record(entities)).hexdigest()
        if taken.get(str(about.guid)) == content:
            continue
        count = int(taken.get(f"{about.guid} nr", 0)) + 1  # so that what is said again is a newer source
        data = record(entities, count)
        name = f"{about.values.get('documentNummer') or case.number}.zaak.xml"
        document = RawDocument(name[: lengths.MAX_FILE_NAME_CHARS], f"{origin}/Entiteiten/{about.guid}", data)
        yield read_and_store(document, sha256_of(document), reader, loader)
        taken |= {str(about.guid): content, f"{about.guid} nr": count}
    with transaction.atomic():
        for paper in case.papers:
            _queue(paper, case.versions.get(paper.guid))
        changed = {"is_due": False, "taken": taken}
        RemoteEntity.objects.filter(pk=case.row.pk).update(**changed)


def _parts(case: Case, paper: RemoteEntity) -> list[RemoteEntity]:
    """What is said of a paper: its case, itself, and its latest version."""
    return [entity for entity in (case.row, paper, case.versions.get(paper.guid)) if entity]


def _give_home(paper: RemoteEntity, case: UUID) -> None:
    """A paper of several cases has its number with the first of them, for as long as it belongs there."""
    home = (paper.taken or {}).get("case")
    if home is None or home not in map(str, paper.links):
        paper.taken = {"case": str(case)}
        paper.save(update_fields=["taken"])


def record(entities: Iterable[RemoteEntity], count: int | None = None) -> bytes:
    """The elements of the data warehouse as `parsing.genres.case_record` reads them."""
    root = etree.Element(ROOT)
    if count:
        root.set("volgnummer", str(count))
    for entity in entities:
        category = Category(entity.category)
        element = etree.SubElement(root, category[:1].lower() + category[1:], id=str(entity.guid))
        if category == Category.PAPER and entity.taken:
            element.set("bij", str(entity.taken["case"]))
        shape = SHAPES[category]
        for name in shape.values:
            if text := entity.values.get(name):
                etree.SubElement(element, name).text = _valid(str(text))
        for name in shape.links:
            for guid in entity.values.get(name) or ():
                etree.SubElement(element, name, ref=str(guid))
    return etree.tostring(root, encoding="UTF-8", pretty_print=True)


def _valid(text: str) -> str:
    """Without what XML cannot hold, which JSON can."""
    return "".join(character for character in text if character.isprintable())


# --- files of papers ------------------------------------------------------------------------------


def _queue(paper: RemoteEntity, version: RemoteEntity | None) -> None:
    """Wants the file of a paper; what the source deleted is marked, and what is as it was left alone."""
    number = str(paper.values.get("documentNummer") or "")[: lengths.MAX_IDENTIFIER_CHARS]
    known = RemoteDocument.objects.filter(identifier=number.lower()).first()
    if known and known.source != RemoteSource.CHAMBER:
        return
    if paper.is_deleted:
        if known and known.state != RemoteState.GONE:
            known.state, known.next_try_at = RemoteState.GONE, None
            known.reason = "De Tweede Kamer heeft dit stuk verwijderd."
            known.save()
        return
    kind, size = paper.values.get("bestand") or ("", 0)
    form = FORMAT_OF_TYPE.get(str(kind))
    if not number or form is None:
        return
    cases = RemoteEntity.objects.filter(category=Category.CASE, guid__in=paper.links, is_deleted=False)
    here = sorted(map(str, cases.values_list("guid", flat=True)))
    if not here:
        return
    said = record([paper, *([version] if version else [])])
    stamp = hashlib.sha256(said + f"{size} {here}".encode()).hexdigest()
    known = known or RemoteDocument(
        source=RemoteSource.CHAMBER, identifier=number.lower(), state=RemoteState.WANTED
    )
    if known.pk and known.stamp == stamp and known.state != RemoteState.GONE:
        return
    day = paper.values.get("datum")
    known.guid, known.printed, known.stamp, known.formats, known.size = (
        paper.guid,
        number,
        stamp,
        [form],
        int(size),
    )
    known.published_on = dt.date.fromisoformat(day) if day else None
    known.session_year = str(paper.values.get("vergaderjaar") or "")[:9]
    is_same = known.fetched_stamp == stamp
    known.state = RemoteState.FETCHED if is_same else RemoteState.WANTED
    known.next_try_at = None if is_same else timezone.now() + _wait(known.published_on, version)
    known.attempts, known.reason = 0, ""
    known.save()


def _wait(day: dt.date | None, version: RemoteEntity | None) -> dt.timedelta:
    """What is published officially, or was long ago, comes better from there."""
    is_published = bool(version and version.values.get("externeidentifier"))
    is_recent = day is None or timezone.localdate() - day <= RECENT
    return dt.timedelta() if is_recent and not is_published else WAIT_FOR_PUBLICATION


def descriptions(row: RemoteDocument) -> list[bytes]:
    """What the Chamber says of a paper, once for each of its cases: it belongs to the set of each."""
    paper = RemoteEntity.objects.filter(category=Category.PAPER, guid__in=[row.guid]).first()
    if paper is None:
        return []
    cases = RemoteEntity.objects.filter(category=Category.CASE, guid__in=paper.links, is_deleted=False)
    version = _latest([paper]).get(paper.guid)
    return [record(filter(None, (case, paper, version))) for case in cases.order_by("guid")]
