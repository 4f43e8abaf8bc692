"""Sets and documents in the admin: what is wrong in them is corrected here, and every correction lasts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from questions.editing import sets
from questions.models import (
    Addressee,
    Answer,
    Asker,
    Document,
    Footnote,
    Inquiry,
    InquiryKey,
    Question,
    Reference,
    Signatory,
)
from questions.vocabulary.kinds import KeyKind
from questions.vocabulary.places import Value

from .confirmation import ReasonForm, ask, ask_why
from .correction_forms import CorrectedAdmin, ListInline, TextInline
from .forms import AnswerForm, DocumentForm, InquiryForm, TextForm


def _asker_value(row: Asker) -> dict[str, Value]:
    chosen = {"member": row.member.slug} if row.member else {}
    return {"name": row.name, "party": row.party_name, **chosen}


def _addressee_value(row: Addressee) -> dict[str, Value]:
    chosen = {"minister": row.minister.slug} if row.minister else {}
    return {"role": row.role, "portfolio": row.portfolio, **chosen}


def _signatory_value(row: Signatory) -> dict[str, Value]:
    chosen = {"minister": row.minister.slug} if row.minister else {}
    return {
        "name": row.name,
        "role": row.role,
        "portfolio": row.portfolio,
        "on_behalf": row.on_behalf,
        **chosen,
    }


def _reference_value(row: Reference) -> dict[str, Value]:
    return {"kind": row.kind, "identifier": row.identifier}


class AskerInline(ListInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Asker
    formset_values = {"list_name": "askers", "is_needed": True, "row_value": _asker_value}
    fields = ("name", "party_name", "member", "party")
    readonly_fields = ("party",)
    autocomplete_fields = ("member",)


class AddresseeInline(ListInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Addressee
    formset_values = {"list_name": "addressees", "is_needed": True, "row_value": _addressee_value}
    fields = ("role", "portfolio", "minister", "ministry")
    readonly_fields = ("ministry",)
    autocomplete_fields = ("minister",)


class QuestionInline(TextInline, admin.StackedInline):  # type: ignore[type-arg]
    model = Question
    form = TextForm
    formset_values = {"part": "questions", "columns": {"text": "text"}}
    fields = ("text",)


class LinkedDocumentInline(admin.TabularInline):  # type: ignore[type-arg]
    """The documents of a set: each is corrected on a page of its own."""

    model = Document
    extra = 0
    fields = readonly_fields = ("kind", "identifier", "received_on")
    show_change_link = True
    can_delete = False
    max_num = 0


class OtherSetForm(ReasonForm):
    """Chooses a set."""

    field_order = ("other", "reason")
    other = forms.ModelChoiceField(
        Inquiry.objects.all(), label="Andere set",
        widget=AutocompleteSelect(Asker._meta.get_field("inquiry"), admin.site),
        help_text="Zoek op vraagnummer, documentnummer of onderwerp.",
    )  # fmt: skip


@admin.register(Inquiry)
class InquiryAdmin(CorrectedAdmin):
    form = InquiryForm
    list_display = (
        "subject_text",
        "case_number",
        "submitted_on",
        "answered_on",
        "status_text",
        "question_count",
    )
    list_filter = ("chamber", "is_answered", "is_postponed", "is_withdrawn", "session_year")
    search_fields = ("key", "case_number", "subject")
    fields = ("subject", "case_number", "submitted_on", "corrections", "facts", "reason", "version")
    readonly_fields = ("corrections", "facts")
    inlines = (AskerInline, AddresseeInline, LinkedDocumentInline, QuestionInline)
    change_form_template = "admin/questions/change_set.html"

    @admin.display(description="onderwerp", ordering="subject")
    def subject_text(self, inquiry: Inquiry) -> str:
        return inquiry.title

    @admin.display(description="stand")
    def status_text(self, inquiry: Inquiry) -> str:
        return "uit beeld" if inquiry.hidden_on else inquiry.get_status_display()

    @admin.display(description="afgeleid")
    def facts(self, inquiry: Inquiry) -> str:
        """What follows from the documents and cannot be typed."""
        parts = [inquiry.get_status_display(), f"{inquiry.question_count} vragen"]
        if inquiry.answered_on:
            parts.append(f"beantwoord op {inquiry.answered_on:%d-%m-%Y}")
        if inquiry.session_year:
            parts.append(f"vergaderjaar {inquiry.session_year}")
        if inquiry.hidden_on:
            parts.append(f"uit beeld genomen: {inquiry.hidden_reason}")
        return ", ".join(parts)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Also by the numbers of documents, and former addresses."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        number = search_term.strip().lower()
        named = (
            InquiryKey.objects.filter(value__contains=number).exclude(kind=KeyKind.CONTENT).values("inquiry")
        )
        return (found | queryset.filter(pk__in=named) if number else found), has_doubles

    def view_on_site(self, inquiry: Inquiry) -> str:
        return inquiry.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        def wrap(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("<int:pk>/samenvoegen/", wrap(self.join_view), name="questions_inquiry_join"),
            path("<int:pk>/terugzetten/", wrap(self.show_view), name="questions_inquiry_show"),
            path("<int:pk>/verbergen/", wrap(self.hide_view), name="questions_inquiry_hide"),
            *super().get_urls(),
        ]

    def join_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        inquiry = get_object_or_404(Inquiry, pk=pk)
        return ask(
            request, self, inquiry,
            title=f"Set {inquiry.key} samenvoegen",
            text="De andere set gaat op in deze. Documenten, bronnen, verbeteringen en adressen gaan "
                "mee; oude adressen blijven "
                 "werken.",
            button="Samenvoegen",
            form=OtherSetForm(request.POST or None),
            preview=lambda data: {"join": sets.preview_join(inquiry, data["other"]),
            "other": data["other"], "kept": inquiry},
            act=lambda data: sets.join(inquiry, data["other"], request.user, data["reason"]),
        )  # fmt: skip

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        inquiry = get_object_or_404(Inquiry, pk=pk)
        title, button = f"Set {inquiry.key} uit beeld nemen", "Uit beeld nemen"
        text = (
            "De set verdwijnt uit lijsten, zoeken en cijfers. Op het adres blijft een pagina met uw "
            "reden staan."
        )
        return ask_why(request, self, inquiry, title=title, text=text, button=button, act=sets.hide)

    def show_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        inquiry = get_object_or_404(Inquiry, pk=pk)
        title, button = f"Set {inquiry.key} terugzetten", "Terugzetten"
        text = (
            f"De set is uit beeld genomen: {inquiry.hidden_reason} Zij komt terug in lijsten, zoeken "
            f"en cijfers."
        )
        return ask_why(request, self, inquiry, title=title, text=text, button=button, act=sets.show)


class SignatoryInline(ListInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Signatory
    formset_values = {"list_name": "signatories", "is_needed": True, "row_value": _signatory_value}
    fields = ("on_behalf", "name", "role", "portfolio", "minister", "ministry")
    readonly_fields = ("ministry",)
    autocomplete_fields = ("minister",)


class AnswerInline(TextInline, admin.StackedInline):  # type: ignore[type-arg]
    model = Answer
    form = AnswerForm
    formset_values = {"part": "answers", "columns": {"text": "text", "label": "pairing"}}
    fields = ("label", "text")


class FootnoteInline(TextInline, admin.StackedInline):  # type: ignore[type-arg]
    model = Footnote
    formset_values = {"part": "footnotes", "columns": {"text": "text"}}
    fields = ("text",)


class ReferenceInline(ListInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Reference
    formset_values = {"list_name": "references", "row_value": _reference_value}
    fields = ("kind", "identifier", "target")
    readonly_fields = ("target",)


@admin.register(Document)
class DocumentAdmin(CorrectedAdmin):
    form = DocumentForm
    list_display = ("__str__", "kind", "session_year", "number", "received_on", "set_link")
    list_filter = ("kind", "chamber", "session_year")
    list_select_related = ("inquiry",)
    search_fields = ("identifier", "inquiry__case_number")
    fields = (
        "set_link", "kind", "identifier", "session_year", "number", "received_on", "published_on",
        "notice", "explanation",
        "corrections", "reason", "version",
    )  # fmt: skip
    readonly_fields = ("set_link", "corrections")
    inlines = (SignatoryInline, AnswerInline, FootnoteInline, ReferenceInline)
    change_form_template = "admin/questions/change_document.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_out_view)
        return [path("<int:pk>/losmaken/", view, name="questions_document_take_out"), *super().get_urls()]

    def take_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = get_object_or_404(Document, pk=pk)
        title, button = f"{document} uit set {document.inquiry.key} nemen", "Losmaken"
        text = (
            "Het document wordt een set op zichzelf en wordt niet vanzelf weer met een andere samengevoegd."
        )
        return ask_why(request, self, document, title=title, text=text, button=button, act=sets.take_out)
