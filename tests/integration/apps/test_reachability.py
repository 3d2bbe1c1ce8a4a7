"""What last week's and last month's calls say about a plan: who answered, who gave up, who would go elsewhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.callrecords import replay as replaying
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.reachability import Reachability, answered, patience_seconds, reachability
from smartnumbers.apps.callrecords.replay import replay
from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.queries import blacklist, chain, published
from smartnumbers.core.callcontrol.record import AttemptOutcome, CallRecord, Outcome
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decision import Presentation
from tests.cast import CALLER, NOW, Cast, call_id, call_record
from tests.planned import but, on_call, plan_document

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(hours=1)
DAY = 86_400_000


def keep(*records: CallRecord) -> None:
    keep_records(node="node1", records=records, segment="000001", offset=len(records))


def destinations(cast: Cast) -> list[str]:
    return [entry.destination_id for entry in chain(access=cast.access(cast.hanna), number=cast.number, at=NOW)]


def rung(cast: Cast, index: int, *outcomes: AttemptOutcome, days_ago: int = 0) -> CallRecord:
    """A call whose attempts at the chain's destinations ended so."""
    record = call_record(cast, index=index, at=NOW - timedelta(days=days_ago))
    attempts = tuple(
        replace(attempt, destination_id=destination, outcome=outcome)
        for attempt, destination, outcome in zip(record.attempts, destinations(cast), outcomes, strict=False)
    )
    return replace(record, attempts=attempts)


def test_attempts_and_answers_are_counted_by_destination(cast: Cast) -> None:
    reception, night = destinations(cast)
    keep(
        rung(cast, 1, AttemptOutcome.NO_ANSWER, AttemptOutcome.ANSWERED),
        rung(cast, 2, AttemptOutcome.BUSY, AttemptOutcome.ANSWERED_ELSEWHERE, days_ago=2),
        rung(cast, 3, AttemptOutcome.ANSWERED, days_ago=29),
        rung(cast, 4, AttemptOutcome.ANSWERED, days_ago=31),
    )

    access = cast.access(cast.remo)
    found = reachability(access=access, destinations=Destination.objects.filter(account=cast.alpina), at=LATER)

    assert found == {
        reception: Reachability(3, 1, from_datetime(NOW) + 3 - 29 * DAY),
        night: Reachability(1, 1, from_datetime(NOW) + 1 + 20_000),
    }
    assert found[reception].percent == 33
    assert answered(access=access, number=cast.number, at=LATER) == {reception: (3, 1), night: (1, 1)}


def test_patience_is_the_median_wait_of_those_who_gave_up(cast: Cast) -> None:
    def gave_up(index: int, seconds: int) -> CallRecord:
        record = call_record(cast, index=index, outcome=Outcome.ABANDONED, reason="caller-gave-up", answered_at=None)
        return replace(record, ended_at=record.setup_at + 1000 * seconds)

    access = cast.access(cast.hanna)
    keep(*(gave_up(index, 10 + index) for index in range(9)), call_record(cast, index=50))
    assert patience_seconds(access=access, number=cast.number, at=LATER) is None

    keep(gave_up(9, 400), gave_up(10, 400))
    assert patience_seconds(access=access, number=cast.number, at=LATER) == 15


def test_a_replay_tells_which_calls_another_plan_would_send_elsewhere(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    plan = plan_document(access=access, number=cast.number, evening=on_call(access=access, number=cast.number))
    # 14:32 on a Friday, and ten and four hours later; one call more than a week ago.
    records = [call_record(cast, index=index, at=NOW) for index in range(3)]
    night = call_record(cast, at=NOW + timedelta(hours=10))
    evening = call_record(cast, at=NOW + timedelta(hours=4))
    old = call_record(cast, at=NOW - timedelta(days=8))
    keep(*records, night, evening, old)

    found = replay(access=access, number=cast.number, document=plan, at=NOW + timedelta(hours=11))

    assert (found.calls, found.moved_calls, found.cut) == (5, 2, False)
    assert {(group.after.treatment, group.after.destinations, group.calls) for group in found.moved} == {
        ("Ansage", (), 1),
        ("Pikett", ("Pikett",), 1),
    }
    assert {group.before.destinations for group in found.moved} == {("Reception", "Night")}
    assert {group.examples for group in found.moved} == {(call_id(night),), (call_id(evening),)}


def test_a_plan_that_does_the_same_under_another_name_moves_no_call(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number)
    document["treatments"]["main"]["name"] = "Büro"
    keep(call_record(cast))

    found = replay(access=access, number=cast.number, document=but(document, week=[], otherwise="main"), at=LATER)

    assert (found.calls, found.moved) == (1, [])


def test_a_replay_of_very_many_calls_stops_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "CALLS_MAXIMUM", 2)
    access = cast.access(cast.hanna)
    keep(*(call_record(cast, index=index) for index in range(3)))

    found = replay(
        access=access, number=cast.number, document=plan_document(access=access, number=cast.number), at=LATER
    )

    assert (found.calls, found.cut) == (2, True)


def test_a_stranger_learns_nothing(cast: Cast) -> None:
    access = cast.access(cast.sven)
    document = plan_document(access=cast.access(cast.hanna), number=cast.number)
    with pytest.raises(PermissionMissing):
        answered(access=access, number=cast.number, at=LATER)
    with pytest.raises(PermissionMissing):
        reachability(access=access, destinations=Destination.objects.filter(account=cast.alpina), at=LATER)
    with pytest.raises(PermissionMissing):
        patience_seconds(access=access, number=cast.number, at=LATER)
    with pytest.raises(PermissionMissing):
        replay(access=access, number=cast.number, document=document, at=LATER)


def test_a_reported_caller_is_turned_away_for_a_day(cast: Cast) -> None:
    record = call_record(cast, reported=True)

    keep(record)
    keep(record)

    (entry,) = blacklist(access=cast.access(cast.hanna), number=cast.number)
    assert (entry.value, entry.visibility, entry.created_by) == (CALLER, "masked", "*00")
    assert entry.until == NOW + timedelta(milliseconds=87_000, days=1)
    profile = published(access=cast.access(cast.hanna), number=cast.number)
    assert (profile.revision, dict(profile.blacklist.numbers)) == (3, {CALLER: from_datetime(entry.until)})


def test_a_reported_caller_without_a_number_changes_nothing(cast: Cast) -> None:
    keep(call_record(cast, reported=True, caller="", presentation=Presentation.UNAVAILABLE))

    assert published(access=cast.access(cast.hanna), number=cast.number).revision == 2
