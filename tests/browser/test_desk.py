"""The main flows of an editor in a real browser: correct, merge, settle, join, and take back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from questions import search
from questions.ingesting import ingest, reparse
from questions.models import Correction, IngestProblem, Inquiry, Minister, Source
from questions.roles import EDITOR, ensure
from tests.conftest import DOCUMENTS, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = "2024Z99101"


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator[Any]:
    """A page at which an editor has logged in."""
    if not Inquiry.objects.exists():
        fill()
    search.rebuild()
    ensure()
    editor = User.objects.create_user("eva", password="geheim", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITOR))
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="nl-NL", base_url=live_server.url
    )
    page = context.new_page()
    page.goto("/beheer/")
    page.get_by_label("Gebruikersnaam").fill("eva")
    page.get_by_label("Wachtwoord").fill("geheim")
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", name="Wat er te doen is")).to_be_visible()
    yield page
    context.close()


def choose(page: Any, label: str, typed: str, name: str) -> None:
    """Picks a row in a field that searches while typing."""
    page.get_by_label(label).locator("xpath=following-sibling::span[1]").click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=name).first.click()


def test_a_corrected_date_survives_the_next_ingest_and_goes_back(desk: Any) -> None:
    inquiry = Inquiry.objects.get(key=KEY)
    desk.goto(f"/beheer/questions/inquiry/{inquiry.pk}/change/")
    desk.get_by_label("Ingezonden").fill("01-02-2024")
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    expect(desk.get_by_text("Schrijf bij «Waarom» waarom u dit verbetert.").first).to_be_visible()
    desk.get_by_label("Waarom").fill("De brief zelf noemt 1 februari.")
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    expect(desk.get_by_text("met succes gewijzigd")).to_be_visible()
    reparse(Source.objects.all())
    ingest([str(DOCUMENTS)])
    desk.goto(inquiry.get_absolute_url())
    expect(desk.get_by_role("link", name="1 feb 2024").first).to_be_visible()
    expect(desk.get_by_text("De brief zelf noemt 1 februari.")).to_be_visible()
    desk.goto(f"/beheer/questions/inquiry/{inquiry.pk}/change/")
    desk.get_by_label("ingezonden terug naar de bron").check()
    desk.get_by_label("Waarom").fill("Toch niet.")
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    expect(desk.get_by_text("met succes gewijzigd")).to_be_visible()
    assert Correction.objects.get().status == "withdrawn"
    assert Inquiry.objects.get(key=KEY).submitted_on == inquiry.submitted_on


def test_of_two_who_edit_at_once_both_are_kept(desk: Any) -> None:
    inquiry = Inquiry.objects.get(key=KEY)
    other = desk.context.new_page()
    for page in (desk, other):
        page.goto(f"/beheer/questions/inquiry/{inquiry.pk}/change/")
    other.get_by_label("Onderwerp").fill("Van de collega")
    desk.get_by_label("Ingezonden").fill("01-02-2024")
    for page in (other, desk):
        page.get_by_label("Waarom").fill("Staat zo in de brief.")
        page.get_by_role("button", name="Opslaan", exact=True).click()
        words = "met succes gewijzigd" if page is other else "intussen is dit gewijzigd"
        expect(page.get_by_text(words)).to_be_visible()
    expect(desk.locator("#id_subject")).to_have_value("Van de collega")
    expect(desk.locator("#id_submitted_on")).to_have_value("01-02-2024")
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    expect(desk.get_by_text("met succes gewijzigd")).to_be_visible()
    inquiry.refresh_from_db()
    assert (inquiry.subject, f"{inquiry.submitted_on:%d-%m-%Y}") == ("Van de collega", "01-02-2024")


def leads_on_until_undone(desk: Any, former: str, address: str) -> None:
    """After an action: the former address leads to the new one; then the action is undone, and the former
    one is opened.
    """
    undo = desk.get_by_role("link", name="Ongedaan maken").get_attribute("href")
    desk.goto(former)
    desk.wait_for_url(f"**{address}")
    desk.goto(undo)
    desk.get_by_role("button", name="Ongedaan maken").click()
    expect(desk.get_by_text("Ongedaan gemaakt.")).to_be_visible()
    desk.goto(former)


def test_two_ministers_are_merged_and_the_old_address_leads_on(desk: Any) -> None:
    gone = Minister.objects.filter(is_confirmed=False).first()
    kept = Minister.objects.get(slug="eelco-van-der-meulenbroek")
    desk.goto(f"/beheer/questions/minister/{gone.pk}/change/")
    desk.get_by_role("link", name="Samenvoegen").click()
    choose(desk, "Dezelfde als", "Meulenbroek", kept.name)
    desk.get_by_label("Waarom").fill("Dezelfde persoon.")
    desk.get_by_role("button", name="Laat zien wat er gebeurt").click()
    expect(desk.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    desk.get_by_role("button", name="Samenvoegen").click()
    expect(desk.get_by_text(f"{gone} bij {kept} gevoegd").first).to_be_visible()
    leads_on_until_undone(desk, f"/bewindspersonen/{gone.slug}/", f"/bewindspersonen/{kept.slug}/")
    expect(desk.get_by_role("heading", name=gone.name)).to_be_visible()


def test_a_problem_is_looked_at_and_settled(desk: Any) -> None:
    desk.get_by_role("link", name="onbekende bewindspersoon").click()
    problem = IngestProblem.objects.get(kind="unknown_minister")
    desk.get_by_role("link", name=problem.message[:40]).click()
    expect(desk.get_by_role("heading", name="Bron", exact=True)).to_be_visible()
    expect(desk.get_by_role("heading", name="Lezing")).to_be_visible()
    desk.get_by_label("Waarom").fill("Is een verzonnen naam.")
    desk.get_by_role("button", name="Afwijzen").click()
    expect(desk.get_by_text("1 probleem afgewezen.")).to_be_visible()
    problem.refresh_from_db()
    assert problem.status == "dismissed"
    assert problem.note == "Is een verzonnen naam."


def test_two_sets_are_joined_and_parted_again(desk: Any) -> None:
    kept, gone = Inquiry.objects.get(key=KEY), Inquiry.objects.get(key="2024Z99102")
    desk.goto(f"/beheer/questions/inquiry/{kept.pk}/change/")
    desk.get_by_role("link", name="Samenvoegen met een andere set").click()
    choose(desk, "Andere set", "2024Z99102", gone.title[:20])
    desk.get_by_label("Waarom").fill("Dubbel ingediend.")
    desk.get_by_role("button", name="Laat zien wat er gebeurt").click()
    expect(desk.get_by_text("De vraagnummers verschillen")).to_be_visible()
    desk.get_by_role("button", name="Samenvoegen").click()
    expect(desk.get_by_text(f"Set {gone.key} bij {kept.key} gevoegd").first).to_be_visible()
    leads_on_until_undone(desk, f"/vragen/{gone.key}/", f"/vragen/{kept.key}/")
    expect(desk.locator("h1")).to_contain_text(gone.title[:20])
