"""Asking the statistics within an access: whose calls, whose digits, and who answers while the daemon is away."""

from pathlib import Path

import pytest
from pytest_django import Settings

from smartnumbers.apps.accounts.access import Access, PermissionMissing
from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.reporting import fromrecord
from smartnumbers.apps.reporting.asking import Reply, ask
from smartnumbers.apps.reporting.callerrefs import CallerRefInvalid, caller_ref, read_ref
from smartnumbers.apps.reporting.masking import CallerHidden
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing.decision import Presentation
from smartnumbers.statistics.answers import CallPage, Figures
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.filters import EVERYTHING, CallFilter
from smartnumbers.statistics.questions import CallerCard, Column, Page, Totals
from smartnumbers.statistics.scope import PLATFORM
from tests.cast import CALLER, Cast, call_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_daemon(settings: Settings, tmp_path: Path) -> None:
    """The record answers."""
    settings.RUN_FOLDER = tmp_path


def keep(*records: CallRecord) -> None:
    keep_records(node="node1", records=records, segment="1", offset=0)


def page(access: Access, wanted: CallFilter = EVERYTHING, **how: object) -> Reply[CallPage]:
    return ask(access=access, question=lambda scope: Page(scope=scope, wanted=wanted, **how))  # type: ignore[arg-type]


def figures(access: Access, wanted: CallFilter = EVERYTHING) -> Figures:
    return ask(access=access, question=lambda scope: Totals(scope=scope, wanted=(wanted,))).answer.sets[0]


class TestScope:
    def test_a_holder_sees_the_calls_of_the_own_account_and_the_operator_all(self, cast: Cast) -> None:
        keep(
            call_record(cast, index=1),
            call_record(cast, index=2, account=str(cast.elsewhere.pk), number=cast.number_elsewhere.number),
            call_record(cast, index=3, account=None),
        )

        own, others, all_calls = (
            page(cast.access(cast.hanna)),
            page(cast.access(cast.sven)),
            page(platform_access(label="x")),
        )

        assert [row.account for row in own.answer.rows] == [cast.alpina.pk]
        assert [row.account for row in others.answer.rows] == [cast.elsewhere.pk]
        assert len(all_calls.answer.rows) == 3

    def test_who_may_not_see_calls_is_refused(self, cast: Cast) -> None:
        stranger = Access(actor=cast.access(cast.hanna).actor, account=cast.alpina, permissions=frozenset())
        with pytest.raises(PermissionMissing):
            figures(stranger)

    def test_a_question_cannot_take_another_scope(self, cast: Cast) -> None:
        with pytest.raises(ValueError, match="scope"):
            ask(access=cast.access(cast.hanna), question=lambda _: Totals(scope=PLATFORM, wanted=(EVERYTHING,)))


class TestFallback:
    def test_the_record_answers_and_says_so(self, cast: Cast) -> None:
        keep(*(call_record(cast, index=index) for index in range(5)))

        reply = page(cast.access(cast.hanna), limit=2)

        assert reply.from_record
        assert [row.setup_at % 10 for row in reply.answer.rows] == [4, 3]

    def test_what_is_written_next_is_in_the_next_answer(self, cast: Cast) -> None:
        keep(call_record(cast, index=1))
        assert figures(cast.access(cast.hanna)).calls == 1

        keep(call_record(cast, index=2))

        assert figures(cast.access(cast.hanna)).calls == 2

    def test_too_many_calls_are_not_read_for_a_page(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fromrecord, "FALLBACK_CALLS", 2)
        keep(*(call_record(cast, index=index) for index in range(3)))

        with pytest.raises(StatisticsAway):
            figures(cast.access(cast.hanna))
        assert figures(cast.access(cast.sven)).calls == 0


class TestCallers:
    def test_a_holder_sees_callers_without_their_last_digits_and_with_a_reference(self, cast: Cast) -> None:
        keep(call_record(cast))

        (held,) = page(cast.access(cast.hanna)).answer.rows
        (whole,) = page(platform_access(label="x")).answer.rows

        assert held.caller == "+41 79 412 ••••"
        assert whole.caller == CALLER
        assert read_ref(access=cast.access(cast.hanna), ref=held.caller_ref) == CALLER

    def test_who_withheld_his_number_is_nobody_to_anyone(self, cast: Cast) -> None:
        keep(call_record(cast, presentation=Presentation.RESTRICTED))

        for access in (cast.access(cast.hanna), platform_access(label="x")):
            (row,) = page(access).answer.rows
            assert (row.caller, row.caller_ref, row.withheld, row.country, row.line) == ("", "", True, "", "")
            assert figures(access, CallFilter(caller_prefixes=("+41",))).calls == 0

    def test_a_reference_filters_and_opens_the_card_and_whole_digits_do_not(self, cast: Cast) -> None:
        keep(call_record(cast, index=1), call_record(cast, index=2, caller="+41794129999"))
        holder = cast.access(cast.hanna)
        ref = caller_ref(access=holder, caller=CALLER)

        card = ask(access=holder, question=lambda scope: CallerCard(scope=scope, caller=ref)).answer

        assert (card.caller, card.caller_ref, card.figures.calls) == ("+41 79 412 ••••", ref, 1)
        assert figures(holder, CallFilter(callers=(ref,))).calls == 1
        assert figures(platform_access(label="x"), CallFilter(callers=(CALLER,))).calls == 1
        with pytest.raises(CallerHidden):
            figures(holder, CallFilter(callers=(CALLER,)))
        with pytest.raises(CallerHidden):
            ask(access=holder, question=lambda scope: CallerCard(scope=scope, caller=CALLER))

    @pytest.mark.parametrize(
        ("prefix", "told"),
        [("+4179412", True), ("+41794121", False), ("+49301", True), ("+4930123", False), ("118", False)],
    )
    def test_a_prefix_ends_where_masking_begins(self, cast: Cast, prefix: str, told: bool) -> None:
        keep(call_record(cast))
        wanted = CallFilter(caller_prefixes=(prefix,))

        if told:
            assert figures(cast.access(cast.hanna), wanted).calls == CALLER.startswith(prefix)
        else:
            with pytest.raises(CallerHidden):
                figures(cast.access(cast.hanna), wanted)
        assert figures(platform_access(label="x"), wanted).calls == CALLER.startswith(prefix)

    def test_a_reference_is_worth_nothing_in_another_account(self, cast: Cast) -> None:
        ref = caller_ref(access=cast.access(cast.hanna), caller=CALLER)

        for written in (ref, "~", "~AAAA", "~" + "é", CALLER):
            with pytest.raises(CallerRefInvalid):
                read_ref(access=cast.access(cast.sven), ref=written)

    def test_the_places_of_a_list_tell_no_digits(self, cast: Cast) -> None:
        keep(*(call_record(cast, index=index, caller=f"+4179412000{index}") for index in range(4)))
        holder = cast.access(cast.hanna)

        first = page(holder, column=Column.CALLER, descending=False, limit=2).answer
        second = page(holder, column=Column.CALLER, descending=False, limit=2, after=first.rows[-1].place).answer

        assert [row.setup_at % 10 for row in (*first.rows, *second.rows)] == [0, 1, 2, 3]
        assert not any("412000" in row.place for row in first.rows)
        with pytest.raises(CallerRefInvalid):
            page(holder, column=Column.CALLER, after="+41794120001")
