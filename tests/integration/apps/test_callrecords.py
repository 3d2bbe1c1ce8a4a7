"""Keeping call records once, and answering questions about them within an account."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction
from pytest_django import DjangoAssertNumQueries

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.localdays import day_of, end_of, start_of
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, Result
from smartnumbers.apps.callrecords.operations import CallerUnknown, block_caller_of_call, keep_records
from smartnumbers.apps.callrecords.queries import (
    EVERYTHING,
    CallFilter,
    CallUnknown,
    Page,
    call,
    calls,
    journal_position,
    others_of_caller,
)
from smartnumbers.apps.callrecords.wording import OUTCOMES, caller_words
from smartnumbers.apps.plans.queries import blacklist
from smartnumbers.apps.reporting.forecasting import days_until
from smartnumbers.apps.reporting.keyfigures import figures_by_number
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.callcontrol.record import (
    AttemptOutcome,
    CarrierTried,
    MessageLeft,
    Outcome,
    PromptPlayed,
    Purpose,
    Side,
)
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decision import Presentation, TraceStep
from smartnumbers.statistics import filters
from smartnumbers.statistics.answers import Figures
from tests.cast import NOW, Cast, call_id, call_record, make_cast
from tests.figures import day_figures

LOST = {"outcome": Outcome.BUSY, "answered_at": None, "reason": "chain-exhausted", "hung_up_by": Side.PLATFORM}


def count(*, access: Access, wanted: CallFilter = EVERYTHING) -> int:
    return len(calls(access=access, wanted=wanted, limit=2_000).calls)


def keep(*records: core.CallRecord, offset: int = 100) -> int:
    return keep_records(node="node1", records=records, segment="000001", offset=offset)


def ids(page: Page) -> list[UUID]:
    return [row.id for row in page.calls]


@pytest.mark.usefixtures("database")
class TestKeeping:
    def test_a_record_comes_back_as_it_was(self, cast: Cast) -> None:
        record = call_record(cast)

        assert keep(record) == 1

        kept = call(access=cast.access(cast.hanna), call_id=call_id(record))
        for name in ("number", "dialled", "caller", "revision", "setup_at", "ringing_at", "answered_at", "ended_at"):
            assert getattr(kept, name) == getattr(record, name)
        assert (kept.outcome, kept.hung_up_by, kept.presentation) == ("answered", "caller", "allowed")
        assert (kept.result, kept.local_day) == (Result.ANSWERED, date(2026, 11, 20))
        assert kept.trace == [{"code": "profile-found", "values": {"number": "+41800123789", "revision": 2}}]
        assert (kept.talk_milliseconds, kept.wait_milliseconds) == (60_000, 27_000)
        first, second = kept.attempts.all()
        assert (first.ordinal, first.outcome, first.cause, first.answered_at) == (1, "no-answer", 19, None)
        assert (second.name, second.kind, second.outcome) == ("Night", "sip", "answered")

    def test_what_stages_and_carriers_did_is_kept(self, cast: Cast) -> None:
        said = PromptPlayed("p1", Purpose.SAYING, "de", "Wir sind geschlossen.\x00", None, 2, 5, 9, 4, "finished")
        left = CarrierTried("Nord", 7, AttemptOutcome.UNREACHABLE, 34, 503)
        record = call_record(
            cast, treatment="Ansage", said=(said,), message=MessageLeft("m1", 4000, "a@alpina.example")
        )
        attempt = replace(record.attempts[0], destination_id="d1", carrier="Süd", full=True, tried=(left,))
        attempt = replace(attempt, outcome=AttemptOutcome.ANSWERED_ELSEWHERE)

        keep(replace(record, attempts=(attempt,)))

        kept = call(access=cast.access(cast.hanna), call_id=call_id(record))
        (row,) = kept.attempts.all()
        assert (kept.treatment, kept.said[0]["text"], kept.said[0]["purpose"]) == (
            "Ansage", "Wir sind geschlossen.", "saying",
        )  # fmt: skip
        assert kept.message == {"name": "m1", "ms": 4000, "email": "a@alpina.example"}
        assert (row.destination, row.carrier, row.full, row.outcome) == ("d1", "Süd", True, "answered-elsewhere")
        assert row.tried == [
            {"carrier": "Nord", "ended_at": 7, "outcome": "unreachable", "cause": 34, "sip_status": 503}
        ]

    @pytest.mark.parametrize(
        ("outcome", "result"),
        [(Outcome.ANNOUNCED, Result.INFORMED), (Outcome.MESSAGE, Result.INFORMED), (Outcome.ABANDONED, Result.LOST)],
    )
    def test_who_was_told_what_he_called_for_is_not_lost(self, cast: Cast, outcome: Outcome, result: Result) -> None:
        keep(call_record(cast, outcome=outcome, answered_at=None, attempts=()))

        assert CallRecord.objects.get().result == result

    def test_a_call_is_kept_once_however_often_it_is_tried(self, cast: Cast) -> None:
        records = [call_record(cast, index=index) for index in range(5)]
        assert keep(*records[:3], offset=300) == 3

        assert keep(*records, offset=500) == 2
        assert keep(*records, offset=500) == 0

        assert CallRecord.objects.count() == 5
        assert Attempt.objects.count() == 10
        position = journal_position(node="node1")
        assert position is not None
        assert (position.segment, position.offset) == ("000001", 500)

    def test_a_call_named_twice_in_one_go_is_kept_once(self, cast: Cast) -> None:
        assert keep(call_record(cast), call_record(cast)) == 1

        assert CallRecord.objects.count() == 1

    def test_records_and_position_are_kept_together_or_not_at_all(self, cast: Cast) -> None:
        broken = replace(call_record(cast, index=1), call_id="no-uuid")

        with pytest.raises(ValueError, match="hexadecimal"):
            keep(call_record(cast), broken)

        assert CallRecord.objects.count() == 0
        assert journal_position(node="node1") is None

    def test_the_position_moves_on_without_records(self, cast: Cast) -> None:
        assert keep(offset=4096) == 0

        position = journal_position(node="node1")
        assert position is not None
        assert position.offset == 4096
        assert journal_position(node="node2") is None

    @pytest.mark.parametrize("account", [None, "999999", "no account", "9" * 30])
    def test_a_call_without_a_known_account_is_kept_all_the_same(self, cast: Cast, account: str | None) -> None:
        record = call_record(cast, account=account)

        assert keep(record) == 1

        assert call(access=cast.access(cast.olga), call_id=call_id(record)).account_id is None
        with pytest.raises(CallUnknown):
            call(access=cast.access(cast.hanna), call_id=call_id(record))

    def test_strange_texts_do_not_block_the_journal(self, cast: Cast) -> None:
        record = call_record(
            cast,
            dialled="0800\x00" + "9" * 5000,
            caller="'; DROP TABLE calls; --\x00",
            trace=(TraceStep("number-unknown", {"number": "\x00☎"}),),
        )

        assert keep(record) == 1

        kept = call(access=cast.access(cast.olga), call_id=call_id(record))
        assert kept.dialled == "0800" + "9" * 5000
        assert kept.trace[0]["values"] == {"number": "☎"}

    def test_many_records_in_one_go(self, cast: Cast) -> None:
        records = [call_record(cast, index=index) for index in range(1200)]

        assert keep(*records) == 1200
        assert count(access=cast.access(cast.hanna)) == 1200


def test_two_workers_at_once_keep_each_call_once(committing_database: str) -> None:
    cast = make_cast()
    records = [call_record(cast, index=index) for index in range(60)]
    start = Barrier(2)

    def work() -> int:
        start.wait(10)
        try:
            return sum(keep(*records[first : first + 10], offset=first) for first in range(0, 60, 10))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=2) as pool:
        new = sum(future.result(60) for future in [pool.submit(work), pool.submit(work)])

    assert new == CallRecord.objects.count() == 60
    assert Attempt.objects.count() == 120


def test_records_of_a_failed_transaction_are_gone(committing_database: str) -> None:
    cast = make_cast()

    with transaction.atomic():
        keep(call_record(cast))
        transaction.set_rollback(True)

    assert CallRecord.objects.count() == 0
    assert keep(call_record(cast)) == 1


@pytest.mark.usefixtures("database")
class TestLists:
    def test_the_newest_calls_come_first(self, cast: Cast) -> None:
        records = [call_record(cast, index=index) for index in range(4)]
        keep(*records)

        page = calls(access=cast.access(cast.hanna), limit=3)

        assert ids(page) == [call_id(record) for record in reversed(records[1:])]
        assert page.newer is None

    def test_pages_lead_through_all_calls_and_back(self, cast: Cast) -> None:
        # Several calls of one millisecond: the cursor must not lose or repeat any of them.
        records = [
            replace(call_record(cast, index=index), setup_at=from_datetime(NOW) + index // 4) for index in range(11)
        ]
        keep(*records)
        everything = ids(calls(access=cast.access(cast.hanna), limit=50))
        access, pages = cast.access(cast.hanna), [calls(access=cast.access(cast.hanna), limit=4)]

        while pages[-1].older is not None:
            pages.append(calls(access=access, older_than=pages[-1].older, limit=4))

        assert [len(page.calls) for page in pages] == [4, 4, 3]
        assert [call_id for page in pages for call_id in ids(page)] == everything
        back = calls(access=access, newer_than=pages[2].newer, limit=4)
        assert ids(back) == ids(pages[1])
        first = calls(access=access, newer_than=back.newer, limit=4)
        assert (ids(first), first.newer) == (ids(pages[0]), None)

    @pytest.mark.parametrize("cursor", ["", "x", "1-2", "-", "9" * 40 + "-x"])
    def test_a_cursor_that_is_none_shows_the_newest(self, cast: Cast, cursor: str) -> None:
        keep(call_record(cast))

        assert len(calls(access=cast.access(cast.hanna), older_than=cursor, newer_than=cursor).calls) == 1

    def test_filters_narrow_the_list(self, cast: Cast) -> None:
        yesterday = NOW - timedelta(days=1)
        keep(
            call_record(cast, index=1),
            call_record(cast, index=2, **LOST),
            call_record(cast, index=3, outcome=Outcome.BLOCKED),
            call_record(cast, index=4, at=yesterday, **LOST),
            call_record(cast, index=5, number="+41848000111"),
        )
        access = cast.access(cast.hanna)
        today = NOW.date()

        assert count(access=access) == 5
        assert count(access=access, wanted=CallFilter(result=Result.LOST)) == 2
        assert count(access=access, wanted=CallFilter(result=Result.LOST, first_day=today)) == 1
        assert count(access=access, wanted=CallFilter(last_day=yesterday.date())) == 1
        assert count(access=access, wanted=CallFilter(first_day=yesterday.date(), last_day=today)) == 5
        assert len(calls(access=access, wanted=CallFilter(number="+41848000111")).calls) == 1

    def test_a_list_takes_three_queries_however_long_it_is(
        self, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        keep(*(call_record(cast, index=index) for index in range(30)))
        access = cast.access(cast.hanna)

        with django_assert_num_queries(3):
            page = calls(access=access)
            assert [len(row.attempts.all()) for row in page.calls] == [2] * 30

    def test_a_stranger_sees_nothing(self, cast: Cast) -> None:
        record = call_record(cast)
        keep(record)
        stranger = cast.access(cast.sven)

        assert calls(access=stranger).calls == []
        assert count(access=stranger) == 0
        assert day_figures(access=stranger, day=NOW.date()) == Figures()
        assert by_number(stranger, cast) == {}
        with pytest.raises(CallUnknown):
            call(access=stranger, call_id=call_id(record))

    def test_reader_and_operator_see_the_call(self, cast: Cast) -> None:
        record = call_record(cast)
        keep(record)

        for access in (cast.access(cast.remo), cast.access(cast.olga), cast.access(cast.olga, cast.alpina)):
            assert call(access=access, call_id=call_id(record)).number == record.number
        with pytest.raises(CallUnknown):
            call(access=cast.access(cast.olga, cast.elsewhere), call_id=call_id(record))
        with pytest.raises(CallUnknown):
            call(access=cast.access(cast.olga), call_id=uuid4())


@pytest.mark.usefixtures("database")
class TestCallers:
    @pytest.mark.parametrize(
        ("caller", "presentation", "holder", "operator"),
        [
            ("+41794121234", Presentation.ALLOWED, "+41 79 412 ••••", "+41 79 412 12 34"),
            ("+41794121234", Presentation.RESTRICTED, "Number withheld", "+41 79 412 12 34"),
            ("", Presentation.RESTRICTED, "Number withheld", "Number withheld"),
            ("", Presentation.UNAVAILABLE, "Number unknown", "Number unknown"),
        ],
    )
    def test_holders_see_no_whole_number(
        self, cast: Cast, caller: str, presentation: Presentation, holder: str, operator: str
    ) -> None:
        def seen(access: Access) -> str:
            return caller_words(access=access, caller=caller, presentation=presentation)

        assert seen(cast.access(cast.hanna)) == seen(cast.access(cast.remo)) == holder
        assert seen(cast.access(cast.olga)) == seen(cast.access(cast.olga, cast.alpina)) == operator

    def test_other_calls_of_a_caller_are_found(self, cast: Cast) -> None:
        records = [call_record(cast, index=index) for index in range(3)]
        other = call_record(cast, index=8, caller="+41791112233")
        keep(*records, other)
        access = cast.access(cast.hanna)

        found = others_of_caller(access=access, to=call(access=access, call_id=call_id(records[1])))

        assert [row.id for row in found] == [call_id(records[2]), call_id(records[0])]

    def test_who_withholds_the_number_is_not_recognised_by_the_holder(self, cast: Cast) -> None:
        records = [call_record(cast, index=index, presentation=Presentation.RESTRICTED) for index in range(2)]
        keep(*records)
        access = cast.access(cast.hanna)
        first = call(access=access, call_id=call_id(records[0]))

        assert others_of_caller(access=access, to=first) == []
        assert len(others_of_caller(access=cast.access(cast.olga), to=first)) == 1

    @pytest.mark.parametrize(
        ("presentation", "visibility"), [(Presentation.ALLOWED, "masked"), (Presentation.RESTRICTED, "withheld")]
    )
    def test_a_caller_is_blocked_from_the_call(self, cast: Cast, presentation: Presentation, visibility: str) -> None:
        record = call_record(cast, presentation=presentation)
        keep(record)
        access = cast.access(cast.hanna)

        block_caller_of_call(access=access, call=call(access=access, call_id=call_id(record)), at=NOW)

        entry = blacklist(access=access, number=cast.number)[0]
        assert (entry.value, entry.visibility) == (record.caller, visibility)

    def test_nobody_cannot_be_blocked(self, cast: Cast) -> None:
        record = call_record(cast, caller="", presentation=Presentation.UNAVAILABLE)
        keep(record)
        access = cast.access(cast.hanna)

        with pytest.raises(CallerUnknown):
            block_caller_of_call(access=access, call=call(access=access, call_id=call_id(record)), at=NOW)


def by_number(access: Access, cast: Cast) -> dict[str, tuple[int, int, int]]:
    """Answered, lost and blocked calls of the day by number."""
    numbers = [cast.number.number, cast.number_elsewhere.number]
    found = figures_by_number(access=access, numbers=numbers, day=NOW.date())
    return {number: (one.answered, one.lost, one.blocked) for number, one in found.items()}


@pytest.mark.usefixtures("database")
class TestFigures:
    def test_a_day_is_told_by_number_and_in_all(self, cast: Cast) -> None:
        keep(
            call_record(cast, index=1),
            call_record(cast, index=2),
            call_record(cast, index=3, **LOST),
            call_record(cast, index=4, outcome=Outcome.BLOCKED),
            call_record(cast, index=5, number=cast.number_elsewhere.number, **LOST),
            call_record(cast, index=6, at=NOW - timedelta(days=1)),
        )
        access = cast.access(cast.hanna)

        figures = day_figures(access=access, day=NOW.date())

        assert (figures.answered, figures.lost, figures.blocked) == (2, 2, 1)
        assert by_number(access, cast) == {"+41800123789": (2, 1, 1), "+41848555210": (0, 1, 0)}
        assert day_figures(access=cast.access(cast.olga), day=NOW.date()) == figures

    def test_the_days_until_today_have_every_day(self, cast: Cast) -> None:
        keep(call_record(cast, index=1), call_record(cast, index=2, at=NOW - timedelta(days=13), **LOST))
        wanted = filters.CallFilter(numbers=(cast.number.number,))

        days = days_until(access=cast.access(cast.hanna), wanted=wanted, today=NOW.date()).last(14)

        assert [(day, one.answered, one.lost) for day, one in days if one.calls] == [
            (date(2026, 11, 7), 0, 1),
            (date(2026, 11, 20), 1, 0),
        ]
        assert [day for day, _one in days] == [date(2026, 11, 7 + index) for index in range(14)]

    @pytest.mark.parametrize(
        ("at", "day"),
        [
            (datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
            (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
            (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        ],
    )
    def test_a_day_ends_at_local_midnight(self, cast: Cast, at: datetime, day: date) -> None:
        record = call_record(cast, at=at)
        keep(record)

        assert call(access=cast.access(cast.olga), call_id=call_id(record)).local_day == day
        assert count(access=cast.access(cast.hanna), wanted=CallFilter(first_day=day, last_day=day)) == 1


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_days_have_as_many_hours_as_they_have(day: date, hours: int) -> None:
    assert end_of(day) - start_of(day) == hours * 3_600_000
    assert day_of(start_of(day)) == day_of(end_of(day) - 1) == day


def test_every_outcome_has_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
