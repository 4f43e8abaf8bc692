"""Sets, documents, questions and answers in the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString

from questions import search
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
    SearchChange,
    Signatory,
)

from .base import DerivedAdmin, LargeTableAdmin, change_link

SHORT_TEXT: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 90})}
}


class AskerInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Asker
    extra = 0
    autocomplete_fields = ("member", "party")


class AddresseeInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Addressee
    extra = 0
    autocomplete_fields = ("ministry", "minister")


class QuestionInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Question
    extra = 0
    fields = ("number", "position", "text")
    formfield_overrides = SHORT_TEXT


class LinkedDocumentInline(admin.TabularInline):  # type: ignore[type-arg]
    """The documents of a set: each is edited on a page of its own."""

    model = Document
    extra = 0
    fields = readonly_fields = ("kind", "identifier", "received_on")
    show_change_link = True
    can_delete = False
    max_num = 0


@admin.register(Inquiry)
class InquiryAdmin(LargeTableAdmin):
    list_display = ("title", "case_number", "submitted_on", "answered_on", "status_text", "question_count")
    list_filter = ("chamber", "is_answered", "is_postponed", "is_withdrawn", "session_year")
    search_fields = ("key", "case_number", "subject", "keys__value")
    readonly_fields = (
        "key", "opening", "is_answered", "answered_on", "is_postponed", "postponed_on", "is_withdrawn", "question_count",
        "created_at", "updated_at",
    )  # fmt: skip
    inlines = (AskerInline, AddresseeInline, LinkedDocumentInline, QuestionInline)
    formfield_overrides = SHORT_TEXT

    @admin.display(description="stand")
    def status_text(self, inquiry: Inquiry) -> str:
        return inquiry.get_status_display()

    def view_on_site(self, inquiry: Inquiry) -> str:
        return inquiry.get_absolute_url()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The search follows what an editor saves."""
        super().save_related(request, form, formsets, change)
        form.instance.question_count = form.instance.questions.count()
        form.instance.touch()
        transaction.on_commit(search.follow)


class SignatoryInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Signatory
    extra = 0
    autocomplete_fields = ("minister", "ministry")


class AnswerInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Answer
    extra = 0
    fields = ("label", "position", "text")
    formfield_overrides = SHORT_TEXT
    show_change_link = True


class FootnoteInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Footnote
    extra = 0
    fields = ("mark", "position", "text")
    formfield_overrides = SHORT_TEXT


class ReferenceInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Reference
    extra = 0
    autocomplete_fields = ("target",)


@admin.register(Document)
class DocumentAdmin(LargeTableAdmin):
    list_display = ("__str__", "kind", "session_year", "number", "received_on", "set_link")
    list_filter = ("kind", "chamber", "session_year")
    list_select_related = ("inquiry",)
    search_fields = ("identifier", "inquiry__case_number")
    autocomplete_fields = ("inquiry", "replaces")
    inlines = (SignatoryInline, AnswerInline, FootnoteInline, ReferenceInline)
    formfield_overrides = SHORT_TEXT

    @admin.display(description="vragenset")
    def set_link(self, document: Document) -> SafeString | str:
        return change_link(document.inquiry)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.inquiry.touch()
        transaction.on_commit(search.follow)


@admin.register(Question)
class QuestionAdmin(LargeTableAdmin):
    list_display = ("__str__", "inquiry", "position")
    list_select_related = ("inquiry",)
    search_fields = ("inquiry__case_number__exact", "inquiry__key__iexact")
    search_help_text = "Zoek op vraagnummer van de set, bijvoorbeeld 2024Z18792."
    autocomplete_fields = ("inquiry", "document")
    formfield_overrides = SHORT_TEXT


@admin.register(Answer)
class AnswerAdmin(LargeTableAdmin):
    list_display = ("__str__", "document")
    list_select_related = ("document",)
    search_fields = ("document__identifier__iexact", "document__inquiry__case_number__exact")
    search_help_text = "Zoek op documentnummer of op vraagnummer van de set."
    autocomplete_fields = ("document", "questions")
    formfield_overrides = SHORT_TEXT


@admin.register(Footnote)
class FootnoteAdmin(LargeTableAdmin):
    list_display = ("__str__", "document")
    list_select_related = ("document",)
    search_fields = ("document__identifier__iexact",)
    autocomplete_fields = ("document",)


@admin.register(Reference)
class ReferenceAdmin(LargeTableAdmin):
    list_display = ("identifier", "kind", "document", "target")
    list_filter = ("kind",)
    list_select_related = ("document", "target")
    search_fields = ("identifier",)
    autocomplete_fields = ("document", "target")


@admin.register(Asker)
class AskerAdmin(LargeTableAdmin):
    list_display = ("name", "party_name", "member", "inquiry")
    list_select_related = ("member", "inquiry")
    search_fields = ("name", "inquiry__case_number__exact")
    autocomplete_fields = ("inquiry", "member", "party")


@admin.register(Addressee)
class AddresseeAdmin(LargeTableAdmin):
    list_display = ("__str__", "ministry", "minister", "inquiry")
    list_filter = ("role",)
    list_select_related = ("ministry", "minister", "inquiry")
    search_fields = ("portfolio", "inquiry__case_number__exact")
    autocomplete_fields = ("inquiry", "ministry", "minister")


@admin.register(Signatory)
class SignatoryAdmin(LargeTableAdmin):
    list_display = ("__str__", "minister", "ministry", "on_behalf", "document")
    list_filter = ("role", "on_behalf")
    list_select_related = ("minister", "ministry", "document")
    search_fields = ("name", "document__identifier__iexact")
    autocomplete_fields = ("document", "minister", "ministry")


@admin.register(InquiryKey)
class InquiryKeyAdmin(DerivedAdmin):
    list_display = ("value", "kind", "inquiry")
    list_filter = ("kind",)
    list_select_related = ("inquiry",)
    search_fields = ("value__exact",)
    readonly_fields = ("inquiry", "kind", "value")


@admin.register(SearchChange)
class SearchChangeAdmin(DerivedAdmin):
    list_display = ("inquiry_id", "transaction")
    fields = readonly_fields = ("inquiry_id", "transaction")
