"""What a source has: publications, each since a day, and what became of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.conftest import DOCUMENTS

from .chamber import Chamber

ORIGINAL = (DOCUMENTS / "official-xml" / "ah-tk-20232024-3001.xml").read_text(encoding="utf-8-sig")
AANHANGSEL = "Kamervragen (Aanhangsel)"
WITHOUT_ANSWER = "Kamervragen zonder antwoord"


@dataclass
class Publication:
    """One paper of a journal; `text` is None while the source has only a PDF of it, or nothing."""

    number: int
    published_on: dt.date = dt.date(2024, 3, 14)
    modified_on: dt.date | None = None
    journal: str = AANHANGSEL
    version: int = 1
    has_text: bool = True
    is_listed: bool = True
    name: str = ""

    @property
    def identifier(self) -> str:
        return self.name or f"ah-tk-20232024-{self.number}"

    @property
    def changed_on(self) -> dt.date:
        return self.modified_on or self.published_on

    @property
    def stamp(self) -> str:
        return f"{self.changed_on.isoformat()}T10:00:0{self.version % 10}.0000000+02:00"

    @property
    def xml(self) -> bytes:
        """The official XML, with the sign and the line ends that the repository gives it."""
        text = ORIGINAL.replace("3001", str(self.number)).replace("2024Z99101", f"2024Z{70000 + self.number}")
        text = text.replace("Kopenhagen", f"Kopenhagen versie {self.version} nummer {self.number}")
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


@dataclass
class Scenario:
    """The publications of a source."""

    publications: list[Publication] = field(default_factory=list)
    chamber: Chamber = field(default_factory=Chamber)

    def find(self, identifier: str) -> Publication | None:
        return next((one for one in self.publications if one.identifier == identifier), None)


def scenario(count: int) -> Scenario:
    """So many papers of a month, the highest number last."""
    first = dt.date(2024, 3, 1)
    return Scenario([Publication(5000 + n, first + dt.timedelta(days=n % 28)) for n in range(count)])
