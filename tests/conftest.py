"""What tests share: the invented samples, the archive that holds them, and the real documents where they
are.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings

# Playwright runs an event loop of its own; Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
DOCUMENTS = SAMPLES / "documents"
# Real documents are not shipped; CORPUS says where they are, if not beside the project.
CORPUS = Path(os.environ.get("CORPUS") or ROOT.parent / "shared" / "corpus")
CASES = CORPUS.parent / "cases"
NO_CORPUS = "the real documents are not here: set CORPUS to their folder"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the readings of the samples anew; look at the difference!",
    )


def pytest_configure(config: pytest.Config) -> None:
    unhurried = hypothesis.settings(deadline=None)  # the first word of a process loads the lexicon
    hypothesis.settings.register_profile("project", unhurried)
    hypothesis.settings.load_profile("project")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def _media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True, scope="session")
def _media_settings(_media: Path) -> None:
    """Bytes that tests store, and their search index, go to a folder of their own."""
    settings.MEDIA_ROOT = str(_media)
    settings.SEARCH_DIR = str(_media / "search")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What one test counted is not there for the next."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _own_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, _media_settings: None
) -> Iterator[None]:
    """What a test takes into the index is gone after it, as it is from the database."""
    fixtures = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not (fixtures or request.node.get_closest_marker("django_db")):
        yield
        return
    request.getfixturevalue("django_db_setup")
    shared, own = Path(settings.SEARCH_DIR), tmp_path_factory.mktemp("index") / "search"
    if shared.is_dir() and not {"empty", "transactional_db", "live_server"} & set(request.fixturenames):
        shutil.copytree(shared, own)
    settings.SEARCH_DIR = str(own)
    yield
    settings.SEARCH_DIR = str(shared)


def fill() -> None:
    """Puts the facts and the samples into the database."""
    from questions.ingesting import ingest
    from questions.loading import load_facts

    load_facts()
    load_facts(SAMPLES / "people.json")
    tally = ingest([str(DOCUMENTS)])
    assert not tally.failures, tally.failures


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, _media_settings: None) -> None:
    """Every test with a database starts from the archive of the samples; its own changes are rolled back."""
    with django_db_blocker.unblock():
        fill()


@pytest.fixture
def empty(db: None) -> None:
    """An archive without documents, but with the facts."""
    from questions.models import IngestProblem, IngestRun, Inquiry, Member, Minister, Source

    for model in (IngestProblem, IngestRun, Source, Inquiry):
        model.objects.all().delete()
    Minister.objects.filter(is_confirmed=False).delete()
    Member.objects.filter(is_confirmed=False).delete()


@pytest.fixture
def corpus() -> Path:
    """The real documents, which are not part of the project."""
    if not CORPUS.is_dir():
        pytest.skip(NO_CORPUS)
    return CORPUS


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    flags += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()
