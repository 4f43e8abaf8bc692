"""What editors decide: corrections of what a source says, whom a printed name means, and steps that can be
undone.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from questions.vocabulary import lengths
from questions.vocabulary.kinds import ActionKind, BodyKind, CorrectionStatus
from questions.vocabulary.names import name_key, portfolio_key
from questions.vocabulary.places import WHOLE_SET, Place, Value

from .choices import choices
from .documents import Document
from .inquiries import Inquiry
from .people import Member, Minister, Ministry, Party


class Correction(models.Model):
    """One value of a set or document that an editor put in the place of the source's.

    Loading applies those in force each time it composes the set. When the source's own value has changed
    since, the correction is flagged (`outdated`) and waits for a decision: the value of the source stands
    until then. Corrections that ended stay as history.
    """

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="corrections", verbose_name="vragenset", db_index=False
    )
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name="document"
    )
    field = models.CharField("veld", max_length=lengths.MAX_FIELD_CHARS)
    source_value = models.JSONField("volgens de bron", null=True)
    new_value = models.JSONField("verbeterd", null=True)
    latest_value = models.JSONField(
        "volgens de bron nu",
        null=True,
        editable=False,
        help_text="Wat de bron sindsdien zegt, bij een verouderde verbetering.",
    )
    reason = models.TextField("reden")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="corrections",
        verbose_name="redacteur",
    )
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)
    status = models.CharField(
        "toestand", max_length=10, choices=choices(CorrectionStatus), default=CorrectionStatus.ACTIVE.value
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="beëindigd door"
    )
    ended_at = models.DateTimeField("beëindigd", null=True)

    class Meta:
        verbose_name = "verbetering"
        verbose_name_plural = "verbeteringen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "document", "field"],
                condition=Q(status=CorrectionStatus.ACTIVE.value),
                name="correction_one_in_force",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(status__in=tuple(status.value for status in CorrectionStatus)),
                name="correction_status",
            ),
        ]
        indexes = [models.Index(fields=["inquiry", "status"], name="correction_of_inquiry")]

    def __str__(self) -> str:
        return f"{self.title}: {self.reason[:60]}"

    @property
    def place(self) -> Place:
        """Where in the set it stands."""
        return Place.read(self.document.handle if self.document else WHOLE_SET, self.field)

    @property
    def title(self) -> str:
        """What the corrected field is called."""
        return Place.read(WHOLE_SET, self.field).title

    def said(self, value: Value) -> str:
        """One of its values as a person reads it."""
        return Place.read(WHOLE_SET, self.field).said(value)

    def end(self, status: CorrectionStatus, editor: object) -> None:
        """It is no longer in force; it stays as history."""
        self.status, self.ended_at = status, timezone.now()
        self.ended_by = editor  # type: ignore[assignment]
        self.save(update_fields=["status", "ended_at", "ended_by"])


class NameChoice(models.Model):
    """An editor's word for whom a printed name means; it goes before everything that loading would work out.

    `detail` narrows it: the portfolio with which a minister signs, the party that is printed with a member;
    empty is any.
    """

    kind = models.CharField("soort", max_length=10, choices=choices(BodyKind))
    name = models.CharField("naam zoals gedrukt", max_length=lengths.MAX_NAME_CHARS)
    detail = models.CharField(
        "portefeuille of partij",
        max_length=200,
        blank=True,
        help_text="Leeg: met iedere die anders onbekend zou zijn.",
    )
    name_key = models.CharField(max_length=200, editable=False)
    detail_key = models.CharField(max_length=200, editable=False, blank=True)
    minister = models.ForeignKey(
        Minister, models.CASCADE, null=True, blank=True, related_name="choices", verbose_name="bewindspersoon"
    )
    member = models.ForeignKey(
        Member, models.CASCADE, null=True, blank=True, related_name="choices", verbose_name="Kamerlid"
    )
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="choices", verbose_name="partij"
    )
    ministry = models.ForeignKey(
        Ministry, models.CASCADE, null=True, blank=True, related_name="choices", verbose_name="ministerie"
    )

    class Meta:
        verbose_name = "keuze voor een naam"
        verbose_name_plural = "keuzes voor namen"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name_key", "detail_key"], name="name_choice_unique"),
            models.CheckConstraint(
                condition=(
                    Q(kind="minister", minister__isnull=False, member=None, party=None, ministry=None)
                    | Q(kind="member", minister=None, member__isnull=False, party=None, ministry=None)
                    | Q(kind="party", minister=None, member=None, party__isnull=False, ministry=None)
                    | Q(kind="ministry", minister=None, member=None, party=None, ministry__isnull=False)
                ),
                name="name_choice_of_its_kind",
                violation_error_message="Kies één betekenis, van de soort die u koos.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.detail})" if self.detail else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key, self.detail_key = choice_keys(self.kind, self.name, self.detail)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """The same name twice, also when it is written otherwise, is said in words."""
        keys = choice_keys(self.kind, self.name, self.detail)
        same = (
            NameChoice.objects.filter(kind=self.kind, name_key=keys[0], detail_key=keys[1])
            .exclude(pk=self.pk)
            .first()
        )
        if same:
            raise ValidationError(f"Voor «{same}» is al gekozen; wijzig die keuze.")
        if not getattr(self, f"{self.kind}_id", None):
            raise ValidationError("Kies wie of wat de naam betekent, van de soort die u koos.")

    @property
    def target_id(self) -> int:
        found = getattr(self, f"{self.kind}_id")
        assert isinstance(found, int)
        return found


def choice_keys(kind: str, name: str, detail: str | None) -> tuple[str, str]:
    """The forms by which a printed name, and what is printed with it, are compared.

    A name without letters of ours ("50+" has none) is compared as it is.
    """
    compared = name_key if kind in (BodyKind.MINISTER, BodyKind.MEMBER) else portfolio_key
    return compared(name) or name.casefold(), portfolio_key(detail) or (detail or "").casefold()


class EditorAction(models.Model):
    """Something that an editor did to several rows at once, with the steps that undo it (see
    `questions.editing.undo_log`).
    """

    kind = models.CharField("soort", max_length=10, choices=choices(ActionKind))
    summary = models.TextField("wat")
    reason = models.TextField("reden")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="actions", verbose_name="redacteur"
    )
    made_at = models.DateTimeField("gedaan", auto_now_add=True)
    steps = models.JSONField("stappen", default=list, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="ongedaan gemaakt door",
    )
    undone_at = models.DateTimeField("ongedaan gemaakt", null=True)

    class Meta:
        verbose_name = "ingreep"
        verbose_name_plural = "ingrepen"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="action_has_reason")]

    def __str__(self) -> str:
        return self.summary
