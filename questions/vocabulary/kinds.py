"""Kinds, roles and states: each an enumeration, with its Dutch word where people read it. Pure.

The values stand in the database, in the index and in our JSON, so they never change. A member of these
enumerations is a `str`, and equal to its value.
"""

from __future__ import annotations

from enum import StrEnum

from .translation import gettext_noop as _


class Labelled(StrEnum):
    """A value and the Dutch word for it.

    `slug` is the word in addresses and in the query language, for those that stand there.
    """

    label: str
    slug: str

    def __new__(cls, value: str, label: str = "", slug: str = "") -> Labelled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.slug = slug
        return member


class Chamber(Labelled):
    """The House of Representatives or the Senate."""

    TK = "tk", _("Tweede Kamer")
    EK = "ek", _("Eerste Kamer")


class Role(Labelled):
    """What a member of the cabinet is."""

    MINISTER = "minister", "minister"
    STATE_SECRETARY = "staatssecretaris", "staatssecretaris"
    PREMIER = "minister-president", "minister-president"


class Kind(Labelled):
    """What a document is."""

    ANSWER = "answer", _("antwoord"), "antwoord"
    QUESTIONS = "questions", _("vragen"), "vragen"
    POSTPONEMENT = "postponement", _("mededeling van uitstel"), "uitstel"
    WITHDRAWAL = "withdrawal", _("intrekking"), "intrekking"
    FURTHER_ANSWER = "further_answer", _("nader antwoord"), "nader"
    CORRECTION = "correction", _("herdruk of rectificatie"), "herdruk"

    @property
    def answers(self) -> bool:
        """Whether answers stand in such a document. A reprint (herdruk) repeats those that it replaces."""
        return self in (Kind.ANSWER, Kind.CORRECTION, Kind.FURTHER_ANSWER)

    @property
    def ends_term(self) -> bool:
        """Whether its day is the day of the answer; a further answer comes later and does not move that
        day.
        """
        return self.answers and self is not Kind.FURTHER_ANSWER


ANSWERING_KINDS = tuple(kind for kind in Kind if kind.answers)
TERM_ENDING_KINDS = tuple(kind for kind in Kind if kind.ends_term)
# As facets list them; their places are bits in the index.
LISTED_KINDS = (
    Kind.ANSWER, Kind.QUESTIONS, Kind.POSTPONEMENT, Kind.FURTHER_ANSWER, Kind.CORRECTION, Kind.WITHDRAWAL,
)  # fmt: skip


class Status(Labelled):
    """How far a set is.

    LATE is open with its term over; that is worked out when it is asked, and never stored.
    """

    ANSWERED = "answered", _("beantwoord"), "beantwoord"
    OPEN = "open", _("open"), "open"
    POSTPONED = "postponed", _("uitgesteld"), "uitgesteld"
    LATE = "late", _("nu te laat"), "telaat"
    WITHDRAWN = "withdrawn", _("ingetrokken"), "ingetrokken"


class ReplyState(Labelled):
    """What became of the reply term of a set."""

    IN_TIME = "in_time", _("op tijd beantwoord")
    IN_TIME_AFTER_POSTPONEMENT = "in_time_after_postponement", _("op tijd beantwoord na uitstel")
    LATE = "late", _("te laat beantwoord")
    OPEN = "open", _("wacht op antwoord")
    OPEN_AFTER_POSTPONEMENT = "open_after_postponement", _("wacht op antwoord na uitstel")
    OVERDUE = "overdue", _("wacht op antwoord, te laat")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    UNKNOWN = "unknown", _("antwoordtijd onbekend")


class KeyKind(Labelled):
    """By what a set is known.

    ADDRESS is a number that was corrected away: links last, documents are not matched by it.
    """

    CASE = "case", "vraagnummer"
    IDENTIFIER = "identifier", "documentnummer"
    KEY = "key", "vroegere sleutel"
    CONTENT = "content", "inhoud"
    ADDRESS = "address", "alleen adres"


class ReferenceKind(Labelled):
    """How a document names another: in its "Zie ook", or somewhere in its text."""

    SEE_ALSO = "see_also", _("zie ook")
    MENTION = "mention", _("in de tekst")


class BodyKind(Labelled):
    """People and bodies that documents name."""

    MINISTER = "minister", "bewindspersoon"
    MEMBER = "member", "Kamerlid"
    PARTY = "party", "partij"
    MINISTRY = "ministry", "ministerie"


class SourceStatus(Labelled):
    """Whether the bytes of a publication could be read."""

    LOADED = "loaded", "ingelezen"
    FAILED = "failed", "niet te lezen"


class RemoteState(Labelled):
    """What is known here of a publication at its source."""

    WANTED = "wanted", "wordt opgehaald"
    FETCHED = "fetched", "opgehaald"
    ABSENT = "absent", "genoemd, maar niet te vinden"
    GONE = "gone", "verdwenen bij de bron"
    SUPERSEDED = "superseded", "niet meer nodig"


class RemoteSource(Labelled):
    """Who offers what is fetched."""

    PUBLICATIONS = "publications", "officiële bekendmakingen"
    CHAMBER = "chamber", "Tweede Kamer"


class Category(StrEnum):
    """What the data warehouse (Gegevensmagazijn) of the Chamber keeps, as it names it; those of use here."""

    PERSON = "Persoon"
    FACTION = "Fractie"
    SEAT = "FractieZetel"
    SEAT_HOLDER = "FractieZetelPersoon"
    CASE = "Zaak"
    CASE_ACTOR = "ZaakActor"
    PAPER = "Document"
    PAPER_VERSION = "DocumentVersie"


PEOPLE_CATEGORIES = (Category.PERSON, Category.FACTION, Category.SEAT, Category.SEAT_HOLDER)
CASE_CATEGORIES = (Category.CASE, Category.CASE_ACTOR, Category.PAPER, Category.PAPER_VERSION)
FIRST_FILLING = "eerste vulling van zaken"  # the list of all cases, which is read once


class Effect(StrEnum):
    """What became of a document that was read."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class CorrectionStatus(Labelled):
    """Whether a correction holds. OUTDATED waits for a decision: its source says something else since."""

    ACTIVE = "active", "van kracht"
    OUTDATED = "outdated", "verouderd?"
    WITHDRAWN = "withdrawn", "teruggenomen"
    REPLACED = "replaced", "vervangen door een latere"


class ActionKind(Labelled):
    """What an editor did to several rows at once."""

    MERGE = "merge", "samengevoegd"
    SPLIT = "split", "gesplitst"
    JOIN = "join", "sets samengevoegd"
    TAKE_OUT = "take_out", "document uit set genomen"
    HIDE = "hide", "uit beeld genomen"
    SHOW = "show", "teruggezet"


class ProblemKind(Labelled):
    """What a person should look at."""

    UNREADABLE = "unreadable", "niet te lezen"
    WARNING = "warning", "waarschuwing bij het lezen"
    UNKNOWN_MINISTER = "unknown_minister", "onbekende bewindspersoon"
    UNKNOWN_MEMBER = "unknown_member", "onbekend Kamerlid"
    UNKNOWN_MINISTRY = "unknown_ministry", "onbekend ministerie"
    AMBIGUOUS = "ambiguous", "niet eenduidig"
    CONTRADICTION = "contradiction", "een nummer, twee sets"
    DOUBTFUL_DATE = "doubtful_date", "dag die niet kan"
    OUTDATED = "outdated", "verbetering verouderd?"
    PARTY = "party", "partij anders dan gedrukt"
    ASKERS = "askers", "indieners anders dan gedrukt"
    PERSON_FACT = "person_fact", "bij de Tweede Kamer anders dan hier"
    UNANSWERED = "unanswered", "antwoorden passen niet bij de vragen"
    DATES = "dates", "antwoord voor de vraag"
    SLOW = "slow", "meer dan een jaar na de vraag"
    DUPLICATE = "duplicate", "mogelijk dubbel"
    GAP = "gap", "gat in de nummering"


class ProblemStatus(Labelled):
    """DISMISSED does not come back for the same cause."""

    OPEN = "open", "open"
    RESOLVED = "resolved", "opgelost"
    DISMISSED = "dismissed", "afgewezen"


class Unit(StrEnum):
    """In what results are listed and counted."""

    SETS = "sets"
    QUESTIONS = "questions"
