"""What all tests share: a home folder of their own, both databases, and the fixed cast."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Settings are read from the environment when Django is first touched, so this comes before everything else. Only what
# says where the telephony engine is stays as the person set it.
_TESTS = Path(__file__).parent
_HOME = tempfile.mkdtemp(prefix="sn-tests-")
_KEPT = {"SMARTNUMBERS_CACHE", "SMARTNUMBERS_ASTERISK"}
for _name in [name for name in os.environ if name.startswith("SMARTNUMBERS_") and name not in _KEPT]:
    del os.environ[_name]
os.environ["SMARTNUMBERS_HOME"] = _HOME
# The tests start the product's programs some hundred times. Python compiles them once and keeps what it compiled, also
# where the environment says otherwise: starting takes half as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ["DJANGO_SETTINGS_MODULE"] = "smartnumbers.entry.settings"

import django  # noqa: E402

django.setup()

import hypothesis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402
from pytest_django.plugin import DjangoDbBlocker  # noqa: E402

from tests import databases  # noqa: E402
from tests.cast import Cast, make_cast  # noqa: E402

# How many examples a property is tried on; `make test-nightly` chooses the second. No deadline: machines are shared.
hypothesis.settings.register_profile("normal", max_examples=100, deadline=None)
hypothesis.settings.register_profile("nightly", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile("normal")

# Real hashes are slow on purpose.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# Files that take half a minute and more, the longest first, so that at the end no worker is left alone with one.
_LONG = (
    "telephony/test_charging_talk.py",
    "telephony/test_many_calls.py",
    "telephony/test_charging_announcement.py",
    "telephony/test_refusals.py",
    "telephony/test_carriers.py",
    "telephony/test_fault_callcontrol.py",
    "telephony/test_fault_database.py",
    "telephony/test_routing_sayings.py",
    "telephony/test_torture.py",
    "telephony/test_routing_chains.py",
    "telephony/test_fault_journal.py",
    "browser/test_light_pages.py",
    "browser/test_dark_pages.py",
    "browser/test_routing_editor.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last, whatever pytest-django sorts: Playwright keeps an event loop running in this thread
    until the session ends, and no other test could start one of its own. Real calls come just before, by themselves.
    """
    rooms = {"telephony": 1, "browser": 2}

    def place(item: pytest.Item) -> tuple[int, int]:
        path = item.path.relative_to(_TESTS)
        file = path.as_posix()
        return rooms.get(path.parts[0], 0), _LONG.index(file) if file in _LONG else len(_LONG)

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: who places real calls waits most of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """No test reads in the language of whoever opened a page in the test before."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def statistics_read_anew() -> Iterator[None]:
    """What the record answered for the statistics is kept for the next question, but not for the next test."""
    yield
    # Tests that never asked need not load the store.
    fromrecord = sys.modules.get("smartnumbers.apps.reporting.fromrecord")
    if fromrecord is not None:
        fromrecord.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite's test database is a file, as in real life: one in memory knows neither WAL nor waiting for a lock."""
    settings.DATABASES["default"]["TEST"]["NAME"] = f"{_HOME}/test.sqlite3"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Server]:
    """A private PostgreSQL server, started at its first use."""
    with databases.postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_settings(
    postgresql: databases.Server, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> dict[str, Any]:
    """Django's settings of a PostgreSQL database with the product's tables."""
    with django_db_blocker.unblock():
        return databases.create_migrated(postgresql, "smartnumbers_test")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[str]:
    """Which database is Django's default in this test; it must be set up before pytest-django's own fixtures."""
    if request.param == "sqlite":
        yield "sqlite"
        return
    with databases.as_default(request.getfixturevalue("postgresql_settings")):
        yield "postgresql"


@pytest.fixture
def database(database_kind: str, db: None) -> str:
    """The test runs on SQLite and again on PostgreSQL, in a transaction that is rolled back."""
    return database_kind


@pytest.fixture
def committing_database(database_kind: str, transactional_db: None) -> str:
    """As `database`, with real transactions that other threads and processes see."""
    return database_kind


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast of `tests.cast`, in the database of the test."""
    return make_cast()
