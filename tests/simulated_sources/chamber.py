"""The data warehouse of the Chamber as it answers: the feed, the OData service, and files; over entities
that a test makes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape, quoteattr

Answer = tuple[str, list[tuple[str, str]], bytes]
XML = [("Content-Type", "application/atom+xml; charset=utf-8")]
JSON = [("Content-Type", "application/json; odata.metadata=minimal")]
FEED, ODATA = "/SyncFeed/2.0", "/OData/v5"
NAIVE = {"Zaak", "ZaakActor", "Document", "DocumentVersie"}  # whose times have no zone: those of Amsterdam
NAMES = {"naamNl": "NaamNL", "externeidentifier": "ExterneIdentifier"}
MAX_NODES = 100
FIRST_TOKEN = 25_000_001
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Thing:
    """One entity: values by name, and the things that it refers to."""

    category: str
    guid: str
    values: dict[str, str | None]
    links: dict[str, list[Thing]] = field(default_factory=dict)
    is_deleted: bool = False
    token: int = 0
    changed_at: dt.datetime = dt.datetime(2024, 3, 1, 12, 0, 0)
    file: bytes | None = None
    file_type: str = DOCX

    @property
    def stamp(self) -> str:
        """As the feed writes it: categories of the one system with no zone, those of the other with Z."""
        return self.changed_at.isoformat() + (".0000000" if self.category in NAIVE else "Z")


@dataclass
class Chamber:
    """All entities; each change takes the next place in the feed, with gaps."""

    things: list[Thing] = field(default_factory=list)
    last_token: int = FIRST_TOKEN
    page_size: int = 250
    prefixed: bool = True  # whether attributes have a prefix, as most do and some do not

    def add(self, category: str, values: dict[str, str | None], **links: Thing | list[Thing]) -> Thing:
        """A new entity at the end of the feed; its id is the same in each run."""
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{category}{len(self.things)}"))
        lists = {name: link if isinstance(link, list) else [link] for name, link in links.items()}
        thing = Thing(category, guid, values, lists)
        self.things.append(thing)
        self.touch(thing)
        return thing

    def touch(self, thing: Thing, is_new_version: bool = True) -> None:
        """Puts an entity at the end of the feed, as a change does, or a republication."""
        self.last_token += 3
        thing.token = self.last_token
        if is_new_version:
            thing.changed_at += dt.timedelta(hours=1)

    def change(self, thing: Thing, **values: str | None) -> None:
        thing.values.update(values)
        self.touch(thing)

    def delete(self, thing: Thing, is_deleted: bool = True) -> None:
        thing.is_deleted = is_deleted
        self.touch(thing)

    def republish(self) -> None:
        """All entities once more, unchanged."""
        for thing in list(self.things):
            self.touch(thing, is_new_version=False)

    def of(self, category: str) -> list[Thing]:
        return [thing for thing in self.things if thing.category.lower() == category.lower()]

    # --- answers ------------------------------------------------------------------------------------------

    def answer(self, path: str, query: str) -> Answer | None:
        """None for an address of another service."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if path == f"{FEED}/Feed":
            return "200 OK", XML, self.feed(asked.get("category"), int(asked.get("skiptoken", 0))).encode()
        if path.startswith(f"{FEED}/Resources/"):
            return self._file(path.rsplit("/", 1)[1])
        if path.startswith(f"{ODATA}/"):
            return self._odata(path.rsplit("/", 1)[1], asked)
        return None

    def _file(self, guid: str) -> Answer:
        thing = next((thing for thing in self.things if thing.guid == guid and not thing.is_deleted), None)
        if thing is None or thing.file is None:
            return "404 Not Found", JSON, b'{"error":{"code":"","message":"Not found"}}'
        return "200 OK", [("Content-Type", thing.file_type)], thing.file

    def feed(self, category: str | None, token: int) -> str:
        """A page: entries after a token; an empty one says "resume"."""
        things = self.of(category) if category else self.things
        later = sorted((thing for thing in things if thing.token > token), key=lambda thing: thing.token)
        shown = later[: self.page_size]
        base = f"https://gegevensmagazijn.tweedekamer.nl{FEED}"
        of = f"&amp;category={category}" if category else ""
        link = f'<link rel="next" href="{base}/Feed?skiptoken={shown[-1].token}{of}" />' if shown else (
            f'<link rel="resume" href="{base}/Feed?skiptoken={token + 1}{of}" />'
        )  # fmt: skip
        return (
            "<?xml version='1.0' encoding='utf-8'?>\n"
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:tk="http://www.tweedekamer.nl/xsd/tkData/v1-0" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><title>Gegevensmagazijn SyncFeed</title>'
            f'<link rel="self" href="{base}/Feed?skiptoken={token}{of}" />{link}'
            "<updated>2026-09-28T20:38:29.670535+02:00</updated><author>"
            "<name>Tweede Kamer der Staten-Generaal</name><uri>https://opendata.tweedekamer.nl</uri></author><id>urn:proef</id>"
            f"{''.join(self._entry(thing, of, base) for thing in shown)}</feed>"
        )

    def _entry(self, thing: Thing, of: str, base: str) -> str:
        name, t = thing.category[:1].lower() + thing.category[1:], "tk:" if self.prefixed else ""
        deleted = str(thing.is_deleted) if not self.prefixed else str(thing.is_deleted).lower()
        attributes = f'id="{thing.guid}" {t}bijgewerkt="{thing.stamp}" {t}verwijderd="{deleted}"'
        if thing.file is not None:
            attributes += f' {t}contentType="{thing.file_type}" {t}contentLength="{len(thing.file)}"'
        fields = "" if thing.is_deleted else self._fields(thing)
        return (
            f"<entry><title>{thing.guid}</title><id>{base}/Entiteiten/{thing.guid}</id>"
            f"<updated>2024-03-01T11:00:00.1234567Z</updated>"
            f'<category term="{name}" /><link rel="next" href="{base}/Feed?skiptoken={thing.token}{of}" />'
            f'<content type="application/xml"><tk:{name} {attributes}>{fields}</tk:{name}></content></entry>'
        )

    def _fields(self, thing: Thing) -> str:
        said = [
            f'<tk:{name} xsi:nil="true" />' if value is None else f"<tk:{name}>{escape(value)}</tk:{name}>"
            for name, value in thing.values.items()
        ]
        said += [
            f"<tk:{name} ref={quoteattr(other.guid)} />"
            for name, others in thing.links.items()
            for other in others
        ]
        return "".join(said)

    def _odata(self, entity: str, asked: dict[str, str]) -> Answer:
        condition = asked.get("$filter", "")
        nodes = 5 * len(re.findall(r"\b(?:eq|ge|lt|in)\b", condition))
        if nodes > MAX_NODES or "guid'" in condition:
            return "400 Bad Request", JSON, b'{"error":{"code":"","message":"The node count limit"}}'
        found = [thing for thing in self.of(entity) if _meets(thing, condition)]
        answer: dict[str, Any] = {
            "@odata.context": f"https://gegevensmagazijn.tweedekamer.nl{ODATA}/$metadata"
        }
        if asked.get("$count") == "true":
            answer["@odata.count"] = len(found)
        start, top = int(asked.get("$skip", 0)), asked.get("$top")
        shown = found[start : start + (int(top) if top is not None else self.page_size)]
        if top is None and len(found) > start + self.page_size:
            answer["@odata.nextLink"] = f"{entity}?{_again(asked, start + self.page_size)}"
        answer["value"] = [self._row(thing, asked.get("$expand", "")) for thing in shown]
        return "200 OK", JSON, json.dumps(answer).encode()

    def _row(self, thing: Thing, expand: str = "") -> dict[str, Any]:
        row: dict[str, Any] = {"Id": thing.guid}
        for name, value in thing.values.items():
            row[NAMES.get(name, name[:1].upper() + name[1:])] = _with_zone(value)
        for name, others in thing.links.items():
            if not (thing.category == "Document" and name == "zaak"):
                row[f"{name[:1].upper()}{name[1:]}_Id"] = others[0].guid if others else None
        row["ContentType"] = thing.file_type if thing.file is not None else None
        row["ContentLength"] = len(thing.file) if thing.file is not None else None
        row |= {
            "GewijzigdOp": f"{thing.changed_at.isoformat()}+01:00",
            "ApiGewijzigdOp": "2024-03-01T11:00:00.1Z",
        }
        row["Verwijderd"] = thing.is_deleted
        if expand and thing.category == "Zaak":
            row["ZaakActor"] = [self._row(one) for one in self._referring("ZaakActor", "zaak", thing)]
            row["Document"] = [self._paper(one) for one in self._referring("Document", "zaak", thing)]
        return row

    def _paper(self, thing: Thing) -> dict[str, Any]:
        versions = self._referring("DocumentVersie", "document", thing)
        return self._row(thing) | {
            "HuidigeDocumentVersie": self._row(versions[-1]) if versions else None,
            "Zaak": [{"Id": case.guid} for case in thing.links.get("zaak", [])],
        }

    def _referring(self, category: str, name: str, thing: Thing) -> list[Thing]:
        return [
            one
            for one in self.of(category)
            if not one.is_deleted and any(link.guid == thing.guid for link in one.links.get(name, ()))
        ]


def _with_zone(value: str | None) -> str | None:
    """The OData service gives the zone that the feed leaves out."""
    return f"{value}+01:00" if value and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+", value) else value


def _again(asked: dict[str, str], start: int) -> str:
    from urllib.parse import urlencode

    return urlencode({**asked, "$skip": str(start)})


def _meets(thing: Thing, condition: str) -> bool:
    """The part of the language that is asked here: eq, ge, lt, in, joined by "and"."""
    for name, sign, value in re.findall(r"(\w+) (eq|ge|lt|in) ('[^']*'|\([^)]*\)|\S+)", condition):
        own = thing.guid if name == "Id" else thing.values.get(name[:1].lower() + name[1:])
        if name == "Verwijderd":
            own = str(thing.is_deleted).lower()
        wanted = value.strip("'")
        if sign == "in":
            met = own in value.strip("()").split(",")
        elif wanted == "null":
            met = own is None
        else:
            met = own is not None and {"eq": own == wanted, "ge": own[:10] >= wanted[:10],
                                       "lt": own[:10] < wanted[:10]}[sign]  # fmt: skip
        if not met:
            return False
    return True


# --- invented cases -------------------------------------------------------------------------------


@dataclass
class Member:
    """A person with the seats that he held."""

    person: Thing
    seats: list[Thing]


def member(
    chamber: Chamber, surname: str, called: str, prefix: str | None, *seats: tuple[Thing, str, str | None]
) -> Member:
    """`seats` are a party, its first day and its last."""
    person = chamber.add(
        "Persoon",
        {"nummer": "1", "initialen": f"{called[0]}.", "tussenvoegsel": prefix, "achternaam": surname,
         "voornamen": called, "roepnaam": called, "functie": "Tweede Kamerlid"},
    )  # fmt: skip
    held = []
    for faction, since, until in seats:
        seat = chamber.add("FractieZetel", {"gewicht": "1"}, fractie=faction)
        holder = {"functie": "Lid", "van": since, "totEnMet": until}
        held.append(chamber.add("FractieZetelPersoon", holder, fractieZetel=seat, persoon=person))
    return Member(person, held)


def faction(chamber: Chamber, short: str, long: str) -> Thing:
    return chamber.add(
        "Fractie", {"nummer": "1", "afkorting": short, "naamNl": long, "datumActief": "2010-01-01"}
    )


def case(
    chamber: Chamber, number: str, subject: str, day: str, askers: Iterable[tuple[Member, str]], minister: str
) -> Thing:
    """A case that was put on a day, by members with the name of their party, to an office."""
    made = chamber.add(
        "Zaak",
        {"nummer": number, "soort": "Schriftelijke vragen", "onderwerp": subject,
         "gestartOp": f"{day}T00:00:00", "organisatie": "Tweede Kamer", "vergaderjaar": "2023-2024",
         "afgedaan": "false"},
    )  # fmt: skip
    for place, (asker, party) in enumerate(askers):
        said = asker.person.values
        name = " ".join(filter(None, (said["initialen"], said["tussenvoegsel"], said["achternaam"])))
        chamber.add(
            "ZaakActor",
            {"actorNaam": name, "actorFractie": party, "functie": "Tweede Kamerlid",
             "relatie": "Medeindiener" if place else "Indiener"},
            zaak=made, persoon=asker.person,
        )  # fmt: skip
    chamber.add("ZaakActor", {"actorNaam": "X", "functie": minister, "relatie": "Gericht aan"}, zaak=made)
    return made


def paper(
    chamber: Chamber, number: str, kind: str, day: str, cases: list[Thing], file: bytes | None = None,
    **values: str | None,
) -> Thing:  # fmt: skip
    """A paper of some cases, with its file if there is one."""
    made = chamber.add(
        "Document",
        {"soort": kind, "documentNummer": number, "onderwerp": cases[0].values["onderwerp"],
         "datum": f"{day}T00:00:00", "vergaderjaar": "2023-2024", "kamer": "2", **values},
        zaak=cases,
    )  # fmt: skip
    made.file = file
    return made
