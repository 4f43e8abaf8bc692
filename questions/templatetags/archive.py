"""Small wordings for templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import template

from questions.models import Inquiry, Reference

register = template.Library()
SHOWN = 3


def _listed(names: Iterable[str]) -> str:
    """At most three names, and how many more there are."""
    unique = list(dict.fromkeys(names))
    rest = len(unique) - SHOWN
    return ", ".join(unique[:SHOWN]) + (f" en nog {rest}" if rest > 0 else "")


@register.filter
def answerers(inquiry: Inquiry) -> str:
    """Who answered, by name; needs `for_list`."""
    documents = cast(Any, inquiry).answer_documents
    return _listed(s.name or s.role for document in documents for s in document.signatories.all())


@register.filter
def addressed(inquiry: Inquiry) -> str:
    """The ministries that a set was put to."""
    offices = inquiry.addressees.all()
    return _listed((o.ministry.abbreviation or o.ministry.name) if o.ministry else (o.portfolio or o.role) for o in offices)


@register.filter
def official_url(reference: Reference) -> str:
    """The official page of something that is not here."""
    name = reference.identifier
    identifier = name if name.startswith(("ah-", "kv-")) else f"kv-tk-{name.upper()}"
    return f"https://zoek.officielebekendmakingen.nl/{identifier}.html"


@register.filter
def with_notes(documents: Iterable[dict[str, Any]]) -> int:
    """How many documents have footnotes."""
    return sum(1 for document in documents if document["notes"])
