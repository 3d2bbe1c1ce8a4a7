"""What the settings promise: safe transactions, Swiss formats in four languages, a strict web server."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

LANGUAGES = ("de", "fr", "it", "en")


@pytest.mark.django_db
def test_a_committed_call_survives_a_power_cut_on_sqlite() -> None:
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000

    assert found == {"journal_mode": "wal", "synchronous": 2}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_figures_are_swiss_in_every_language(language: str) -> None:
    moment = localtime(datetime(2026, 11, 22, 13, 5, 9, tzinfo=UTC))

    with translation.override(language):
        assert date_format(moment, "SHORT_DATE_FORMAT") == date_format(moment) == "22.11.2026"
        assert date_format(moment, "SHORT_DATETIME_FORMAT") == "22.11.2026 14:05"
        assert date_format(moment, "DATETIME_FORMAT") == "22.11.2026 14:05:09"
        assert number_format(1234.5, 2, force_grouping=True) == "1'234.50"


@pytest.mark.django_db
def test_every_page_forbids_what_it_does_not_need() -> None:
    answer = Client().get("/account/login/")

    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_hosts_are_named() -> None:
    assert "*" not in settings.ALLOWED_HOSTS
    assert not settings.DEBUG


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
