"""Two publishers at once, and call control's view of what they published."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from time import monotonic

import pytest
from django.db import connection, connections, transaction

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.callers import block_caller
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import add_version, assign_tariff
from smartnumbers.apps.plans.queries import published
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.routing.profile import parse
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.telephony.profiles.postgresql import PostgresqlDatabase
from smartnumbers.telephony.profiles.source import ProfileSource, SqliteDatabase
from tests.cast import NOW, Cast, make_cast
from tests.databases import Server

ROUNDS = 12


def source(request: pytest.FixtureRequest, kind: str) -> ProfileSource:
    """What call control reads with: plain SQL, no Django."""
    if kind == "sqlite":
        return ProfileSource(database=SqliteDatabase(file=Path(connection.settings_dict["NAME"])))
    server: Server = request.getfixturevalue("postgresql")
    return ProfileSource(database=PostgresqlDatabase(url=server.url(str(connection.settings_dict["NAME"]))))


def in_threads(*works: Callable[[], None]) -> None:
    """Run all at once, each with a database connection of its own; what goes wrong in one goes wrong here."""

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(works)) as pool:
        for future in [pool.submit(guarded, work) for work in works]:
            future.result(60)


def test_call_control_reads_what_was_published(committing_database: str, request: pytest.FixtureRequest) -> None:
    cast = make_cast()
    reader = source(request, committing_database)

    newest = {publication.number: publication for publication in reader.newest()}

    assert newest[cast.number.number].revision == 2
    plan = parse(newest[cast.number.number].document).plans.dated[0].plan
    assert [entry.name for entry in plan.treatments["main"].action.entries] == ["Reception", "Night"]
    assert reader.last_sequence() == max(publication.sequence for publication in newest.values()) == 3
    assert [publication.sequence for publication in reader.since(sequence=1)] == [2, 3]
    assert [publication.revision for publication in reader.older(number=cast.number.number, sequence=2)] == [1]
    reader.close()


def test_sequences_become_visible_in_their_order(committing_database: str, request: pytest.FixtureRequest) -> None:
    """Whoever has seen a sequence has seen all before it: two publishers, and a reader that looks all the time."""
    cast = make_cast()
    start, seen = Barrier(3), [3]

    def publisher(access: Access, number: ServiceNumber) -> None:
        start.wait(10)
        for index in range(ROUNDS):
            rows = [ChainRow(f"+4144512380{index % 10}")]
            change_chain(access=access, number=number, rows=rows, expected_revision=None, at=NOW)

    def watcher() -> None:
        reader = source(request, committing_database)
        start.wait(10)
        deadline = monotonic() + 30
        while len(seen) <= 2 * ROUNDS and monotonic() < deadline:
            seen.extend(publication.sequence for publication in reader.since(sequence=seen[-1]))
        reader.close()

    in_threads(
        watcher,
        partial(publisher, cast.access(cast.hanna), cast.number),
        partial(publisher, cast.access(cast.sven), cast.number_elsewhere),
    )

    assert seen == list(range(3, 4 + 2 * ROUNDS))


def test_two_publishers_of_one_number_take_turns(committing_database: str) -> None:
    cast = make_cast()
    access = cast.access(cast.hanna)
    start = Barrier(2)

    def publisher(caller: int) -> None:
        start.wait(10)
        for index in range(ROUNDS):
            block_caller(access=access, number=cast.number, caller=f"+4179412{caller}{index:03}", at=NOW)

    in_threads(partial(publisher, 1), partial(publisher, 2))

    profile = published(access=access, number=cast.number)
    assert profile.revision == 2 + 2 * ROUNDS
    assert len(profile.blacklist.numbers) == 2 * ROUNDS


def test_publishers_of_a_tariff_and_of_its_numbers_take_turns(committing_database: str) -> None:
    """A tariff's new version publishes all its numbers; their own changes, and further numbers, come in between."""
    cast = make_cast()
    operator = cast.access(cast.olga)
    numbers = [
        create_number(access=operator, account=cast.alpina, written=f"0901 575 70{index}", at=NOW) for index in range(3)
    ]
    terms = Terms(tariff=Tariff(currency="CHF", per_minute=1_000_000))
    book = create_book(access=operator, account=cast.alpina, class_code="ch-0901", name="Quiz", terms=terms, at=NOW)
    start = Barrier(3)

    def pricing() -> None:
        start.wait(10)
        for _ in range(ROUNDS):
            add_version(access=operator, book=book, terms=terms, at=NOW)

    def assigning() -> None:
        start.wait(10)
        for index in range(ROUNDS):
            number, begin = numbers[index % 3], NOW + timedelta(minutes=index)
            assign_tariff(access=operator, number=number, book=book, at=NOW, valid_from=begin)

    def routing() -> None:
        start.wait(10)
        for index in range(ROUNDS):
            rows = [ChainRow(f"+4144512380{index % 10}")]
            change_chain(access=operator, number=numbers[-index % 3], rows=rows, expected_revision=None, at=NOW)

    in_threads(pricing, assigning, routing)

    for number in numbers:
        charging = published(access=operator, number=number).charging
        assert charging is not None
        assert charging.schedule[-1].version.version == ROUNDS + 1


def test_a_publication_that_fails_leaves_no_gap(committing_database: str) -> None:
    cast = make_cast()

    with transaction.atomic():
        assert publish(cast) == 4
        transaction.set_rollback(True)

    assert publish(cast) == 4


def publish(cast: Cast) -> int:
    rows = [ChainRow("+41445123809")]
    access = cast.access(cast.hanna)
    return change_chain(access=access, number=cast.number, rows=rows, expected_revision=None, at=NOW).sequence
