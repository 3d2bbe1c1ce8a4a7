"""What is kept of a call's routing: treatment, what was said and left, reports, and what each call counts as."""

from dataclasses import replace
from typing import Any

import pytest

from smartnumbers.apps.callrecords.destinations import destination_of
from smartnumbers.apps.callrecords.models import CallRecord, Result
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.queries import call
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, REASONS, RESULTS
from smartnumbers.apps.plans.models import BlacklistEntry, PublishedProfile
from smartnumbers.core.callcontrol import record as core
from smartnumbers.core.callcontrol.entries import ended_entry
from smartnumbers.core.callcontrol.record import (
    REPORT_BLOCK_MS,
    Attempt,
    AttemptOutcome,
    MessageLeft,
    Outcome,
    PromptPlayed,
    Purpose,
)
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decision import Presentation, Refusal
from smartnumbers.jobs.acceptance import RecordUnreadable, accept
from tests.cast import Cast, call_id, call_record

GREETING = PromptPlayed(
    prompt_id="greeting-1", purpose=Purpose.GREETING, language="en", text="Welcome.\x00", recording=None, revision=2,
    started_at=1, ended_at=900, played_ms=899, result="finished",
)  # fmt: skip


def keep(*records: core.CallRecord) -> int:
    return keep_records(node="node1", records=records, segment="000001", offset=100)


@pytest.mark.usefixtures("database")
class TestKeeping:
    def test_treatment_message_and_what_was_said_are_kept(self, cast: Cast) -> None:
        message = MessageLeft(name="019f", ms=15_500, email="office@alpina.example")
        record = call_record(cast, treatment="Pikett", message=message, said=(GREETING,))

        keep(record)

        kept = call(access=cast.access(cast.hanna), call_id=call_id(record))
        assert (kept.treatment, kept.reported) == ("Pikett", False)
        assert kept.message == {"name": "019f", "ms": 15_500, "email": "office@alpina.example"}
        assert [(item["purpose"], item["text"]) for item in kept.said] == [("greeting", "Welcome.")]

    def test_an_attempt_says_its_destination_its_carrier_and_that_it_was_full(self, cast: Cast) -> None:
        record = call_record(cast)
        first = replace(record.attempts[0], destination_id="d" * 36, carrier="first", full=True)
        elsewhere = replace(record.attempts[1], outcome=AttemptOutcome.ANSWERED_ELSEWHERE)

        keep(replace(record, attempts=(first, elsewhere)))

        kept = list(call(access=cast.access(cast.hanna), call_id=call_id(record)).attempts.all())
        assert [(item.destination, item.carrier, item.full) for item in kept] == [
            ("d" * 36, "first", True),
            ("", "", False),
        ]
        assert kept[1].outcome == "answered-elsewhere"

    def test_where_it_went_is_who_answered_and_not_who_was_dialled_last(self, cast: Cast) -> None:
        record = call_record(cast)
        second, first = record.attempts
        slower = replace(second, outcome=AttemptOutcome.ANSWERED_ELSEWHERE, name="Slower", answered_at=None)

        keep(replace(record, attempts=(first, slower)))

        kept = call(access=cast.access(cast.hanna), call_id=call_id(record))
        assert destination_of(call=kept) == first.name

    def test_a_call_that_nobody_answered_went_to_who_was_dialled_last(self, cast: Cast) -> None:
        record = call_record(cast, answered_at=None)
        attempts = tuple(replace(attempt, answered_at=None) for attempt in record.attempts)

        keep(replace(record, attempts=attempts))

        kept = call(access=cast.access(cast.hanna), call_id=call_id(record))
        assert destination_of(call=kept) == attempts[-1].name

    @pytest.mark.parametrize(
        ("outcome", "tried", "result"),
        [
            (Outcome.ANNOUNCED, False, Result.INFORMED),
            (Outcome.ANNOUNCED, True, Result.LOST),
            (Outcome.MESSAGE, False, Result.INFORMED),
            (Outcome.MESSAGE, True, Result.INFORMED),
            (Outcome.BLOCKED, False, Result.BLOCKED),
        ],
    )
    def test_an_announcement_after_a_chain_that_reached_nobody_is_a_lost_call(
        self, cast: Cast, outcome: Outcome, tried: bool, result: Result
    ) -> None:
        record = call_record(cast, outcome=outcome, answered_at=None)
        attempts: tuple[Attempt, ...] = record.attempts[:1] if tried else ()

        keep(replace(record, attempts=attempts))

        assert CallRecord.objects.get().result == result


@pytest.mark.usefixtures("database")
class TestReports:
    def test_a_reported_caller_is_on_the_blacklist_for_a_day_from_the_end_of_the_call(self, cast: Cast) -> None:
        record = call_record(cast, reported=True)
        revisions = PublishedProfile.objects.count()

        keep(record)

        entry = BlacklistEntry.objects.get()
        assert entry.until is not None
        assert (entry.value, from_datetime(entry.until)) == (record.caller, record.ended_at + REPORT_BLOCK_MS)
        assert (entry.visibility, entry.note) == ("masked", "*00")
        assert PublishedProfile.objects.count() == revisions + 1

    def test_a_call_read_twice_blocks_once(self, cast: Cast) -> None:
        record = call_record(cast, reported=True)
        keep(record)
        revisions = PublishedProfile.objects.count()

        keep(record)

        assert PublishedProfile.objects.count() == revisions

    def test_a_hidden_caller_stays_hidden_on_the_blacklist(self, cast: Cast) -> None:
        keep(call_record(cast, reported=True, presentation=Presentation.RESTRICTED))

        assert BlacklistEntry.objects.get().visibility == "withheld"

    def test_a_report_about_a_number_that_is_gone_does_not_hold_the_journal_up(self, cast: Cast) -> None:
        assert keep(call_record(cast, reported=True, number="+41800999999")) == 1

        assert not BlacklistEntry.objects.exists()


@pytest.mark.usefixtures("database")
class TestAcceptance:
    def test_a_record_with_everything_is_accepted(self, cast: Cast) -> None:
        message = MessageLeft(name="019f", ms=15_500, email="office@alpina.example")
        record = call_record(cast, treatment="Pikett", message=message, said=(GREETING,), reported=True)

        assert accept(ended_entry(record=record, at=record.ended_at)) == record

    @pytest.mark.parametrize(
        "wrong",
        [
            {"treatment": 7},
            {"reported": "yes"},
            {"message": {"name": "a", "ms": "long", "email": "a@b.example"}},
            {"message": {"name": "a", "ms": 5, "email": None}},
            {"message": {"name": "a"}},
            {"said": [{"purpose": "singing"}]},
        ],
    )
    def test_what_cannot_be_stored_is_refused(self, cast: Cast, wrong: dict[str, Any]) -> None:
        entry = ended_entry(record=call_record(cast), at=1)
        entry["record"] |= wrong

        with pytest.raises(RecordUnreadable):
            accept(entry)


def test_every_outcome_and_every_refusal_has_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(ATTEMPT_OUTCOMES) - {""} == set(AttemptOutcome)
    assert set(RESULTS) == set(Result.values)
    assert set(Refusal) <= set(REASONS)
