"""A record to follow, in either database, a replica that follows it, and whether that holds what the record holds."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import msgspec
from django.conf import settings
from django.db import connection, transaction

from smartnumbers.apps.callrecords.models import CallRecord, Correction
from smartnumbers.apps.callrecords.sequence import renew_sequences
from smartnumbers.statistics.answers import CallRow, ReplicaStatus
from smartnumbers.statistics.daemon.keeper import Keeper
from smartnumbers.statistics.daemon.replica import Replica
from smartnumbers.statistics.daemon.shelf import Shelf
from smartnumbers.statistics.duckdb.store import DuckDbStore
from smartnumbers.statistics.filters import EVERYTHING
from smartnumbers.statistics.questions import PAGE_MAXIMUM, A, Destinations, Page, Question, Totals
from smartnumbers.statistics.record.postgresql import PostgresqlRecord
from smartnumbers.statistics.record.source import RecordSource
from smartnumbers.statistics.record.sqlite import SqliteRecord
from smartnumbers.statistics.scope import PLATFORM

ALL = 1_000_000


def make_store(file: Path | None) -> DuckDbStore:
    """The store of a file."""
    return DuckDbStore(path=file, zone=settings.TIME_ZONE)


def record_of_test() -> RecordSource:
    """The database that Django writes to in this test, as the statistics read it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return RecordSource(database=SqliteRecord(file=Path(given["NAME"])))
    url = f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    return RecordSource(database=PostgresqlRecord(url=url))


class Ask(Protocol):
    """A store's `answer`, or a client's `ask`."""

    def __call__(self, question: Question[A]) -> A:
        """The answer to a question."""


def told_by(ask: Ask) -> list[object]:
    """All that is told of the calls: each of them, their figures, and where they were led."""
    rows: list[CallRow] = []
    page = ask(Page(scope=PLATFORM, limit=PAGE_MAXIMUM))
    rows.extend(page.rows)
    while page.more_after:
        page = ask(Page(scope=PLATFORM, limit=PAGE_MAXIMUM, after=rows[-1].place))
        rows.extend(page.rows)
    return [
        [msgspec.structs.replace(row, place="") for row in rows],
        ask(Totals(scope=PLATFORM, wanted=(EVERYTHING,))),
        ask(Destinations(scope=PLATFORM, limit=PAGE_MAXIMUM)),
    ]


def told_by_record() -> list[object]:
    """The same of a store that was given each call of the record just now."""
    source, store = record_of_test(), make_store(None)
    try:
        store.append(calls=source.after(sequence=0, limit=ALL), sequence=0)
        return told_by(store.answer)
    finally:
        store.close()
        source.close()


def correct(call: CallRecord, *, amount: int) -> None:
    """Have another price count for a call, as re-rating does."""
    run = uuid4()
    with transaction.atomic():
        Correction.objects.create(
            call=call, ordinal=call.corrections.count() + 1, run=run, old_amount=call.amount or 0, new_amount=amount,
            new_billed_ms=60_000, old_holder_cost=0, new_holder_cost=0, old_payout=0, new_payout=amount // 2,
            tariff_code="T2", tariff_version=1, reason="agreed", at=datetime(2026, 11, 22, tzinfo=UTC), by="test",
        )  # fmt: skip
        renew_sequences(run=run)


@dataclass
class Following:
    """A keeper at work on a folder."""

    keeper: Keeper
    replica: Replica

    @property
    def status(self) -> ReplicaStatus:
        """How far it is."""
        return self.keeper.status()

    def told(self) -> list[object]:
        """All that the replica tells."""
        with self.replica.lent() as store:
            return told_by(store.answer)

    def until_complete(self, *, seconds: float = 20.0) -> float:
        """Wait until the replica has all that the record has by now; how long that took (seconds)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(last), 0) FROM callrecords_recordsequence")
            (last,) = cursor.fetchone()
        return self.until(lambda: self.status.state == "following" and self.status.sequence == last, seconds=seconds)

    def until(self, condition: Callable[[], bool], *, seconds: float = 20.0) -> float:
        """Wait until something is so; how long that took (seconds)."""
        begun = time.monotonic()
        while not condition():
            assert time.monotonic() - begun < seconds, self.status
            time.sleep(0.01)
        return time.monotonic() - begun


@contextmanager
def following(folder: Path) -> Iterator[Following]:
    """A replica in a folder that follows the record of the test."""
    replica = Replica()
    keeper = Keeper(source=record_of_test(), make=make_store, shelf=Shelf(folder=folder), replica=replica)
    thread = threading.Thread(target=keeper.run, daemon=True)
    thread.start()
    try:
        yield Following(keeper, replica)
    finally:
        keeper.stop()
        thread.join(10)
        assert not thread.is_alive()
