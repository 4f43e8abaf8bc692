"""The parts of sets and documents, each in a list of its own: to look things up; they are corrected where
they belong.
"""

from __future__ import annotations

from django.contrib import admin

from questions.models import (
    Addressee,
    Answer,
    Asker,
    Footnote,
    InquiryKey,
    Question,
    Reference,
    ReviewPosition,
    SearchChange,
    Signatory,
)

from .base import DerivedAdmin, SeenAdmin


@admin.register(Question)
class QuestionAdmin(SeenAdmin):
    list_display = ("__str__", "set_link", "position")
    list_select_related = ("inquiry",)
    search_fields = ("inquiry__case_number__exact", "inquiry__key__iexact")
    search_help_text = "Zoek op vraagnummer van de set, bijvoorbeeld 2024Z18792. Verbeteren doet u in de set."


@admin.register(Answer)
class AnswerAdmin(SeenAdmin):
    list_display = ("__str__", "document_link")
    list_select_related = ("document",)
    search_fields = ("document__identifier__iexact", "document__inquiry__case_number__exact")
    search_help_text = (
        "Zoek op documentnummer of op vraagnummer van de set. Verbeteren doet u in het document."
    )


@admin.register(Footnote)
class FootnoteAdmin(SeenAdmin):
    list_display = ("__str__", "document")
    list_select_related = ("document",)
    search_fields = ("document__identifier__iexact",)


@admin.register(Reference)
class ReferenceAdmin(SeenAdmin):
    list_display = ("identifier", "kind", "document", "target")
    list_filter = ("kind",)
    list_select_related = ("document", "target")
    search_fields = ("identifier",)


@admin.register(Asker)
class AskerAdmin(SeenAdmin):
    list_display = ("name", "party_name", "member", "inquiry")
    list_select_related = ("member", "inquiry")
    search_fields = ("name", "inquiry__case_number__exact")


@admin.register(Addressee)
class AddresseeAdmin(SeenAdmin):
    list_display = ("__str__", "ministry", "minister", "inquiry")
    list_filter = ("role",)
    list_select_related = ("ministry", "minister", "inquiry")
    search_fields = ("portfolio", "inquiry__case_number__exact")


@admin.register(Signatory)
class SignatoryAdmin(SeenAdmin):
    list_display = ("__str__", "minister", "ministry", "on_behalf", "document")
    list_filter = ("role", "on_behalf")
    list_select_related = ("minister", "ministry", "document")
    search_fields = ("name", "document__identifier__iexact")


@admin.register(InquiryKey)
class InquiryKeyAdmin(DerivedAdmin):
    list_display = ("value", "kind", "inquiry")
    list_filter = ("kind",)
    list_select_related = ("inquiry",)
    search_fields = ("value__exact",)
    readonly_fields = ("inquiry", "kind", "value")


@admin.register(ReviewPosition)
class ReviewPositionAdmin(DerivedAdmin):
    fields = readonly_fields = ("transaction",)


@admin.register(SearchChange)
class SearchChangeAdmin(DerivedAdmin):
    list_display = ("inquiry_id", "transaction")
    fields = readonly_fields = ("inquiry_id", "transaction")
