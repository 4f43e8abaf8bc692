"""What the data warehouse keeps, in one shape for both of its services: the feed and the OData service.

One table says for each category which fields are read, which must be there, and which are known and of no
use. A field that nobody knows is said; one that must be there and is not stops the category.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from questions.harvesting.web import SourceFailure
from questions.vocabulary.kinds import Category

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_VERSION = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
# Of which the services give a time, each in its own way, and the day is what counts.
DAY_FIELDS = {"gestartOp", "datum", "datumOntvangst", "van", "totEnMet", "datumActief", "datumInactief"}
MAX_VALUE_CHARS = 4000  # a subject has some hundreds


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a category as the feed names them: values that must be there, others that are read, what
    refers to another entity, and what is known and passed over.
    """

    needed: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        return self.needed + self.read

    @property
    def known(self) -> frozenset[str]:
        return frozenset((*self.values, *self.links, *self.passed))


SHAPES: Mapping[Category, Shape] = {
    Category.PERSON: Shape(
        needed=("achternaam",),
        read=("initialen", "tussenvoegsel", "voornamen", "roepnaam", "functie"),
        passed=(
            "nummer", "titels", "geslacht", "geboortedatum", "geboorteplaats", "geboorteland",
            "overlijdensdatum", "overlijdensplaats", "woonplaats", "land", "fractielabel",
        ),
    ),
    Category.FACTION: Shape(
        needed=("afkorting",),
        read=("naamNl", "datumActief", "datumInactief"),
        passed=("nummer", "naamEn", "aantalZetels", "aantalStemmen"),
    ),
    Category.SEAT: Shape(links=("fractie",), passed=("gewicht",)),
    Category.SEAT_HOLDER: Shape(
        read=("functie", "van", "totEnMet"), links=("fractieZetel", "persoon")
    ),
    Category.CASE: Shape(
        needed=("nummer", "soort"),
        read=("onderwerp", "gestartOp", "organisatie", "vergaderjaar"),
        passed=(
            "kamerstukdossier", "activiteit", "agendapunt", "gerelateerdVanuit", "vervangenVanuit", "titel",
            "citeertitel", "alias", "grondslagvoorhang", "termijn", "volgnummer", "status",
            "huidigeBehandelstatus", "afgedaan", "grootProject", "kabinetsappreciatie",
        ),
    ),
    Category.CASE_ACTOR: Shape(
        needed=("relatie",),
        read=("actorNaam", "actorFractie", "functie"),
        links=("zaak", "persoon"),
        passed=("fractie", "commissie", "actorAfkorting", "sidActor"),
    ),
    Category.PAPER: Shape(
        needed=("soort", "documentNummer"),
        read=("onderwerp", "datum", "datumOntvangst", "vergaderjaar", "kamer", "aanhangselnummer"),
        links=("zaak",),
        passed=(
            "huidigeDocumentVersie", "bronDocument", "activiteit", "agendapunt", "kamerstukdossier", "titel",
            "volgnummer", "citeertitel", "alias", "datumRegistratie", "kenmerkAfzender", "organisatie",
        ),
    ),
    Category.PAPER_VERSION: Shape(
        read=("externeidentifier",),
        links=("document",),
        passed=("status", "versienummer", "bestandsgrootte", "extensie", "datum"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity in one version; `links` by the name of the field. `file` is the type and the number of bytes
    of what it has to be fetched.
    """

    category: Category
    guid: UUID
    version: dt.datetime
    is_deleted: bool
    values: Mapping[str, str]
    links: Mapping[str, tuple[UUID, ...]]
    file: tuple[str, int] | None = None

    @property
    def all_links(self) -> list[UUID]:
        return sorted({guid for guids in self.links.values() for guid in guids})

    def as_values(self) -> dict[str, object]:
        """As it is kept: fields by name, with those to which it refers and its file."""
        kept: dict[str, object] = dict(sorted(self.values.items()))
        kept |= {name: sorted(map(str, guids)) for name, guids in sorted(self.links.items())}
        return kept | ({"bestand": list(self.file)} if self.file else {})


class WrongShape(SourceFailure):
    """An entity lacks what makes it one: the service has changed."""


def check(category: Category, guid: str, present: Iterable[str]) -> set[str]:
    """Returns the fields that nobody knows. Raises WrongShape when one is missing that must be there; an
    entity without any field is a mere number, of which the services have some.
    """
    shape, found = SHAPES[category], set(present)
    missing = sorted(set(shape.needed) - found)
    if missing and found:
        raise WrongShape(f"{category} {guid} heeft geen veld «{missing[0]}»; de dienst is veranderd.")
    return found - shape.known


def unknown_said(category: Category, names: Iterable[str]) -> set[str]:
    """In words, the fields of a category that nobody knows."""
    return {f"{category} heeft een veld dat hier niemand kent: {name}." for name in names}


def cleaned(values: Mapping[str, str | None]) -> dict[str, str]:
    """Without what is empty, spaces closed up, what no database holds left out; of a time the day."""
    texts = {name: " ".join(_storable(text or "").split()) for name, text in values.items()}
    texts |= {name: str(day_of(text) or "") for name, text in texts.items() if name in DAY_FIELDS}
    return {name: text[:MAX_VALUE_CHARS] for name, text in texts.items() if text}


def _storable(text: str) -> str:
    """Without a zero byte and halves of letters, which JSON can write and no database holds."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def guid_of(text: str | None) -> UUID:
    """Raises WrongShape for what is none."""
    try:
        return UUID((text or "").strip())
    except ValueError:
        raise WrongShape(f"De dienst noemt een id dat er geen is: «{(text or '')[:60]}».") from None


def moment(text: str | None) -> dt.datetime:
    """A time of the services: with an offset as it says, else that of Amsterdam.

    The feed gives "2026-09-10T13:40:40.9030000" for what OData calls "…13:40:40.903+02:00". Raises
    WrongShape.
    """
    try:
        found = dt.datetime.fromisoformat((text or "").strip())
        return (found if found.tzinfo else found.replace(tzinfo=AMSTERDAM)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise WrongShape(f"De dienst noemt een tijdstip dat er geen is: «{(text or '')[:60]}».") from None


def version_of(text: str | None) -> dt.datetime:
    """When an entity was changed. Raises WrongShape for a time that cannot be: what is older than what is
    known is passed over, so one in the future would shut out all that follow.
    """
    found = moment(text)
    if not FIRST_VERSION <= found <= dt.datetime.now(dt.UTC) + dt.timedelta(days=1):
        raise WrongShape(f"De dienst noemt {found:%Y-%m-%d} als dag van een wijziging.")
    return found


def day_of(text: str | None) -> dt.date | None:
    """The day in Amsterdam of a day or a time of the services; None for none."""
    if not text:
        return None
    try:
        if len(text) == len("2024-01-01"):
            return dt.date.fromisoformat(text)
        return moment(text).astimezone(AMSTERDAM).date()
    except (ValueError, OverflowError, WrongShape):
        return None
