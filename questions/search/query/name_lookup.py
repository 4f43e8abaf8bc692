"""The people and bodies that a condition names: "minister:hoekstra" to ids."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.text import slugify

from questions.models import Cabinet, Member, Minister, Ministry, Party
from questions.models.addresses import row_at
from questions.vocabulary.names import folded, name_key, portfolio_key


def ministers(value: str) -> list[int]:
    return _people(Minister, value)


def members(value: str) -> list[int]:
    return _people(Member, value)


def _people(model: type[Minister] | type[Member], value: str) -> list[int]:
    """By address, also a former one, or surname; else those whose name has all the words.

    An address with a first name, "wouter-bos", is of one person; "hoekstra" is of all who are called so.
    """
    slug = slugify(folded(value))
    if "-" in slug and (row := row_at(model, slug)) is not None and row.surname_key != name_key(value):
        return [row.pk]
    exact = Q(slug=slug) | Q(surname_key=name_key(value))
    found = list(model.objects.filter(exact).values_list("pk", flat=True)) if name_key(value) else []
    if found:
        return found
    words = Q()
    for word in value.replace("-", " ").split():
        words &= Q(name__icontains=word)
    return list(model.objects.filter(words).values_list("pk", flat=True)[:50])


def ministries(value: str) -> list[int]:
    """By slug, name or abbreviation ("IenW", "i&w")."""
    wanted = {portfolio_key(value), portfolio_key(value.replace("&", "en"))} - {""}
    rows = Ministry.objects.values_list("pk", "slug", "name", "abbreviation")
    return [
        pk
        for pk, slug, name, abbreviation in rows
        if slug == slugify(folded(value))
        or wanted & {portfolio_key(name), portfolio_key(abbreviation.replace("&", "en"))}
    ]


def parties(value: str) -> list[int]:
    """By slug, name or another spelling."""
    wanted = name_key(value)
    rows = Party.objects.values_list("pk", "slug", "name", "long_name", "aliases")
    return [
        pk
        for pk, slug, name, long_name, aliases in rows
        if slug == slugify(folded(value))
        or (wanted and wanted in {name_key(n) for n in (name, long_name, *aliases)})
    ]


def cabinets(value: str) -> list[int]:
    """By slug or name, with or without "kabinet"."""
    wanted = slugify(folded(value)).removeprefix("kabinet-")
    return [
        pk
        for pk, slug in Cabinet.objects.values_list("pk", "slug")
        if slug.removeprefix("kabinet-") == wanted
    ]


# For each field of the query language, the fields of the index that hold ids, and how the value becomes ids.
LOOKUPS: dict[str, tuple[tuple[str, Callable[[str], list[int]]], ...]] = {
    "minister": (("minister", ministers),),
    "ministerie": (("ministry", ministries),),
    "indiener": (("asker", members),),
    "partij": (("party", parties),),
    "kabinet": (("cabinet", cabinets),),
    "gericht": (("addressed_minister", ministers), ("addressed_ministry", ministries)),
    "beantwoorder": (("answering_minister", ministers), ("answering_ministry", ministries)),
}
MODEL_OF_FIELD: dict[str, type[Model]] = {
    "ministry": Ministry,
    "minister": Minister,
    "asker": Member,
    "party": Party,
}
