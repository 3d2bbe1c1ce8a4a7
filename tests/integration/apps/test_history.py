"""A large made-up history: skewed accounts, a weekly rhythm, holidays, growth, callers who come again."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from django.db.models import Count

from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.importing.run import ImportReport
from smartnumbers.apps.callrecords.models import Attempt, CallRecord
from smartnumbers.apps.callrecords.rerating import Wanted, rerate
from smartnumbers.apps.demo.many.file import write_file
from smartnumbers.apps.demo.many.history import HistoryWish, make_history
from smartnumbers.apps.demo.many.shapes import Place, Shape
from smartnumbers.apps.demo.many.times import Span
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import TariffVersion

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CALLS = 20_000


@pytest.fixture
def history(db: None) -> ImportReport:
    wish = HistoryWish(calls=CALLS, seed=5, accounts=12)
    return make_history(access=platform_access(label="Demo"), wish=wish, now=NOW)


def test_a_history_looks_like_one(history: ImportReport) -> None:
    assert (history.lines, history.new, history.bad) == (CALLS, CALLS, 0)
    by_account = [row["calls"] for row in CallRecord.objects.values("account").annotate(calls=Count("id")).order_by()]
    assert len(by_account) == 12
    assert max(by_account) > 4 * sorted(by_account)[6], "few accounts have most calls"
    assert not CallRecord.objects.filter(ended_at__gt=from_datetime(NOW)).exists()
    days = Counter(CallRecord.objects.values_list("local_day", flat=True))
    assert weekday_mean(days, 1) > 2 * weekday_mean(days, 6), "Tuesdays have more calls than Sundays"
    assert days[date(2026, 8, 1)] < weekday_mean(days, 5), "the first of August is a holiday"
    callers = Counter(CallRecord.objects.exclude(caller="").values_list("caller", flat=True))
    assert len(callers) > CALLS / 5
    assert callers.most_common(1)[0][1] > 20, "some call again and again"
    results = Counter(CallRecord.objects.values_list("result", flat=True))
    assert results["answered"] > results["lost"] > results["blocked"] > 0
    tries = Counter(Attempt.objects.values_list("ordinal", flat=True))
    assert tries[1] > tries[2] > 0
    everything_costs_what_its_tariff_says()


def weekday_mean(days: Counter[date], weekday: int) -> float:
    found = [calls for day, calls in days.items() if day.weekday() == weekday]
    return sum(found) / len(found)


def everything_costs_what_its_tariff_says() -> None:
    access = platform_access(label="Demo")
    begin, end = from_datetime(NOW - timedelta(days=30)), from_datetime(NOW)
    for number in ServiceNumber.objects.filter(number__startswith="+4190"):
        found = rerate(access=access, wanted=Wanted(number=number, begin=begin, end=end))
        assert found.differences == []


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    shapes = [shape("+41900574001", 1), shape("+41900574002", 1), shape("+41800554001", 2)]

    def made(name: str, seed: int) -> list[object]:
        file = tmp_path / name
        span = Span(first=date(2026, 3, 1), days=60, until=from_datetime(datetime(2026, 4, 29, 12, tzinfo=UTC)))
        write_file(file=file, shapes=shapes, calls=500, span=span, random=np.random.default_rng(seed))
        return duckdb.execute(f"SELECT COLUMNS(*)::VARCHAR FROM '{file}'").fetchall()

    assert made("a.parquet", 1) == made("b.parquet", 1) != made("c.parquet", 2)


def shape(number: str, pool: int) -> Shape:
    version = TariffVersion(code="t", version=1, name="T", tariff=Tariff(currency="CHF", per_minute=2_000_000))
    place = Place(name="Team", address="+41445540000")
    return Shape(
        number=number, pool=pool, weight=1, rhythm="day", talk_seconds=90, version=version, chain=(place, place)
    )
