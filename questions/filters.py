"""The filters that every list of sets has: one definition for the form, the chips, the facets and the
address.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from questions.language.fields import session_year
from questions.language.syntax import Parsed, parse, parts, unparse, without
from questions.models import Inquiry, Member, Minister, Ministry, Party
from questions.models.addresses import row_at
from questions.search.query.facets import KIND_LABELS, STATE_LABELS
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import Unit

ORDER_CHOICES = [
    ("relevantie", _("Best passend")),
    ("nieuwste", _("Nieuwste eerst")),
    ("oudste", _("Oudste eerst")),
    ("beantwoord", _("Laatst beantwoord")),
    ("antwoordtijd", _("Langste antwoordtijd")),
]
UNIT_CHOICES = [("sets", _("Vragensets")), ("vragen", _("Losse vragen"))]
UNITS = {"sets": Unit.SETS, "vragen": Unit.QUESTIONS}  # by their word in the address
FACET_LABELS = {
    "status": _("Status"),
    "ministerie": _("Ministerie"),
    "bewindspersoon": _("Bewindspersoon"),
    "indiener": _("Indiener"),
    "partij": _("Partij"),
    "jaar": _("Jaar"),
    "vergaderjaar": _("Vergaderjaar"),
    "soort": _("Soort document"),
}
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YearsField(forms.Field):
    """Several years or session years, as their first year; raises ValidationError for anything else."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        years = [session_year(str(text)) for text in value or ()]
        if None in years:
            raise forms.ValidationError(
                _("Vul een jaar in, zoals 2024, of een vergaderjaar, zoals 2023-2024.")
            )
        return [year for year in years if year is not None]


class Years(django_filters.Filter):  # type: ignore[misc]
    field_class = YearsField


class RowsBySlug(django_filters.ModelMultipleChoiceFilter):  # type: ignore[misc]
    """Chooses rows by their address (slug)."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model_of_rows = model
        super().__init__(queryset=model.objects.all(), to_field_name="slug", method="choose", **kwargs)


class SearchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Reads the address; what it does not understand is named in the form and not applied."""

    q = django_filters.CharFilter(label=_("Woorden"))  # which `parse` bounds
    ministerie = RowsBySlug(Ministry, label=_("Ministerie"))
    bewindspersoon = RowsBySlug(Minister, label=_("Bewindspersoon"))
    indiener = RowsBySlug(Member, label=_("Indiener"))
    partij = RowsBySlug(Party, label=_("Partij"))
    jaar = Years(label=_("Jaar"), method="choose")
    vergaderjaar = Years(label=_("Vergaderjaar"), method="choose")
    soort = django_filters.MultipleChoiceFilter(
        choices=list(KIND_LABELS.items()), label=_("Soort document"), method="choose"
    )
    status = django_filters.MultipleChoiceFilter(
        choices=list(STATE_LABELS.items()), label=_("Status"), method="choose"
    )
    van = django_filters.DateFilter(label=_("Ingezonden vanaf"), widget=DATE)
    tot = django_filters.DateFilter(label=_("Ingezonden tot en met"), widget=DATE)
    sorteer = django_filters.ChoiceFilter(choices=ORDER_CHOICES, label=_("Volgorde"), empty_label=None)
    eenheid = django_filters.ChoiceFilter(choices=UNIT_CHOICES, label=_("Toon"), empty_label=None)

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def filter_queryset(self, queryset: Plan) -> Plan:
        """The facets one by one; words, dates, order and unit together."""
        given = self.form.cleaned_data
        found = queryset
        for facet in FACET_LABELS:
            if facet in given:
                found = self.choose(found, facet, given[facet])
        first, last = given.get("van"), given.get("tot")
        found = found.narrowed(
            query=self.parsed.query,
            order=given.get("sorteer") or queryset.order,
            days=_both(
                found.days, (first.toordinal() if first else None, last.toordinal() if last else None)
            ),
        )
        return found.of(UNITS.get(given.get("eenheid"), Unit.SETS))

    def choose(self, found: Plan, name: str, values: Any) -> Plan:
        return found.choose(name, [getattr(value, "pk", value) for value in values or ()])

    @property
    def parsed(self) -> Parsed:
        if not hasattr(self, "_parsed"):
            self._parsed = parse(self.form.cleaned_data.get("q") or "")
        return self._parsed

    @property
    def is_active(self) -> bool:
        """Whether anything but order and unit was asked for."""
        return bool(self.parsed.query) or any(
            self.form.cleaned_data.get(name) for name in (*FACET_LABELS, "van", "tot")
        )

    def chips(self) -> list[dict[str, str]]:
        """What was understood, each with the address without it."""
        query = self.parsed.query
        found = [
            {
                "label": now("Woorden"),
                "text": unparse(part),
                "address": self.address_with(q=unparse(without(query, part))),
            }
            for part in parts(query)
            if query
        ]
        for facet, label in FACET_LABELS.items():
            for value in self.form.cleaned_data.get(facet) or ():
                text, written = _value_said(facet, value)
                found.append({"label": str(label), "text": text, "address": self.toggled(facet, written)})
        for name, lead in (("van", _("Ingezonden vanaf")), ("tot", _("Ingezonden tot en met"))):
            day: dt.date | None = self.form.cleaned_data.get(name)
            if day:
                text = f"{day.day} {MONTHS[day.month]} {day.year}"
                found.append({"label": str(lead), "text": text, "address": self.address_with(**{name: ""})})
        return found

    def toggled(self, facet: str, value: str) -> str:
        """The address with a value of a facet added, or taken away if it is chosen."""
        values = self.data.getlist(facet)
        left = [given for given in values if given != value]
        return self._address({facet: left if len(left) < len(values) else [*values, value]})

    def chosen(self, facet: str) -> list[str]:
        return list(self.data.getlist(facet))

    def address_with(self, **changes: str) -> str:
        """The address with other values; an empty one is left out."""
        return self._address({name: [value] for name, value in changes.items()})

    def _address(self, changes: dict[str, list[str]]) -> str:
        return f"?{_encoded(self._given | changes)}"

    @cached_property
    def _given(self) -> dict[str, list[str]]:
        """What the address has of our parameters."""
        return {name: values for name, values in self.data.lists() if name in self.filters and any(values)}

    def query_string(self) -> str:
        """The parameters without the page."""
        return _encoded(self._given)


def _encoded(given: dict[str, list[str]]) -> str:
    return urlencode([(name, value) for name, values in given.items() for value in values if value])


def _both(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None]
) -> tuple[int | None, int | None]:
    """The days that are in both ranges."""
    firsts = [first for first in (one[0], other[0]) if first is not None]
    lasts = [last for last in (one[1], other[1]) if last is not None]
    return max(firsts, default=None), min(lasts, default=None)


def _value_said(facet: str, value: Any) -> tuple[str, str]:
    """A chosen value as people read it, and as it is in the address."""
    if hasattr(value, "slug"):
        return str(value), value.slug
    if facet == "vergaderjaar":
        return f"{value}–{value + 1}", f"{value}-{value + 1}"
    return str({**KIND_LABELS, **STATE_LABELS}.get(value, value)), str(value)


def filter_sets(request: HttpRequest, found: Plan) -> SearchFilter:
    """The filter of a list: the parameters of the request over its sets."""
    data = request.GET.copy()
    for name, values in request.GET.lists():
        # PostgreSQL cannot store or compare NUL characters.
        data.setlist(name, [value.replace("\0", "") for value in values])
    chosen = _filter(data, found, request)
    moved = {name for name in chosen.form.errors if isinstance(chosen.filters[name], RowsBySlug)}
    for name in moved:  # an address that was renamed or merged away, in a search that somebody kept
        model = chosen.filters[name].model_of_rows
        data.setlist(
            name, [row.slug if (row := row_at(model, value)) else value for value in data.getlist(name)]
        )
    return _filter(data, found, request) if moved else chosen


def _filter(data: QueryDict, found: Plan, request: HttpRequest) -> SearchFilter:
    chosen = SearchFilter(data, queryset=found, request=request)
    chosen.is_bound = True  # an address without parameters is read as well
    chosen.form.is_valid()
    given = chosen.form.cleaned_data
    if given.get("van") and given.get("tot") and given["van"] > given["tot"]:
        chosen.form.add_error("tot", now("De begindatum ligt na de einddatum."))
    for facet in ("jaar", "vergaderjaar"):  # as the facets write them: "2023/24" is 2023-2024
        if given.get(facet):
            data.setlist(facet, [_value_said(facet, year)[1] for year in given[facet]])
    return chosen
