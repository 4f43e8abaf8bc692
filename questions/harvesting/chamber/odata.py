"""The OData service of the data warehouse: asked for what the feed cannot be asked for, the cases of one
kind.

Its version is part of the address. Its names are those of the feed with a capital; `FIELD_NAMES` has the
others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from questions.harvesting.web import JSON, SourceFailure, Web
from questions.vocabulary.kinds import Category

from .entities import SHAPES, Entity, check, cleaned, guid_of, version_of

FIELD_NAMES = {"naamNl": "NaamNL", "naamEn": "NaamEN", "externeidentifier": "ExterneIdentifier"}
# What every entity has, beside its fields.
OWN = {"Id", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd", "ContentType", "ContentLength"}
MAX_COUNT = 10**9
MAX_PAGES = 5000  # of one question, so that a page that leads to itself ends
Row = Mapping[str, Any]


class OData:
    """Asks the service at an address."""

    def __init__(self, web: Web, address: str) -> None:
        self._web, self._address = web, address.rstrip("/")

    def rows(self, category: Category, **options: str) -> Iterator[Row]:
        """All rows that meet `$filter`, with `$expand`; raises SourceFailure.

        Without `$top`, of which the service makes that it does not say where to go on.
        """
        address = f"{self._address}/{category}"
        parameters: dict[str, str] | None = {f"${name}": value for name, value in options.items()}
        for _ in range(MAX_PAGES):
            answer = self._answer(address, parameters)
            yield from _list_of(answer)
            following = answer.get("@odata.nextLink")
            if not following:
                return
            address, parameters = self._within(str(following)), None
        raise SourceFailure(f"De OData-dienst blijft doorverwijzen bij {category}.")

    def count(self, category: Category, condition: str) -> int:
        """How many rows meet a condition; raises SourceFailure."""
        asked = {"$filter": condition, "$count": "true", "$top": "0"}
        found = self._answer(f"{self._address}/{category}", asked).get("@odata.count")
        if type(found) is not int or not 0 <= found < MAX_COUNT:
            raise SourceFailure("De OData-dienst zegt niet hoeveel er zijn.")
        return found

    def _within(self, link: str) -> str:
        """Raises SourceFailure for a link that leads away from the service."""
        try:
            whole = urljoin(f"{self._address}/", link)
            place = urlsplit(whole).netloc
        except ValueError:
            raise SourceFailure("De OData-dienst verwijst naar een adres dat er geen is.") from None
        if place != urlsplit(self._address).netloc:
            raise SourceFailure(f"De OData-dienst verwijst naar een andere plaats: {place}.")
        return whole

    def _answer(self, address: str, parameters: dict[str, str] | None) -> Row:
        fetched = self._web.get(address, parameters, JSON)
        try:
            answer = json.loads(fetched.data)
        except (ValueError, RecursionError):
            raise SourceFailure(f"De OData-dienst geeft geen JSON: {address}") from None
        if not isinstance(answer, dict) or "error" in answer:
            raise SourceFailure(f"De OData-dienst geeft een foutmelding: {str(answer)[:200]}")
        return answer


def _list_of(answer: Row) -> list[Row]:
    return rows_in(answer.get("value"))


def rows_in(found: object) -> list[Row]:
    """The rows of a list; raises SourceFailure for what is none."""
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise SourceFailure("De OData-dienst geeft geen lijst.")
    return found


def entity(row: Row, category: Category, links: Mapping[str, Sequence[UUID]]) -> tuple[Entity, set[str]]:
    """An entity of a row, with the fields that nobody knows. `links` has those that the question itself
    told.
    """
    guid, shape = guid_of(_text(row.get("Id"))), SHAPES[category]
    version = version_of(_text(row.get("GewijzigdOp")))
    if row.get("Verwijderd") is True:
        return Entity(category, guid, version, True, {}, {}), set()
    present = {name for name in (_own_name(name, shape.known) for name in row if name not in OWN) if name}
    unknown = {name for name in present - shape.known if not isinstance(_value(row, name), dict | list)}
    check(category, str(guid), present & shape.known)
    values = cleaned({name: _text(_value(row, name)) for name in shape.values})
    found = {name: tuple(links[name]) if name in links else _linked(row, name) for name in shape.links}
    size = row.get("ContentLength")
    kind = _text(row.get("ContentType"))
    file = (kind[:100], size) if kind and isinstance(size, int) and 0 <= size < 10**9 else None
    return Entity(category, guid, version, False, values, found, file), unknown


def _own_name(name: str, known: frozenset[str]) -> str | None:
    """The name of a field as the feed has it; None for what the service says about its answer."""
    if "@" in name:
        return None
    plain = name.removesuffix("_Id")
    return next((own for own in known if _capital(own).lower() == plain.lower()), plain)


def _capital(name: str) -> str:
    return FIELD_NAMES.get(name, name[:1].upper() + name[1:])


def _value(row: Row, name: str) -> object:
    return row.get(_capital(name))


def _linked(row: Row, name: str) -> tuple[UUID, ...]:
    """From "Zaak_Id", or from the entities themselves where they were asked for."""
    single = row.get(f"{_capital(name)}_Id")
    if single:
        return (guid_of(_text(single)),)
    inside = _value(row, name)
    rows = inside if isinstance(inside, list) else [inside] if isinstance(inside, dict) else []
    return tuple(guid_of(_text(one.get("Id"))) for one in rows if isinstance(one, dict))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else None
