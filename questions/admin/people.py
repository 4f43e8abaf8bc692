"""Ministers, ministries, members and parties in the admin."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from questions.editing import people as editing
from questions.editing.review import settle_names
from questions.editing.undo_log import NotPossible
from questions.models import (
    Cabinet,
    EditorAction,
    FormerSlug,
    Inquiry,
    Member,
    Membership,
    Minister,
    Ministry,
    MinistrySuccession,
    NameChoice,
    Office,
    Party,
    Portfolio,
    ReplyTerm,
    SearchChange,
)

from .base import DerivedAdmin, EditorAdmin, follow
from .confirmation import ReasonForm, ask


class IndexedAdmin(EditorAdmin):
    """Rows that the search index uses for sets: after a change, all sets concerned are indexed again."""

    def sets_of(self, row: Any) -> QuerySet[Inquiry]:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            self._changed(self.model._default_manager.get(pk=obj.pk))
        super().save_model(request, obj, form, change)
        self._changed(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._changed(obj)
        super().delete_model(request, obj)

    def _changed(self, row: Any) -> None:
        ids = self.sets_of(row).order_by("pk").values_list("pk", flat=True).iterator()
        SearchChange.objects.bulk_create((SearchChange(inquiry_id=pk) for pk in ids), batch_size=5000)
        follow()


class OfficeInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Office
    extra = 0
    autocomplete_fields = ("ministry", "cabinet")


class SplitForm(ReasonForm):
    """Chooses what belongs to another: names as printed, and offices, memberships or portfolios."""

    field_order = ("name", "names", "parts", "reason")
    name = forms.CharField(label="Naam van de nieuwe", max_length=100)
    names = forms.MultipleChoiceField(
        label="Zo gedrukt hoort bij de nieuwe", widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(label="Gaat mee", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, body: editing.Body, *args: Any) -> None:
        super().__init__(*args)
        self.body = body
        self.printed = editing.printed(body)
        self.hanging = list(HANGING_ROWS[type(body)](body))
        fields: Any = self.fields
        fields["names"].choices = [
            (_value(row), f"{row.name}{f' ({row.detail})' if row.detail else ''}: {row.count} keer")
            for row in self.printed
        ]
        fields["parts"].choices = [(str(row.pk), _dated(row)) for row in self.hanging]
        if not self.hanging:
            del fields["parts"]

    def chosen(self) -> tuple[list[editing.Printed], list[Any]]:
        names, parts = set(self.cleaned_data["names"]), set(self.cleaned_data.get("parts", ()))
        return [row for row in self.printed if _value(row) in names], [
            row for row in self.hanging if str(row.pk) in parts
        ]


# What goes along with a part of each kind that is split off.
HANGING_ROWS: dict[type[Any], Callable[[Any], Iterable[Any]]] = {
    Minister: lambda row: row.offices.all(),
    Member: lambda row: row.memberships.all(),
    Ministry: lambda row: row.portfolios.all(),
    Party: lambda row: (),
}


def _value(row: editing.Printed) -> str:
    """A printed name as a choice: what was ticked stays that name, whatever comes in meanwhile."""
    return json.dumps([row.name, row.detail])


def _dated(row: Any) -> str:
    since, until = (f"{day:%d-%m-%Y}" if day else "" for day in (row.since, row.until))
    return f"{row} ({since} – {until})" if since or until else str(row)


class BodyAdmin(EditorAdmin):
    """People and bodies: two that are one are merged, one that is two is split; both can be undone."""

    change_form_template = "admin/questions/change_body.html"
    merge_field = ""  # a column that refers to this model, for the field that chooses another

    def get_urls(self) -> list[URLPattern]:
        name = self.model._meta.model_name
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/samenvoegen/", wrap(self.merge_view), name=f"questions_{name}_merge"),
            path("<int:pk>/splitsen/", wrap(self.split_view), name=f"questions_{name}_split"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new name is shown in the lists beside every search; documents with the former one stay with
        this row.
        """
        former = self.model._default_manager.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if former:
            editing.keep_names(obj, former)
        follow()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Merging is the way: what has an address keeps it."""
        return False

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=pk)
        chosen: list[Any] = []

        def act(data: dict[str, Any]) -> EditorAction:
            kept, gone = (data["other"], row) if data["direction"] == "other" else (row, data["other"])
            chosen.append(kept)
            return editing.merge(kept, gone, request.user, data["reason"])

        def preview(data: dict[str, Any]) -> dict[str, Any]:
            kept, gone = (data["other"], row) if data["direction"] == "other" else (row, data["other"])
            if kept.pk == gone.pk:
                raise NotPossible("Kies een ander dan deze zelf.")
            return {"merge": editing.preview(kept, gone), "kept": kept, "gone": gone}

        return ask(
            request, self, row,
            title=f"{row} samenvoegen",
            text="Documenten, ambten en adressen gaan over; latere documenten met dezelfde naam vinden "
                "wie blijft.",
            button="Samenvoegen",
            form=_merge_form(self.merge_field, str(row))(request.POST or None),
            preview=preview,
            act=act,
            goes_to=lambda: chosen[0],
        )  # fmt: skip

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=pk)
        form = SplitForm(row, request.POST or None)

        def act(data: dict[str, Any]) -> EditorAction:
            return editing.split(row, data["name"], *form.chosen(), request.user, data["reason"])

        return ask(
            request, self, row,
            title=f"{row} splitsen",
            text="Kies wat bij een ander hoort. Dat gaat naar een nieuwe, en latere documenten met die "
                "naam ook.",
            button="Splitsen",
            form=form,
            act=act,
        )  # fmt: skip


def _merge_form(reference: str, name: str) -> type[ReasonForm]:
    """A form that chooses another row of the table that a column refers to."""
    column = NameChoice._meta.get_field(reference)

    class MergeForm(ReasonForm):
        field_order = ("other", "direction", "reason")
        other = forms.ModelChoiceField(
            column.related_model._default_manager.all(),  # type: ignore[union-attr]
            label="Dezelfde als",
            widget=AutocompleteSelect(column, admin.site),
        )
        direction = forms.ChoiceField(
            label="Wie blijft",
            choices=[("other", "die andere"), ("this", name)],
            widget=forms.RadioSelect,
            initial="other",
        )

    return MergeForm


class PersonAdmin(BodyAdmin):
    list_display = ("name", "surname", "initials", "is_confirmed")
    list_filter = ("is_confirmed",)
    search_fields = ("name", "surname", "initials")
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Who is confirmed is no longer a question."""
        super().save_model(request, obj, form, change)
        settle_names()


@admin.register(Minister)
class MinisterAdmin(PersonAdmin):
    inlines = (OfficeInline,)
    merge_field = "minister"
    readonly_fields = ("remarks",)

    @admin.display(description="let op")
    def remarks(self, minister: Minister) -> str:
        """Overlaps and gaps of offices."""
        offices = list(minister.offices.all()) if minister.pk else []
        return " ".join([*editing.overlaps(offices), *editing.gaps(offices)]) or "De ambten sluiten aan."


@admin.register(Office)
class OfficeAdmin(EditorAdmin):
    list_display = ("minister", "role", "portfolio", "ministry", "cabinet", "since", "until")
    list_filter = ("role", "cabinet")
    list_select_related = ("minister", "ministry", "cabinet")
    search_fields = ("minister__name", "portfolio")
    autocomplete_fields = ("minister", "ministry", "cabinet")


class SuccessorInline(admin.TabularInline):  # type: ignore[type-arg]
    model = MinistrySuccession
    fk_name = "predecessor"
    extra = 0
    autocomplete_fields = ("successor",)


class PortfolioInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Portfolio
    extra = 0


@admin.register(Ministry)
class MinistryAdmin(BodyAdmin):
    merge_field = "ministry"
    list_display = ("name", "abbreviation")
    search_fields = ("name", "abbreviation")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (PortfolioInline, SuccessorInline)


@admin.register(MinistrySuccession)
class MinistrySuccessionAdmin(EditorAdmin):
    list_display = ("predecessor", "successor", "on")
    list_select_related = ("predecessor", "successor")
    autocomplete_fields = ("predecessor", "successor")


@admin.register(Portfolio)
class PortfolioAdmin(EditorAdmin):
    list_display = ("name", "ministry", "since", "until")
    list_select_related = ("ministry",)
    search_fields = ("name",)
    autocomplete_fields = ("ministry",)


@admin.register(Cabinet)
class CabinetAdmin(IndexedAdmin):
    list_display = ("name", "since", "until")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def sets_of(self, row: Cabinet) -> QuerySet[Inquiry]:
        period = Q(submitted_on__gte=row.since) & (Q(submitted_on__lt=row.until) if row.until else Q())
        return Inquiry.objects.filter(period)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ("party",)


@admin.register(Member)
class MemberAdmin(PersonAdmin):
    merge_field = "member"
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(EditorAdmin):
    list_display = ("member", "party", "since", "until")
    list_select_related = ("member", "party")
    search_fields = ("member__name", "party__name")
    autocomplete_fields = ("member", "party")


@admin.register(Party)
class PartyAdmin(BodyAdmin):
    merge_field = "party"
    list_display = ("name", "long_name")
    search_fields = ("name", "long_name")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(FormerSlug)
class FormerSlugAdmin(DerivedAdmin):
    list_display = ("kind", "slug", "target")
    search_fields = ("slug", "target")
    readonly_fields = ("kind", "slug", "target")


@admin.register(ReplyTerm)
class ReplyTermAdmin(IndexedAdmin):
    list_display = ("chamber", "since", "days", "postponed_days")

    def sets_of(self, row: ReplyTerm) -> QuerySet[Inquiry]:
        """Those that wait for an answer: of the others the index has no term."""
        return Inquiry.objects.filter(chamber=row.chamber, is_answered=False, is_withdrawn=False)
