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
from questions.parsing.wording.dates import iso_date
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
    for about, entities in _parts(case):
        content = hashlib.sha256(record(entities)).hexdigest()
        before, count = taken.get(str(about.guid), ("", 0))
        if before == content:
            continue
        count += 1  # so that what is said again is a newer source
        data = record(entities, count)
        name = f"{about.values.get('documentNummer') or case.number}.zaak.xml"
        document = RawDocument(name[: lengths.MAX_FILE_NAME_CHARS], f"{origin}/Entiteiten/{about.guid}", data)
        yield read_and_store(document, sha256_of(document), reader, loader)
        taken[str(about.guid)] = (content, count)
    with transaction.atomic():
        for paper in case.papers:
            _queue(paper, case.versions.get(paper.guid))
        RemoteEntity.objects.filter(pk=case.row.pk).update(is_due=False, taken=taken)


def _parts(case: Case) -> Iterator[tuple[RemoteEntity, list[RemoteEntity]]]:
    """The case and each paper, with the entities that say what is said of it."""
    if case.row.is_deleted or not case.number:
        return
    yield case.row, [case.row, *(actor for actor in case.actors if not actor.is_deleted)]
    for paper in case.papers:
        _give_home(paper, case.row.guid)
        if not paper.is_deleted:
            yield paper, _with_version(case.row, paper, case.versions)


def _with_version(
    case: RemoteEntity, paper: RemoteEntity, versions: Mapping[UUID, RemoteEntity]
) -> list[RemoteEntity]:
    """What is said of a paper: its case, itself, and its latest version."""
    return [entity for entity in (case, paper, versions.get(paper.guid)) if entity]


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
    form, stamp = FORMAT_OF_TYPE.get(str(kind)), _stamp(paper, version)
    if not number or form is None or stamp is None:
        return
    if known and known.stamp == stamp and known.state != RemoteState.GONE:
        return
    row = known or RemoteDocument(source=RemoteSource.CHAMBER, identifier=number.lower())
    row.guid, row.printed, row.formats, row.size = paper.guid, number, [form], int(size)
    row.published_on = iso_date(paper.values.get("datum"))
    row.session_year = str(paper.values.get("vergaderjaar") or "")[:9]
    row.renew(stamp, _wait(row.published_on, version))
    row.save()


def _stamp(paper: RemoteEntity, version: RemoteEntity | None) -> str | None:
    """Another when the paper is, or belongs to another case; None while none of its cases is here."""
    cases = RemoteEntity.objects.filter(category=Category.CASE, guid__in=paper.links, is_deleted=False)
    here = sorted(map(str, cases.values_list("guid", flat=True)))
    said = record(filter(None, (paper, version)))
    file = paper.values.get("bestand")
    return hashlib.sha256(said + f"{file} {here}".encode()).hexdigest() if here else None


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
    versions = _latest([paper])
    return [record(_with_version(case, paper, versions)) for case in cases.order_by("guid")]
