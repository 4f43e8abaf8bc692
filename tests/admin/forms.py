"""Fills in an admin form as a browser would: with all that it shows, and what is changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.forms import CheckboxInput
from django.forms.boundfield import BoundField
from django.test import Client
from django.urls import reverse


def address_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def shown(client: Client, row: Model) -> dict[str, Any]:
    """All values of the form of a row, those of its inlines included."""
    return filled_in(client.get(address_of(row)).context)


def filled_in(context: Any) -> dict[str, Any]:
    """What a browser posts for a page that nobody typed in; texts with the line ends that it sends."""
    data: dict[str, Any] = {"seen": context["seen"]} if "seen" in context else {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            _put(data, bound)
    return data


def _put(data: dict[str, Any], bound: BoundField) -> None:
    value = bound.value()
    if isinstance(bound.field.widget, CheckboxInput):
        if value:
            data[bound.html_name] = "on"
        return
    if isinstance(value, dt.date):
        value = bound.field.widget.format_value(value)
    data[bound.html_name] = (
        "" if value is None else value.replace("\n", "\r\n") if isinstance(value, str) else value
    )


def save(client: Client, row: Model, expect: int = 302, **changes: Any) -> Any:
    """Posts the form with these changes; a name ends in the name of its field, such as `askers-0-name`."""
    response = client.post(
        address_of(row),
        shown(client, row) | {name.replace("__", "-"): value for name, value in changes.items()},
    )
    assert response.status_code == expect, response.context and response.context["errors"]
    return response
