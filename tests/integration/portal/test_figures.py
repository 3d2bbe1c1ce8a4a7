"""The figures: charts of what the address asks for, whose marks lead to the very calls they count."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client

from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.core.callcontrol.record import CallRecord, Outcome
from smartnumbers.portal.figures.steps import time_steps
from smartnumbers.portal.figures.views import PARTS
from smartnumbers.statistics.answers import FigureSeries
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.questions import Step
from tests.cast import Cast, call_record

# A Friday; 14:32 in Zurich.
FRIDAY = datetime(2026, 11, 20, 13, 32, 8, tzinfo=UTC)
DAYS = {"from": "2026-11-16", "to": "2026-11-22"}


@pytest.fixture
def calls(cast: Cast) -> Cast:
    """Three answered and two lost calls to Alpina's number on a Friday, and one answered call elsewhere."""
    lost = {"answered_at": None, "outcome": Outcome.BUSY, "reason": "chain-exhausted"}
    keep(*(call_record(cast, index=index, at=FRIDAY) for index in range(3)))
    keep(*(call_record(cast, index=index, at=FRIDAY, **lost) for index in range(3, 5)))
    elsewhere = {"account": str(cast.elsewhere.pk), "number": cast.number_elsewhere.number}
    keep(call_record(cast, index=9, at=FRIDAY, **elsewhere))
    return cast


def keep(*records: CallRecord) -> None:
    keep_records(node="node1", records=records, segment="a", offset=1)


def page(user: User, address: str = "/figures/", **query: str) -> str:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(address, query).content.decode()


def link_of(found: str, words: str) -> str:
    """Where the mark leads whose words begin so."""
    match = re.search(rf'<a href="([^"]+)" aria-label="{re.escape(words)}', found)
    assert match is not None, words
    return unescape(match[1])


class TestPage:
    def test_a_bar_leads_to_the_calls_it_counts(self, calls: Cast) -> None:
        found = page(calls.hanna, **DAYS)

        link = link_of(found, "Friday 20 November: 3 answered, 0 announcement or message, 2 lost")
        assert "5 calls" in page(calls.hanna, link)

    def test_all_parts_come_with_the_page_that_is_asked_for_whole(self, calls: Cast) -> None:
        found = page(calls.hanna, whole="1", **DAYS)

        assert "Friday 14–15 h: 5 calls" in found
        assert "Answered: 3, 60 %" in found
        assert "Half of the answered calls were answered within 27 s" in found
        assert ">0800 123 789</a>" in found
        assert ">Reception</a>" in found
        assert found.count("<table") >= 7

    def test_each_part_comes_by_itself_with_the_filter_of_the_page(self, calls: Cast) -> None:
        whole = page(calls.hanna, **DAYS, result="lost")

        addresses = [unescape(found) for found in re.findall(r'hx-get="(/figures/part/[^"]+)"', whole)]
        parts = {name: page(calls.hanna, found) for name, found in zip(PARTS, addresses, strict=True)}

        assert all(part.lstrip().startswith("<section") for part in parts.values())
        assert "3" not in re.findall(r'<td class="n">(\d+)</td>', parts["outcomes"])
        # What has no tariff cannot be asked for by it.
        linked = [part for name, part in parts.items() if name != "tariffs"]
        assert all("from=2026-11-16&amp;to=2026-11-22" in part for part in linked)

    def test_a_cell_of_the_week_leads_to_its_calls_or_to_its_lost_ones(self, calls: Cast) -> None:
        part = page(calls.hanna, "/figures/part/week/", **DAYS, heat="lost")

        link = link_of(part, "2, Friday 14–15 h: 2 lost calls")
        assert "2 calls" in page(calls.hanna, link)

    def test_strangers_see_their_own_calls_only_and_readers_all_of_the_account(self, calls: Cast) -> None:
        assert "3 answered" in page(calls.remo, **DAYS)
        assert "1 answered, 0 announcement or message, 0 lost" in page(calls.sven, **DAYS)
        assert calls.number.shown not in page(calls.sven, whole="1", **DAYS)

    def test_nothing_to_show_offers_a_longer_period(self, calls: Cast) -> None:
        found = page(calls.hanna, **{"from": "2020-01-01", "to": "2020-01-31"})

        assert "No calls in this period" in found
        assert "hx-get" not in found.split("<main", 1)[1]

    def test_while_the_statistics_are_away_the_page_says_so(self, calls: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(**_: object) -> None:
            raise StatisticsAway("away")

        for module in ("overtime", "week"):
            monkeypatch.setattr(f"smartnumbers.portal.figures.{module}.ask", away)

        assert "The figures are not ready at this moment." in page(calls.hanna)
        assert "The figures are not ready at this moment." in page(calls.hanna, "/figures/part/week/")


class TestSteps:
    def test_weeks_and_months_are_cut_off_where_the_period_is(self) -> None:
        steps = time_steps(
            series=FigureSeries(steps=()), step=Step.WEEK, first=date(2026, 11, 4), last=date(2026, 11, 17)
        )

        assert [(step.first.day, step.last.day) for step in steps] == [(4, 8), (9, 15), (16, 17)]

    def test_a_step_without_calls_is_a_step_all_the_same(self) -> None:
        steps = time_steps(
            series=FigureSeries(steps=()), step=Step.MONTH, first=date(2026, 1, 1), last=date(2026, 12, 31)
        )

        assert [step.figures.calls for step in steps] == [0] * 12
