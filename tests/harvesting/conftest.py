"""The simulated sources without a pause, for every test of harvesting that asks for the world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import stamina

from questions.harvesting import publications
from tests.simulated_sources.chamber import FEED, ODATA

from .chamber_world import HOST, World


@pytest.fixture
def world(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    settings.HARVEST_SEARCH_URL, settings.HARVEST_FILES_URL = (
        "http://search.example/sru",
        "http://files.example",
    )
    settings.HARVEST_FEED_URL, settings.HARVEST_ODATA_URL = f"{HOST}{FEED}", f"{HOST}{ODATA}"
    monkeypatch.setattr(publications, "session_years", lambda _today: ["2023-2024"])
    with stamina.set_testing(True, attempts=3):
        yield World()
