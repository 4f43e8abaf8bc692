"""A set with all that its pages show, loaded at any of its names; and what these pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from questions.citations import is_answering
from questions.models import Answer, Document, Inquiry, Reference, Signatory, Source

from .exceptions import Moved
from .showing import show
from .slugs import set_known_as


@dataclass(frozen=True)
class HiddenPage:
    """What stays at the address of a set that was taken from view: that it was, when and why."""

    inquiry: Inquiry


def load(key: str, view: str = "inquiry", *arguments: str) -> Inquiry:
    """The set with all that its page shows, in a fixed number of queries.

    Raises Moved for another of its names, to the same `view` of it, and Http404 for a name that nothing has.
    """
    rows = Inquiry.objects.prefetch_related(
        "askers__member",
        "askers__party",
        "addressees__ministry",
        "addressees__minister",
        "questions",
        Prefetch("documents", Document.objects.prefetch_related(
            Prefetch("signatories", Signatory.objects.select_related("minister", "ministry")),
            Prefetch("answers", Answer.objects.prefetch_related("questions")),
            "footnotes",
            Prefetch("references", Reference.objects.select_related("target")),
            "replaced_by",
        )),
    )  # fmt: skip
    found = rows.alias(small=Lower("key")).filter(small=key.lower()).first()  # which is what the index holds
    if found is None or found.key != key:
        raise Moved(reverse(view, args=[target(key), *arguments]))
    return found


def target(name: str) -> str:
    """The key of the set that is known by a name; raises Http404."""
    found = set_known_as(name)
    if found is None:
        raise Http404
    return found.key


def by_identifier(request: HttpRequest, identifier: str) -> HttpResponse:
    """Every number by which a set is known leads to it: /ah-tk-20232024-1062/, /kv-tk-2024Z18792/,
    /2024Z18792/.
    """
    raise Moved(reverse("inquiry", args=[target(identifier)]))


def hidden(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    return show(request, "questions/hidden.html", HiddenPage(inquiry), status=410)


def permanent(request: HttpRequest, inquiry: Inquiry) -> str:
    """The full address by which a set is cited: the Dutch one, in whatever language it is read."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(inquiry.get_absolute_url())


def targets(documents: Sequence[Document]) -> dict[str, str]:
    """Addresses of the sets that these documents name and that are here."""
    return {
        reference.identifier: reference.target.get_absolute_url()
        for document in documents
        for reference in document.references.all()
        if reference.target
    }


def addresses(documents: Sequence[Document], sources: Iterable[Source]) -> dict[int, str]:
    """Where each document can be read at its source: the official page, or else the file that was read."""
    found = {document.pk: document.official_url or "" for document in documents}
    if all(found.values()):  # as most are: the sources need not be looked up
        return found
    file = next((reverse("source", args=[source.sha256]) for source in sources), "")
    return {pk: address or file for pk, address in found.items()}


def marks(documents: Sequence[Document]) -> set[str]:
    """The footnotes that can be read on the page."""
    return {f"{document.pk}-{note.mark}" for document in documents for note in document.footnotes.all()}


def answering(documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents if is_answering(document)]


def awaits_text(found: Inquiry, documents: Iterable[Document]) -> bool:
    """Whether the set is answered by the Chamber's word, and no text of it is here."""
    return found.is_answered and not any(document.answers.all() for document in documents)
