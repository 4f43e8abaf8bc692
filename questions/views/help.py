"""The words of the page that explains searching; each example is a search that can be tried."""

from __future__ import annotations

from questions import search
from questions.language.fields import FIELDS
from questions.language.syntax import parse
from questions.search.results import Criteria, Results

EXAMPLES = [
    ("stikstof natuur", "Beide woorden, in welke vorm ook: enkelvoud, meervoud, met of zonder accenten en hoofdletters."),
    ("stikstof OF ammoniak", "Een van beide. Ook: OR."),
    ("stikstof -natuur", "Wel het ene woord, niet het andere. Ook: NIET natuur."),
    ("(stikstof OF ammoniak) vergunning", "Haakjes geven aan wat bij elkaar hoort."),
    ('"Natura 2000"', "Precies deze woorden, achter elkaar."),
    ("=vragen", "Precies dit woord; dus niet «vraag»."),
    ("stikst*", "Alle woorden die zo beginnen; ten minste drie letters."),
    ("stikstof NABIJ/5 vergunning", "Ten hoogste vijf woorden uit elkaar, in welke volgorde ook. Ook: NEAR/5."),
    ("wiskunde-onderwijs", "Vindt ook «wiskundeonderwijs» en «wiskunde onderwijs»."),
    ("in:antwoord stikstof", "Alleen in antwoorden. Ook in:vraag, in:titel en in:noot."),
    ("minister:hoekstra klimaat", "Gericht aan of beantwoord door deze bewindspersoon."),
    ("ministerie:ienw indiener:omtzigt", "Van dit Kamerlid aan dit ministerie."),
    ("ingezonden:2024-01..2024-06", "Ingezonden in deze maanden. Ook een jaar, een dag, of >=2024-03-01."),
    ("status:open", "Nog niet beantwoord. Ook: beantwoord, uitgesteld, telaat, ingetrokken."),
    ("antwoordtijd:>42", "Na meer dan 42 dagen beantwoord."),
    ("bron:nrc.nl", "Met een verwijzing naar deze website in een noot."),
]
FIELD_HELP = [
    {
        "name": field.name,
        "also": [name for name, other in FIELDS.items() if other is field and name != field.name],
        "help": field.help,
    }
    for field in dict.fromkeys(FIELDS.values())
]


def examples() -> list[tuple[str, str, int | None]]:
    """Each example, what it means and how many sets it finds; None while there is no index."""
    try:
        search.ensure()
        return [(text, meaning, Results(Criteria(query=parse(text).query)).count()) for text, meaning in EXAMPLES]
    except search.IndexMissing:
        return [(text, meaning, None) for text, meaning in EXAMPLES]
