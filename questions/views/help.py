"""The words of the page that explains searching; each example is a search that can be tried."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from questions import search
from questions.language.fields import SEARCH_FIELDS
from questions.language.syntax import parse
from questions.search.page.run import count
from questions.search.query.plan import Plan

EXAMPLES = [
    (
        "stikstof natuur",
        _("Beide woorden, in welke vorm ook: enkelvoud, meervoud, met of zonder accenten en hoofdletters."),
    ),
    ("stikstof OF ammoniak", _("Een van beide. Ook: OR.")),
    ("stikstof -natuur", _("Wel het ene woord, niet het andere. Ook: NIET natuur.")),
    ("(stikstof OF ammoniak) vergunning", _("Haakjes geven aan wat bij elkaar hoort.")),
    ('"Natura 2000"', _("Precies deze woorden, achter elkaar.")),
    ("=vragen", _("Precies dit woord; dus niet «vraag».")),
    ("stikst*", _("Alle woorden die zo beginnen; ten minste drie letters.")),
    (
        "stikstof NABIJ/5 vergunning",
        _("Ten hoogste vijf woorden uit elkaar, in welke volgorde ook. Ook: NEAR/5."),
    ),
    ("wiskunde-onderwijs", _("Vindt ook «wiskundeonderwijs» en «wiskunde onderwijs».")),
    ("in:antwoord stikstof", _("Alleen in antwoorden. Ook in:vraag, in:titel en in:noot.")),
    ("minister:hoekstra klimaat", _("Gericht aan of beantwoord door deze bewindspersoon.")),
    ("ministerie:ienw indiener:omtzigt", _("Van dit Kamerlid aan dit ministerie.")),
    ("ingezonden:2024-01..2024-06", _("Ingezonden in deze maanden. Ook een jaar, een dag, of >=2024-03-01.")),
    ("status:open", _("Nog niet beantwoord. Ook: beantwoord, uitgesteld, telaat, ingetrokken.")),
    ("antwoordtijd:>42", _("Na meer dan 42 dagen beantwoord.")),
    ("bron:nrc.nl", _("Met een verwijzing naar deze website in een noot.")),
]
FIELD_HELP = [
    {
        "name": field.name,
        "also": [name for name, other in SEARCH_FIELDS.items() if other is field and name != field.name],
        "help": field.help,
    }
    for field in dict.fromkeys(SEARCH_FIELDS.values())
]


def examples() -> list[tuple[str, Any, int | None]]:
    """Each example, what it means and how many sets it finds; None while there is no index."""
    try:
        search.ensure()
        return [(text, meaning, count(Plan(query=parse(text).query))) for text, meaning in EXAMPLES]
    except search.IndexMissing:
        return [(text, meaning, None) for text, meaning in EXAMPLES]
