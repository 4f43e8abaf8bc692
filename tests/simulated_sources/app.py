"""One WSGI app that answers as all the services do, and fails as they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from .scenario import Publication, Scenario

Answer = tuple[str, list[tuple[str, str]], bytes]
Fault = Callable[[str, int, Answer], Answer]  # (path, which request, the right answer) → the answer
XML = [("Content-Type", "application/xml;charset=UTF-8")]
NAMESPACES = (
    'xmlns:overheidwetgeving="http://standaarden.overheid.nl/wetgeving/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:cd="http://standaarden.overheid.nl/cup/data" xmlns:c="http://standaarden.overheid.nl/collectie/" '
    'xmlns:gzd="http://standaarden.overheid.nl/sru"'
)
MAX_START = 10_000


@dataclass
class App:
    """`requests` has each path in the order in which it was asked; `fault` may change an answer."""

    scenario: Scenario
    fault: Fault = lambda _path, _count, answer: answer
    prefix: str = "sru:"
    requests: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        self.requests.append(f"{path}?{query}" if query else path)
        answer = self.scenario.chamber.answer(path, query)
        if answer is None:
            answer = self._search(parse_qs(query)) if path == "/sru" else self._file(path)
        status, headers, body = self.fault(path, len(self.requests), answer)
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _file(self, path: str) -> Answer:
        name, _, kind = path.strip("/").rpartition(".")
        found = self.scenario.find(name)
        if path.startswith("/fout404"):
            return (
                "200 OK",
                [("Content-Type", "text/html")],
                b"<html><body>Pagina niet gevonden</body></html>",
            )
        if found is None or kind != "xml" or not found.has_text:
            return "302 Found", [("Location", "/fout404?aspxerrorpath=/x")], b""
        return "200 OK", XML, found.xml

    def _search(self, asked: dict[str, list[str]]) -> Answer:
        cql, start = asked["query"][0], int(asked["startRecord"][0])
        if start >= MAX_START:
            return (
                "504 Gateway Time-out",
                [("Content-Type", "text/html")],
                b"<html>504 Gateway Time-out</html>",
            )
        hits = [one for one in self.scenario.publications if one.is_listed and _meets(one, cql)]
        hits.sort(key=lambda one: one.changed_on)
        shown = hits[start - 1 : start - 1 + int(asked["maximumRecords"][0])]
        return "200 OK", XML, self.page(len(hits), shown, start).encode()

    def page(
        self, total: int | None, shown: Iterable[Publication], start: int = 1, complaint: str = ""
    ) -> str:
        """An answer of the service: without a count, or with a complaint, as it gives them at times."""
        s = self.prefix
        own = f'xmlns{":" + s.rstrip(":") if s else ""}="http://docs.oasis-open.org/ns/search-ws/sruResponse"'
        count = f"<{s}numberOfRecords>{total}</{s}numberOfRecords>" if total is not None else ""
        records = "".join(self._record(one, place) for place, one in enumerate(shown, start))
        said = (
            '<diagnostics xmlns="http://docs.oasis-open.org/ns/search-ws/diagnostic"><diagnostic><details>'
            f"{escape(complaint)}</details><message>SEARCH-IGNOREDQTEXT</message></diagnostic></diagnostics>"
            if complaint
            else ""
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><{s}searchRetrieveResponse {own} {NAMESPACES}>'
            f"<{s}version>2.0</{s}version>{count}<{s}records>{records}</{s}records>{said}<{s}resultCountPrecision>"
            f"info:srw/vocabulary/resultCountPrecision/1/estimate</{s}resultCountPrecision>"
            f"</{s}searchRetrieveResponse>"
        )

    def _record(self, one: Publication, place: int) -> str:
        s, base = self.prefix, "https://repository.overheid.nl/frbr/officielepublicaties"
        formats = ("html", "metadata", "xml") if one.has_text else ("metadata", "pdf")
        items = "".join(
            f'<gzd:itemUrl manifestation="{kind}">'
            f"{base}/{one.identifier}/1/{kind}/{one.identifier}.{kind}</gzd:itemUrl>"
            for kind in formats
        )
        return (
            f"<{s}record><{s}recordSchema>http://standaarden.overheid.nl/sru/</{s}recordSchema><{s}recordPacking>xml"
            f"</{s}recordPacking><{s}recordData><gzd:gzd><gzd:originalData><overheidwetgeving:meta>"
            f"<overheidwetgeving:owmskern><dcterms:identifier>{one.identifier}</dcterms:identifier>"
            f"<dcterms:type>{one.journal}</dcterms:type><dcterms:modified>{one.changed_on}</dcterms:modified>"
            "</overheidwetgeving:owmskern><overheidwetgeving:owmsmantel>"
            f"<dcterms:available>{one.published_on}</dcterms:available></overheidwetgeving:owmsmantel>"
            "<overheidwetgeving:tpmeta><c:product-area>officielepublicaties</c:product-area>"
            f"<overheidwetgeving:aanhangselnummer>{one.number}</overheidwetgeving:aanhangselnummer>"
            "<overheidwetgeving:vergaderjaar>2023-2024</overheidwetgeving:vergaderjaar>"
            f"<overheidwetgeving:vraagnummer>2024Z{70000 + one.number}</overheidwetgeving:vraagnummer>"
            f"<cd:datumTijdstipWijzigingExpression>{one.stamp}</cd:datumTijdstipWijzigingExpression>"
            "</overheidwetgeving:tpmeta></overheidwetgeving:meta></gzd:originalData>"
            f"<gzd:enrichedData>{items}<gzd:timestamp>{one.stamp}</gzd:timestamp></gzd:enrichedData></gzd:gzd>"
            f"</{s}recordData><{s}recordPosition>{place}</{s}recordPosition></{s}record>"
        )


def _meets(one: Publication, cql: str) -> bool:
    """The part of the query language that is asked here."""
    for name, sign, value in re.findall(
        r'([\w.-]+)(==|>=|<=)"?([^"\s]+(?: [^"\s]+)*?)"?(?= AND | sortBy |$)', cql
    ):
        said = {
            "c.product-area": "officielepublicaties",
            "w.publicatienaam": one.journal,
            "w.vergaderjaar": "2023-2024",
            "dt.modified": str(one.changed_on),
            "dt.available": str(one.published_on),
        }[name]
        if not {"==": said == value, ">=": said >= value, "<=": said <= value}[sign]:
            return False
    return True
