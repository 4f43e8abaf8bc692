"""Small wordings for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from questions.language.notices import Notice
from questions.models import Addressee, Office, Reference, Signatory
from questions.models.terms import ReplyTerms
from questions.parsing.wording.identifiers import case_number, official_page, series_of
from questions.search.page.cards import Card
from questions.vocabulary.kinds import Chamber, Role, Status
from questions.vocabulary.names import portfolio_key

register = template.Library()
MAX_LISTED_NAMES = 3


@register.filter
def listed(names: Iterable[str]) -> str:
    """At most three names, and how many more there are."""
    unique = list(dict.fromkeys(names))
    rest = len(unique) - MAX_LISTED_NAMES
    more = gettext("en nog %(more)s") % {"more": rest}
    return ", ".join(unique[:MAX_LISTED_NAMES]) + (f" {more}" if rest > 0 else "")


@register.filter
def spoken(names: Sequence[str]) -> str:
    """ "2, 3 en 5"."""
    return f" {gettext('en')} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


@register.filter
def said(text: str) -> str:
    """A notice about a query, or the help of a field, in the language of the reader."""
    if not isinstance(text, Notice):
        return gettext(text)
    return gettext(text.text) % {
        name: said(v) if isinstance(v, Notice) else v for name, v in text.values.items()
    }


@register.filter
def short_day(day: dt.date) -> str:
    """ "1 feb 2024"; in English, where months have a capital, "1 Feb 2024"."""
    shown = date_format(day, "j M Y")
    return shown.lower() if get_language() == "nl" else shown


@register.filter
def office(row: Addressee | Signatory | Office) -> str:
    """ "minister van Financiën", "minister voor Rechtsbescherming": "van" leads a ministry, "voor" only has
    a portfolio.
    """
    if not row.portfolio:
        return row.role
    leads = row.ministry is None or portfolio_key(row.ministry.name) == portfolio_key(row.portfolio)
    return (
        row.role if row.role == Role.PREMIER else f"{row.role} {'van' if leads else 'voor'} {row.portfolio}"
    )


@register.simple_tag
def days_late(card: Card, terms: ReplyTerms | None, today: dt.date | None) -> int:
    """How many days the term of a set is over; 0 where nobody asks."""
    due = (
        terms.due(card.chamber, card.submitted_on, card.status == Status.POSTPONED)
        if terms and card.submitted_on
        else None
    )
    return (today - due).days if due and today else 0


@register.filter
def format_name(name: str) -> str:
    """A format as people call it: "text" → "tekst", "xml" → "XML"."""
    return {"text": gettext("tekst"), "markdown": "Markdown", "case": gettext("zaakgegevens")}.get(
        name, name.upper()
    )


@register.filter
def cited(identifier: str) -> str:
    """How people call a number: "Aanhangsel 2023/24, nr. 1062", "2024Z18792"."""
    series = series_of(identifier)
    if series is None or not identifier.startswith("ah"):
        return identifier.upper() if case_number(identifier) else identifier
    chamber = " Eerste Kamer" if series.chamber == Chamber.EK else ""
    return f"Aanhangsel{chamber} {series.session_year[:4]}/{series.session_year[-2:]}, nr. {series.number}"


@register.filter
def official_url(reference: Reference) -> str:
    """The official page of something that is not here."""
    name = reference.identifier
    identifier = name if name.startswith(("ah-", "kv-")) else f"kv-tk-{name.upper()}"
    return official_page(identifier)


@register.filter
def with_notes(documents: Iterable[dict[str, Any]]) -> int:
    """How many documents have footnotes."""
    return sum(1 for document in documents if document["notes"])
