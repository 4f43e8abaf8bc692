"""Names of people and offices in one comparable form, so that spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’‘`´′ʼ"
_ARTICLE = rf"(?:de|den|der|het|[{APOSTROPHES}]t)"
# What stands before the name by which somebody is sorted; of a few words only before an article ("in 't
# Veld", "op den Berg").
PREFIXES = (
    rf"(?:van|von|vom|zu|zum|zur|ten|ter|te|la|le|les|el|du|des|do|da|dos|das|di|del|della|d[{APOSTROPHES}]|{_ARTICLE}"
    rf"|(?:in|op|aan|uit|bij|onder|over|voor|boven|achter)(?=\s+{_ARTICLE}\s))"
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Small letters without accents: "Yeşilgöz" → "yesilgoz"."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=20_000)
def name_key(surname: str) -> str:
    """Letters only: "Faber – van de Klashorst" and "Faber-Van de Klashorst" give one key."""
    return re.sub(r"[^a-z]", "", folded(surname))


@lru_cache(maxsize=20_000)
def main_name(surname: str) -> str:
    """By what a name is sorted in the Netherlands: "de Groot" stands under the G."""
    own = re.sub(
        rf"^(?:{PREFIXES}\s+|[dls][{APOSTROPHES}]\s*(?=\w\w)|[{APOSTROPHES}]s[\s-])+", "", folded(surname)
    )
    return re.sub(r"[^a-z]", "", own)


@lru_cache(maxsize=20_000)
def portfolio_key(portfolio: str | None) -> str:
    """Letters only: "Justitie en Veiligheid" → "justitieenveiligheid"."""
    return re.sub(r"[^a-z]", "", folded(portfolio or ""))


def surname_of(printed: str) -> tuple[str, str]:
    """A printed name as (what stands before the surname, surname).

    "D. Yeşilgöz-Zegerius" → ("D.", "Yeşilgöz-Zegerius"); "Inge van Dijk" → ("Inge", "van Dijk"); "Van Dijk"
    → ("", "Van Dijk").
    """
    text = re.sub(r"^(?:(?:drs|mr|dr|ir|prof|ing)\.\s*)+", "", printed.strip(), flags=re.IGNORECASE)
    initials = re.match(r"^((?:[A-ZÀ-Þ][a-z]?\.\s?)+)(.+)$", text)
    if initials:
        return initials[1].strip(), initials[2].strip()
    with_prefix = re.match(
        rf"^(?!\S*-{PREFIXES}\s)(?!\S*-[VD](?:an|e|en|er)\s)([A-ZÀ-Þ][\w{APOSTROPHES}-]+)\s+({PREFIXES}\s+.+)$",
        text,
    )
    if with_prefix and not re.match(rf"^{PREFIXES}\s", text, re.IGNORECASE):
        return with_prefix[1], with_prefix[2]
    return "", text
