"""A page is a frozen dataclass whose fields a template may name."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest
from django.test import RequestFactory
from django.utils.translation import override

import questions.views
from questions.views.showing import localized, show

VIEW_MODULES = [
    importlib.import_module(f"questions.views.{module.name}")
    for module in pkgutil.iter_modules(questions.views.__path__)
]
PAGES = sorted(
    {
        value
        for module in VIEW_MODULES
        for value in vars(module).values()
        if isinstance(value, type)
        and dataclasses.is_dataclass(value)
        and value.__module__.startswith("questions.views")
        and value.__name__.endswith("Page")
    },
    key=lambda page: page.__name__,
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_pages_are_frozen(page: type) -> None:
    assert page.__dataclass_params__.frozen


@dataclasses.dataclass(frozen=True)
class Proof:
    reason: str


def test_the_fields_of_a_page_are_what_the_template_sees() -> None:
    answer = show(RequestFactory().get("/"), "questions/no_index.html", Proof("Daarom."), status=503)
    assert answer.status_code == 503
    assert "Daarom." in answer.content.decode()


def test_a_page_without_anything_to_say() -> None:
    assert show(RequestFactory().get("/"), "404.html", status=404).status_code == 404


@pytest.mark.parametrize(("language", "first"), [("en", "over.en.html"), ("nl", "over.nl.html")])
def test_prose_is_sought_in_the_language_of_the_reader_first(language: str, first: str) -> None:
    with override(language):
        assert localized("over.html") == [first, "over.html"]
