"""The publications that make a set up, and who signed them.

A foreign key that leads a unique constraint has no index of its own (`db_index=False`): that constraint
serves.
"""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext

from questions.parsing.wording.identifiers import is_chamber_number, official_page
from questions.vocabulary import lengths
from questions.vocabulary.kinds import Chamber, Kind, Role

from .choices import choices, translated_choices
from .inquiries import Inquiry
from .people import Minister, Ministry


class Document(models.Model):
    """One publication, or a letter that was not (yet) published."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="documents", verbose_name="vragenset", db_index=False
    )
    kind = models.CharField("soort", max_length=20, choices=translated_choices(Kind))
    identifier = models.CharField(
        "documentnummer",
        max_length=lengths.MAX_IDENTIFIER_CHARS,
        null=True,
        blank=True,
        help_text="Bijvoorbeeld ah-tk-20232024-1062.",
    )
    # The name of the document within its set.
    handle = models.CharField(max_length=lengths.MAX_HANDLE_CHARS, editable=False)
    chamber = models.CharField(
        "Kamer", max_length=2, choices=translated_choices(Chamber), default=Chamber.TK.value
    )
    session_year = models.CharField("vergaderjaar", max_length=9, null=True, blank=True)
    number = models.PositiveIntegerField("nummer", null=True, blank=True)
    received_on = models.DateField("ontvangen", null=True, blank=True)
    doubtful_received_on = models.DateField("ontvangen volgens de bron, kan niet", null=True, blank=True)
    published_on = models.DateField("gepubliceerd", null=True, blank=True)
    explanation = models.TextField("toelichting", blank=True)
    notice = models.TextField("mededeling", blank=True)
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="vervangt",
        help_text="Bij een herdruk.",
    )

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["received_on", "number", "id"]
        constraints = [
            models.UniqueConstraint(Lower("identifier"), name="document_identifier_unique"),
            models.UniqueConstraint(fields=["inquiry", "handle"], name="document_handle_unique"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="document_kind"),
            models.CheckConstraint(
                condition=Q(chamber__in=tuple(chamber.value for chamber in Chamber)), name="document_chamber"
            ),
            models.CheckConstraint(
                condition=Q(session_year__isnull=True) | Q(session_year__regex=r"^\d{4}-\d{4}$"),
                name="document_session_year",
                violation_error_message="Vul een vergaderjaar in zoals 2023-2024.",
            ),
        ]
        indexes = [
            models.Index(fields=["session_year", "number"], name="document_number"),
            models.Index(fields=["received_on"], name="document_received_on"),
        ]

    def __str__(self) -> str:
        return self.identifier or gettext("%(kind)s zonder nummer") % {"kind": self.get_kind_display()}

    @property
    def official_url(self) -> str | None:
        """The page of the official publication; None for what was not published there."""
        if not self.identifier:
            return None
        return official_page(self.identifier)

    @property
    def is_chamber_paper(self) -> bool:
        """Whether it is known by the number that the Chamber gave it, and by no official one."""
        return is_chamber_number(self.identifier)

    @property
    def citation(self) -> str:
        """ "Aanhangsel Handelingen II 2023/24, nr. 1062" (Leidraad voor juridische auteurs)."""
        if self.session_year and self.number and self.kind != Kind.QUESTIONS:
            chamber = "I" if self.chamber == Chamber.EK else "II"
            years = f"{self.session_year[:4]}/{self.session_year[-2:]}"
            version = re.search(r"-([hn])\d*$", self.identifier or "")
            added = {"h": " (herdruk)", "n": " (nader)"}[version[1]] if version else ""
            return f"Aanhangsel Handelingen {chamber} {years}, nr. {self.number}{added}"
        return str(self)


class Signatory(models.Model):
    """Who signed a document, or on whose behalf it was signed."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="signatories", verbose_name="document", db_index=False
    )
    position = models.PositiveSmallIntegerField("volgorde")
    on_behalf = models.BooleanField("mede namens", default=False)
    name = models.CharField("naam zoals gedrukt", max_length=lengths.MAX_PRINTED_NAME_CHARS, blank=True)
    role = models.CharField("functie", max_length=20, choices=choices(Role))
    portfolio = models.CharField(
        "portefeuille zoals gedrukt", max_length=lengths.MAX_PORTFOLIO_CHARS, blank=True
    )
    minister = models.ForeignKey(
        Minister, models.PROTECT, null=True, blank=True, related_name="signed", verbose_name="bewindspersoon"
    )
    ministry = models.ForeignKey(
        Ministry, models.PROTECT, null=True, blank=True, related_name="signed", verbose_name="ministerie"
    )

    class Meta:
        verbose_name = "ondertekenaar"
        verbose_name_plural = "ondertekenaars"
        ordering = ["on_behalf", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "on_behalf", "position"], name="signatory_position_unique"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="signatory_role"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.role, self.name, f"({self.portfolio})" if self.portfolio else ""]))
