"""The filters that every list of sets has: one definition for the form, the address and the query."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest

from questions.models import Inquiry, Ministry, Party
from questions.models.documents import STATUS_CHOICES, InquiryQuerySet

from . import search

ORDERS = {
    "nieuwste": ("-submitted_on", "-id"),
    "oudste": ("submitted_on", "id"),
    "beantwoord": ("-answered_on", "-id"),
}
ORDER_CHOICES = [("nieuwste", "Nieuwste eerst"), ("oudste", "Oudste eerst"), ("beantwoord", "Laatst beantwoord eerst")]
STATUS = {"beantwoord": "answered", "open": "open", "uitgesteld": "postponed", "ingetrokken": "withdrawn"}
STATUS_FORM = [(dutch, dict(STATUS_CHOICES)[code].capitalize()) for dutch, code in STATUS.items()]


def session_years() -> list[tuple[str, str]]:
    years = Inquiry.objects.exclude(session_year=None).order_by("-session_year").values_list("session_year", flat=True).distinct()
    return [(year, year.replace("-", "–")) for year in years if year]


class InquiryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Reads the address; what it does not understand is named in the form and not applied."""

    q = django_filters.CharFilter(method="search", label="Woorden", widget=forms.TextInput(attrs={"type": "search"}))
    ministerie = django_filters.ModelChoiceFilter(
        queryset=Ministry.objects.all(), to_field_name="slug", method="by_ministry", label="Ministerie", empty_label="Alle"
    )
    partij = django_filters.ModelChoiceFilter(
        queryset=Party.objects.filter(asked__isnull=False).distinct(),
        to_field_name="slug",
        method="by_party",
        label="Partij van de indiener",
        empty_label="Alle",
    )
    vergaderjaar = django_filters.ChoiceFilter(
        field_name="session_year", choices=session_years, label="Vergaderjaar", empty_label="Alle"
    )
    status = django_filters.ChoiceFilter(choices=STATUS_FORM, method="by_status", label="Stand", empty_label="Alle")
    van = django_filters.DateFilter(
        field_name="submitted_on",
        lookup_expr="gte",
        label="Ingezonden vanaf",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tot = django_filters.DateFilter(
        field_name="submitted_on",
        lookup_expr="lte",
        label="tot en met",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sorteer = django_filters.ChoiceFilter(choices=ORDER_CHOICES, method="in_order", label="Volgorde", empty_label=None)

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def search(self, queryset: InquiryQuerySet, name: str, value: str) -> InquiryQuerySet:
        return search.matching(queryset, value)

    def by_ministry(self, queryset: InquiryQuerySet, name: str, value: Ministry) -> InquiryQuerySet:
        return queryset.with_ministry(value)

    def by_party(self, queryset: InquiryQuerySet, name: str, value: Party) -> InquiryQuerySet:
        return queryset.filter(id__in=value.asked.values("inquiry"))

    def by_status(self, queryset: InquiryQuerySet, name: str, value: str) -> InquiryQuerySet:
        return queryset.with_status(STATUS[value])

    def in_order(self, queryset: InquiryQuerySet, name: str, value: str) -> InquiryQuerySet:
        return queryset  # the order is laid on last, by `ordered`

    def ordered(self) -> Any:
        """The filtered sets in the order that was asked for."""
        order = (self.form.cleaned_data.get("sorteer") if self.is_valid() else "") or "nieuwste"
        if order == "nieuwste":
            return self.qs.newest_first()
        return (
            self.qs.exclude(answered_on=None).order_by(*ORDERS[order])
            if order == "beantwoord"
            else self.qs.order_by(*ORDERS[order])
        )

    @property
    def is_active(self) -> bool:
        """Whether anything but the order was asked for."""
        return any(value for name, value in self.data.items() if name in self.filters and name != "sorteer")


def filter_sets(request: HttpRequest, sets: InquiryQuerySet) -> InquiryFilter:
    """The filter of a list: the parameters of the request over a set of sets."""
    data = request.GET.copy()
    for name, values in request.GET.lists():
        data.setlist(name, [value.replace("\0", "") for value in values])  # which PostgreSQL cannot store or compare
    return InquiryFilter(data, queryset=sets, request=request)
