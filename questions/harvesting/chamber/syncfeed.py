"""The feed (SyncFeed) of the data warehouse: each entity once, in its latest version, in the order of the
last change.

A place in it is a token, one sequence for all categories. The last entry of a page says where to go on;
order is by token, never by the times that entries give.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from questions.harvesting.web import SourceFailure, Web
from questions.parsing import ParseError
from questions.parsing.formats.safety import xml_root
from questions.vocabulary.kinds import Category

from .entities import SHAPES, Entity, WrongShape, check, cleaned, guid_of, version_of

TRUE = {"true", "1"}  # also written "True"
FIRST_PROBE = 1_000_000  # from where the end of the feed is looked for
MAX_PROBES = 80
MAX_TOKEN_DIGITS = 15


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The entities of a page, where to go on, whether that was the end, and the fields that nobody knows."""

    entities: tuple[Entity, ...]
    token: int | None
    is_end: bool
    unknown: frozenset[str] = frozenset()


class SyncFeed:
    """Asks the feed at an address."""

    def __init__(self, web: Web, address: str) -> None:
        self._web, self._address = web, address.rstrip("/")

    def page(self, category: Category, token: int | None) -> FeedPage:
        """What changed after a token, or the first page; raises SourceFailure for what cannot be believed."""
        asked = {"category": str(category)} | ({"skiptoken": str(token)} if token is not None else {})
        root = self._root(asked)
        entries = root.findall("{*}entry")
        if not entries:
            return FeedPage((), token, _is_end(root))
        last = token if token is not None else -1
        for entry in entries:
            own = _token(entry)
            if own is None or own <= last:
                raise SourceFailure(f"De feed van {category} gaat niet vooruit na {last}.")
            last = own
        following = _token(root)
        if following is not None and following != last:
            raise SourceFailure(
                f"De feed van {category} wijst naar {following} en haar laatste regel naar {last}."
            )
        found = [_entity(entry, category) for entry in entries]
        unknown = frozenset(name for _, names in found for name in names)
        return FeedPage(tuple(entity for entity, _ in found), last, False, unknown)

    def head(self) -> int:
        """The token after which nothing has come yet, found by halves; raises SourceFailure."""
        low, high = 0, FIRST_PROBE
        is_bounded = False
        for _ in range(MAX_PROBES):
            probe = (low + high) // 2 if is_bounded else high
            root = self._root({"skiptoken": str(probe)})
            entries = root.findall("{*}entry")
            last = _token(entries[-1]) if entries else None
            if not entries:
                if not _is_end(root):
                    raise SourceFailure("De feed geeft een lege bladzijde zonder te zeggen dat zij op is.")
                is_bounded, high = True, probe
            elif last is None or last <= probe:
                raise SourceFailure("De feed gaat niet vooruit.")
            else:
                low = last
                high = high if is_bounded else max(2 * high, last + 1)
            if is_bounded and low >= high - 1:
                return low
        raise SourceFailure("Het einde van de feed is niet te vinden.")

    def file_address(self, guid: object) -> str:
        """Where the file of an entity is."""
        return f"{self._address}/Resources/{guid}"

    def _root(self, asked: dict[str, str]) -> etree._Element:
        fetched = self._web.get(f"{self._address}/Feed", asked)
        try:
            root = xml_root(fetched.data)
        except ParseError as error:
            raise SourceFailure(f"De feed geeft geen XML: {error}") from None
        if _name(root) != "feed":
            said = " ".join(str(etree.tostring(root, method="text", encoding="unicode")).split())[:200]
            raise SourceFailure(f"De feed geeft een foutmelding: {said or _name(root)}")
        return root


def _is_end(root: etree._Element) -> bool:
    return any(link.get("rel") == "resume" for link in root.findall("{*}link"))


def _token(element: etree._Element) -> int | None:
    """That of an element's own link to what follows."""
    link = next((link for link in element.findall("{*}link") if link.get("rel") == "next"), None)
    if link is None:
        return None
    try:
        said = parse_qs(urlsplit(link.get("href") or "").query).get("skiptoken", [""])[0]
    except ValueError:  # of an address that is none
        return None
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MAX_TOKEN_DIGITS else None


def _entity(entry: etree._Element, category: Category) -> tuple[Entity, set[str]]:
    """With the fields that nobody knows."""
    content = entry.find("{*}content")
    inside = content if content is not None else ()
    element = next((one for one in inside if isinstance(one.tag, str)), None)
    if element is None:
        raise WrongShape(f"Een regel van de feed van {category} heeft geen inhoud.")
    if _name(element).lower() != category.lower():
        raise WrongShape(f"De feed van {category} geeft een {_name(element)}.")
    attributes = {etree.QName(name).localname: str(value) for name, value in element.attrib.items()}
    guid, version = guid_of(attributes.get("id")), version_of(attributes.get("bijgewerkt"))
    if attributes.get("verwijderd", "").lower() in TRUE:
        return Entity(category, guid, version, True, {}, {}), set()
    fields = [(_name(field), field) for field in element if isinstance(field.tag, str)]
    unknown = check(category, str(guid), (name for name, _ in fields))
    shape = SHAPES[category]
    values = {name: field.text for name, field in reversed(fields) if name in shape.values}
    links = {
        name: tuple(
            dict.fromkeys(
                guid_of(field.get("ref")) for own, field in fields if own == name and field.get("ref")
            )
        )
        for name in shape.links
    }
    return Entity(category, guid, version, False, cleaned(values), links, _file(attributes)), unknown


def _file(attributes: dict[str, str]) -> tuple[str, int] | None:
    kind, size = attributes.get("contentType"), attributes.get("contentLength", "")
    return (kind[:100], int(size)) if kind and size.isascii() and size.isdigit() and len(size) < 10 else None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
