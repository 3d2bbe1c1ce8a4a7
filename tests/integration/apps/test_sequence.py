"""The sequence of calls, which the statistics follow: each write takes the next, and they become visible in order."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from smartnumbers.apps.callrecords.models import CallRecord, RecordSequence
from smartnumbers.apps.callrecords.operations import keep_records
from tests.cast import Cast, call_record, make_cast

BEFORE = [("callrecords", "0005_carriers_tried")]


def migrate(target: list[tuple[str, str]]) -> Any:
    """Bring the tables of the calls to a state; the models of that state."""
    return MigrationExecutor(connection).migrate(target).apps


@pytest.fixture
def earlier(committing_database: str) -> Iterator[Any]:
    """The models of the release before."""
    newest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "callrecords"]
    try:
        yield migrate(BEFORE)
    finally:
        migrate(newest)


@pytest.fixture
def people(committing_database: str) -> Cast:
    """The cast, in a database that other connections see."""
    return make_cast()


def test_calls_of_an_earlier_release_are_numbered_in_the_order_of_their_time(earlier: Any) -> None:
    for number, setup_at in enumerate((3_000, 1_000, 2_000), start=1):
        earlier.get_model("callrecords", "CallRecord").objects.create(
            id=UUID(int=number), number="+41800123789", dialled="0800123789", presentation="allowed",
            setup_at=setup_at, ended_at=setup_at + 1, outcome="abandoned", hung_up_by="caller", cause=16, node="node1",
            result="lost", local_day=date(1970, 1, 1),
        )  # fmt: skip

    migrate([("callrecords", "0006_sequence")])

    assert list(CallRecord.objects.order_by("sequence").values_list("setup_at", flat=True)) == [1_000, 2_000, 3_000]
    assert list(RecordSequence.objects.values_list("last", flat=True)) == [3]


def test_of_several_writers_at_once_nobody_is_overtaken(people: Cast) -> None:
    def keep(writer: int) -> None:
        for batch in range(5):
            first = 1_000 * writer + 10 * batch
            records = [call_record(people, index=index) for index in range(first, first + 10)]
            keep_records(node=f"node{writer}", records=records, segment="1", offset=batch)
        connections["default"].close()

    writers = [threading.Thread(target=keep, args=(writer,)) for writer in (1, 2, 3)]
    for thread in writers:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in writers) or not seen:
        after = seen[-1] if seen else 0
        seen += CallRecord.objects.filter(sequence__gt=after).order_by("sequence").values_list("sequence", flat=True)
    for thread in writers:
        thread.join()
    seen += CallRecord.objects.filter(sequence__gt=seen[-1]).order_by("sequence").values_list("sequence", flat=True)

    assert seen == list(CallRecord.objects.order_by("sequence").values_list("sequence", flat=True))
    assert len(seen) == 150
    assert RecordSequence.objects.get().last == seen[-1]


def test_a_record_that_is_kept_already_takes_no_other_sequence(people: Cast) -> None:
    keep_records(node="node1", records=[call_record(people)], segment="1", offset=0)
    before = CallRecord.objects.get().sequence

    keep_records(node="node1", records=[call_record(people), call_record(people, index=1)], segment="1", offset=1)

    assert CallRecord.objects.get(setup_at__gt=call_record(people).setup_at).sequence > before
    assert CallRecord.objects.get(setup_at=call_record(people).setup_at).sequence == before
