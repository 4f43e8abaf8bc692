"""Flipped bits in the files of an index: no search gives other rows, and none is left without an answer."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from django.test import Client

from questions import search
from questions.search.index import integrity, ownership, storage
from tests.damage import flip_bits

from .conftest import Note

pytestmark = pytest.mark.django_db
FLIPS = 120
SUFFIXES = ("fast", "store", "pos", "term", "idx", "fieldnorm")
PAGES = (
    "/zoeken/?q=nachttrein",
    "/zoeken/?q=minister&eenheid=vragen",
    "/vragen/?sort=oud",
    '/zoeken/?q="de+minister"',
)


def flip(folder: Path, chance: random.Random) -> None:
    files = sorted(file for file in folder.rglob("*") if file.suffix[1:] in SUFFIXES)
    flip_bits(files, chance.choice([1, 5, 200]), chance)


def forget() -> None:
    """As a process that has just started, or a second later."""
    storage.forget()
    ownership._check_own_at.cache_clear()
    integrity._proven.clear()


def test_flips(client: Client, note: Note, tmp_path: Path) -> None:
    chance = random.Random(19)
    search.rebuild()
    whole = tmp_path / "whole"
    shutil.copytree(storage.home(), whole)
    right = [client.get(page).content for page in PAGES]
    made_anew = 0
    for _ in range(FLIPS):
        shutil.rmtree(storage.home())
        shutil.copytree(whole, storage.home())
        forget()
        folder = storage.current()
        if chance.random() < 0.5:
            client.get(PAGES[0])  # a process that has the index open
        flip(folder, chance)
        forget()
        assert [client.get(page).content for page in PAGES] == right
        assert not search.check()
        made_anew += storage.current() != folder
    note(
        "bits flipped in an index, 1 to 200",
        FLIPS,
        f"{made_anew} made anew; 0 other rows, 0 pages without an answer",
    )
