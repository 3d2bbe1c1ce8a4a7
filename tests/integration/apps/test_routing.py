"""Plans of numbers: drafts, putting them in force, settling them for later, going back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.queries import entries_of_object
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.faults import (
    ChangeRefused,
    DraftConflict,
    DraftMissing,
    NothingToUndo,
    PlanRefused,
    RevisionConflict,
)
from smartnumbers.apps.plans.models import Destination, PublishedProfile, ScheduledPlan
from smartnumbers.apps.plans.operations import destinations
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.destinations import DestinationRow
from smartnumbers.apps.plans.operations.drafts import discard_draft, save_draft
from smartnumbers.apps.plans.operations.named import NamedUsed
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.operations.restoring import restore_revision, undo
from smartnumbers.apps.plans.operations.scheduling import (
    ScheduledPlanOver,
    cancel_scheduled,
    schedule_draft,
    schedule_plan,
)
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.uses import UsedBy
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Presentation
from tests.cast import CALLER, NOW, Cast
from tests.planned import but, first_destination, on_call, plan_document

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(hours=1)
# A Thursday; Zurich is an hour ahead of UTC.
CHRISTMAS_EVE = "2026-12-24T16:00"
CHRISTMAS_EVE_AT = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
ONE = [ChainRow("+41 44 512 38 10", "Zentrale", "15")]


def faults_of(refusal: pytest.ExceptionInfo[ChangeRefused]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refusal.value.faults}


def decided(cast: Cast, at: datetime, *, revision: int | None = None) -> Decision:
    """What the switch does with a call to Alpina's number."""
    profile = queries.published(access=cast.access(cast.olga), number=cast.number, revision=revision)
    caller = Caller(CALLER, Presentation.ALLOWED)
    return decide(number=cast.number.number, profile=profile, caller=caller, at=from_datetime(at))


def treatment(cast: Cast, at: datetime) -> str:
    return decided(cast, at).treatment_id


def put_in_force(cast: Cast, document: dict[str, Any], at: datetime = LATER) -> PublishedProfile:
    access = cast.access(cast.hanna)
    save_draft(access=access, number=cast.number, document=document, at=at)
    return publish_draft(access=access, number=cast.number, note="Wochenplan", at=at)


def settle(
    cast: Cast, begins: str, document: dict[str, Any], *, name: str = "Weihnachten", ends: str = ""
) -> ScheduledPlan:
    access = cast.access(cast.hanna)
    return schedule_plan(
        access=access, number=cast.number, name=name, begins=begins, ends=ends, document=document, at=LATER
    )


def closed_plan(cast: Cast) -> dict[str, Any]:
    """A plan that is closed at every hour."""
    document = plan_document(access=cast.access(cast.hanna), number=cast.number)
    return but(document, week=[], treatments={"closed": document["treatments"]["closed"]})


def test_a_draft_changes_nothing_until_it_is_published(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number, evening=on_call(access=access, number=cast.number))

    draft = save_draft(access=access, number=cast.number, document=document, at=LATER)

    assert (draft.version, draft.based_on, draft.saved_by) == (1, 2, "Hanna")
    assert queries.routing(access=access, number=cast.number).revision == 2
    published = publish_draft(access=access, number=cast.number, note=" Neue  Woche ", expected_revision=2, at=LATER)
    assert (published.revision, published.change, published.note) == (3, "plan", "Neue Woche")
    assert queries.draft(access=access, number=cast.number) is None
    assert treatment(cast, NOW) == "main"
    assert treatment(cast, NOW.replace(hour=18)) == "evening"
    assert treatment(cast, NOW.replace(hour=23)) == "closed"


def test_two_people_write_one_draft_only_in_turn(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number)
    save_draft(access=access, number=cast.number, document=document, expected_version=0, at=LATER)
    save_draft(access=access, number=cast.number, document=document, expected_version=1, at=LATER)

    with pytest.raises(DraftConflict) as conflict:
        save_draft(access=access, number=cast.number, document=document, expected_version=1, at=LATER)
    with pytest.raises(DraftConflict):
        discard_draft(access=access, number=cast.number, expected_version=1)

    assert conflict.value.parameters == {"version": 2, "by": "Hanna", "at": LATER}
    discard_draft(access=access, number=cast.number, expected_version=2)
    with pytest.raises(DraftMissing):
        publish_draft(access=access, number=cast.number, at=LATER)


def test_what_is_no_plan_is_refused_at_its_place(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number)
    document["week"].append({"day": 5, "start": 540, "end": 541, "treatment": "main"})

    with pytest.raises(ChangeRefused) as refusal:
        save_draft(access=access, number=cast.number, document=document, at=LATER)

    assert faults_of(refusal) == {("week[5].end", "not-on-raster")}
    assert queries.draft(access=access, number=cast.number) is None


def test_a_plan_with_a_gap_is_not_put_in_force(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = but(plan_document(access=access, number=cast.number), otherwise=None)
    save_draft(access=access, number=cast.number, document=document, at=LATER)

    with pytest.raises(PlanRefused) as refusal:
        publish_draft(access=access, number=cast.number, at=LATER)
    with pytest.raises(PlanRefused):
        schedule_draft(access=access, number=cast.number, name="Neu", begins=CHRISTMAS_EVE, at=LATER)

    assert {finding.code for finding in refusal.value.findings} >= {"gap"}
    assert {finding.code for finding in queries.check_draft(access=access, number=cast.number, at=LATER)} >= {"gap"}
    assert queries.draft(access=access, number=cast.number) is not None
    assert queries.routing(access=access, number=cast.number).revision == 2


def test_a_plan_cannot_use_another_accounts_destination(cast: Cast) -> None:
    foreign = destinations.create(
        access=cast.access(cast.sven), account=cast.elsewhere, row=DestinationRow("021 512 38 00"), at=NOW
    )
    document = plan_document(access=cast.access(cast.hanna), number=cast.number, evening=foreign)

    with pytest.raises(ChangeRefused) as refusal:
        save_draft(access=cast.access(cast.hanna), number=cast.number, document=document, at=LATER)

    assert {fault.field for fault in refusal.value.faults} == {"treatments.evening.entries[0].destination"}


def test_a_plan_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    save_draft(access=access, number=cast.number, document=plan_document(access=access, number=cast.number), at=LATER)
    change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)

    with pytest.raises(RevisionConflict):
        publish_draft(access=access, number=cast.number, expected_revision=2, at=LATER)


def test_a_change_for_good_holds_from_its_second_on_without_anybody_doing_anything(cast: Cast) -> None:
    row = settle(cast, CHRISTMAS_EVE, closed_plan(cast))

    access = cast.access(cast.remo)
    second = timedelta(milliseconds=1)
    assert row.begins == CHRISTMAS_EVE_AT
    assert (treatment(cast, row.begins - second), treatment(cast, row.begins)) == ("main", "closed")
    assert queries.plan_in_force(access=access, number=cast.number, at=row.begins - second).scheduled is None
    assert queries.plan_in_force(access=access, number=cast.number, at=row.begins).scheduled == row
    assert queries.scheduled(access=access, number=cast.number, at=LATER) == [row]
    assert [step.values["name"] for step in decided(cast, row.begins).trace if step.code == "plan-since"] == [row.name]


def test_a_change_from_and_to_gives_way_to_what_was_before(cast: Cast) -> None:
    row = settle(cast, CHRISTMAS_EVE, closed_plan(cast), ends="2026-12-27T00:00")

    assert row.ends is not None
    after = row.ends + timedelta(hours=40)
    assert [treatment(cast, at) for at in (row.begins, row.ends - timedelta(seconds=1), row.ends, after)] == [
        "closed", "closed", "main", "main",
    ]  # fmt: skip
    change_chain(access=cast.access(cast.hanna), number=cast.number, rows=ONE, expected_revision=None, at=after)
    profile = queries.published(access=cast.access(cast.hanna), number=cast.number)
    assert profile.plans.temporary == ()


def test_several_changes_wait_and_those_that_touch_are_named(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = closed_plan(cast)
    first = settle(cast, "2026-12-24T16:00", document, name="Weihnachten", ends="2026-12-27T00:00")
    second = settle(cast, "2026-12-26T12:00", plan_document(access=access, number=cast.number), name="Inventar",
                    ends="2026-12-26T18:00")  # fmt: skip
    third = settle(cast, "2027-01-04T00:00", document, name="Umzug")

    def touching(begins: datetime, ends: datetime | None) -> list[str]:
        found = queries.overlapping(access=access, number=cast.number, begins=begins, ends=ends, at=LATER)
        return [row.name for row in found]

    assert queries.scheduled(access=access, number=cast.number, at=LATER) == [first, second, third]
    assert touching(first.begins, first.ends) == ["Weihnachten", "Inventar"]
    assert touching(first.ends or NOW, None) == ["Umzug"]
    # The one settled last wins where both hold.
    at = datetime(2026, 12, 26, 12, 0, tzinfo=UTC)
    assert queries.plan_in_force(access=access, number=cast.number, at=at).scheduled == second


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"name": ""}, {("name", "name-missing")}),
        ({"name": "x" * 81}, {("name", "name-too-long")}),
        ({"begins": ""}, {("begins", "moment-missing")}),
        ({"begins": "morgen"}, {("begins", "moment-invalid")}),
        ({"begins": "2026-12-24"}, {("begins", "moment-invalid")}),
        ({"begins": "2026-11-20T14:32"}, {("begins", "moment-past")}),
        ({"begins": "2027-03-28T02:30"}, {("begins", "moment-skipped")}),
        ({"ends": "2026-12-24T16:00"}, {("ends", "ends-too-early")}),
        ({"begins": "soon", "ends": "later"}, {("begins", "moment-invalid"), ("ends", "moment-invalid")}),
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_its_field(
    cast: Cast, typed: dict[str, str], faults: set[tuple[str, str]]
) -> None:
    given = {"begins": CHRISTMAS_EVE, "document": closed_plan(cast), **typed}
    with pytest.raises(ChangeRefused) as refusal:
        settle(cast, **given)

    assert faults_of(refusal) == faults


def test_of_an_hour_that_comes_twice_the_first_is_meant(cast: Cast) -> None:
    row = settle(cast, "2027-10-31T02:30", closed_plan(cast))

    assert row.begins == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_moment_counts_in_the_zone_of_the_plan_or_by_its_own_offset(cast: Cast) -> None:
    document = but(closed_plan(cast), zone="Europe/London")

    assert settle(cast, "2026-12-24T16:00", document).begins == datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
    with_offset = settle(cast, "2026-12-24T16:00:07+05:00", document)
    assert with_offset.begins == datetime(2026, 12, 24, 11, 0, 7, tzinfo=UTC)


def test_two_changes_for_good_cannot_begin_together(cast: Cast) -> None:
    settle(cast, CHRISTMAS_EVE, closed_plan(cast))

    with pytest.raises(ChangeRefused) as refusal:
        settle(cast, CHRISTMAS_EVE, closed_plan(cast), name="Noch einmal")

    assert faults_of(refusal) == {("begins", "moment-taken")}


def test_a_change_that_is_cancelled_never_comes(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    row = settle(cast, CHRISTMAS_EVE, closed_plan(cast))

    published = cancel_scheduled(access=access, scheduled=row, at=LATER)

    assert published.change == "cancelled"
    assert treatment(cast, row.begins) == "main"
    with pytest.raises(ScheduledPlanOver):
        cancel_scheduled(access=access, scheduled=row, at=LATER)


def test_a_temporary_change_that_holds_just_now_can_be_ended(cast: Cast) -> None:
    row = settle(cast, CHRISTMAS_EVE, closed_plan(cast), ends="2026-12-27T00:00")
    during = row.begins + timedelta(hours=20)

    cancel_scheduled(access=cast.access(cast.hanna), scheduled=row, at=during)

    assert treatment(cast, during) == "main"


def test_what_is_published_at_once_overtakes_a_change_that_has_begun(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    row = settle(cast, CHRISTMAS_EVE, closed_plan(cast))
    ahead = settle(cast, "2027-02-01T00:00", closed_plan(cast), name="Februar")
    after = row.begins + timedelta(days=5)

    put_in_force(cast, plan_document(access=access, number=cast.number), at=after)

    assert treatment(cast, after.replace(hour=9)) == "main"
    assert queries.plan_in_force(access=access, number=cast.number, at=after).scheduled is None
    assert queries.scheduled(access=access, number=cast.number, at=after) == [ahead]
    with pytest.raises(ScheduledPlanOver):
        cancel_scheduled(access=access, scheduled=row, at=after)


def test_the_quick_change_goes_into_the_plan_that_holds_now(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number)
    change_chain(access=access, number=cast.number, rows=ONE, expected_revision=None, at=LATER)
    row = settle(cast, CHRISTMAS_EVE, but(document, week=[], otherwise="main"), ends="2026-12-27T00:00")
    during = row.begins + timedelta(hours=1)

    change_chain(access=access, number=cast.number, rows=[ChainRow("031 512 38 00", "Bern")], expected_revision=None,
                 at=during)  # fmt: skip

    def first(at: datetime) -> str:
        return queries.chain(access=access, number=cast.number, at=at)[0].name

    assert (first(during), first(row.begins - timedelta(days=1)), first(during + timedelta(days=9))) == (
        "Bern", "Zentrale", "Zentrale",
    )  # fmt: skip


def test_where_calls_hear_an_announcement_just_now_there_is_no_chain_to_change(cast: Cast) -> None:
    put_in_force(cast, closed_plan(cast))

    with pytest.raises(ChangeRefused) as refusal:
        change_chain(access=cast.access(cast.hanna), number=cast.number, rows=ONE, expected_revision=None, at=LATER)

    assert [(fault.code, fault.parameters) for fault in refusal.value.faults] == [("no-chain-now", {"name": "Ansage"})]


def test_the_quick_change_keeps_what_it_does_not_show(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number)
    document["treatments"]["main"] |= {"strategy": "by-weight", "then": "closed"}
    document["treatments"]["main"]["entries"][0] |= {"weight": 7, "moves_on": ["busy"]}
    put_in_force(cast, document)

    rows = [ChainRow("+41445123800", "Reception", 9), *ONE]
    change_chain(access=access, number=cast.number, rows=rows, expected_revision=None, at=LATER)

    changed = queries.plan_in_force(access=access, number=cast.number, at=LATER).document["treatments"]["main"]
    assert (changed["strategy"], changed["then"]) == ("by-weight", "closed")
    first, second = changed["entries"]
    assert (first["weight"], first["moves_on"], first["ring_seconds"]) == (7, ["busy"], 9)
    assert (second["weight"], second["ring_seconds"]) == (1, 15)


def test_a_destination_changes_in_every_plan_that_uses_it(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    other = create_number(access=cast.access(cast.olga), account=cast.alpina, written="0800 123 788", at=NOW)
    change_chain(
        access=access, number=other, rows=[ChainRow("044 512 38 00", "Reception")], expected_revision=None, at=NOW
    )
    reception = first_destination(access=access, number=cast.number)
    settle(cast, CHRISTMAS_EVE, plan_document(access=access, number=cast.number))

    changed = destinations.change(
        access=access, destination=reception, row=DestinationRow("044 512 38 99", "Empfang", "2"), at=LATER
    )

    assert first_destination(access=access, number=other) == changed
    for number in (cast.number, other):
        entry = queries.published(access=access, number=number).plans.dated[0].plan.treatments["main"].action.entries[0]
        assert (entry.destination.address, entry.name, entry.limit) == ("+41445123899", "Empfang", 2)
        newest = queries.history(access=access, number=number)[0]
        assert (newest.change, newest.published_by) == ("destination", "Hanna")
        audit = entries_of_object(account_id=cast.alpina.pk, object_kind="number", object_id=number.number)[0]
        assert audit.data["destination"] == reception.pk
    told = entries_of_object(account_id=cast.alpina.pk, object_kind="destination", object_id=reception.pk)[0]
    assert (told.action, told.data["to"]["address"]) == ("plans.destination.changed", "+41445123899")
    with pytest.raises(NothingToUndo):
        undo(access=access, number=other, revision=3, at=LATER)


def test_who_uses_a_destination_is_known_before_it_is_touched(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    evening = on_call(access=access, number=cast.number)
    assert queries.uses_of(access=access, destination=evening, at=LATER) == []
    document = plan_document(access=access, number=cast.number, evening=evening)
    save_draft(access=access, number=cast.number, document=document, at=LATER)
    settle(cast, CHRISTMAS_EVE, document, ends="2026-12-27T00:00")

    uses = queries.uses_of(access=access, destination=evening, at=LATER)
    assert [(use.number, use.by, use.name) for use in uses] == [
        (cast.number, UsedBy.SCHEDULED, "Weihnachten"), (cast.number, UsedBy.DRAFT, ""),
    ]  # fmt: skip
    with pytest.raises(NamedUsed):
        destinations.remove(access=access, destination=evening, at=LATER)
    discard_draft(access=access, number=cast.number)
    destinations.remove(access=access, destination=evening, at=LATER + timedelta(days=60))
    assert not Destination.objects.filter(pk=evening.pk).exists()


def test_a_paused_destination_gets_no_calls_until_it_gets_them_again(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    reception = first_destination(access=access, number=cast.number)

    destinations.pause(access=access, destination=reception, paused=True, at=LATER)
    assert [entry.name for entry in decided(cast, LATER).entries] == ["Night"]
    revision = queries.routing(access=access, number=cast.number).revision
    destinations.pause(access=access, destination=reception, paused=True, at=LATER)
    assert queries.routing(access=access, number=cast.number).revision == revision

    destinations.pause(access=access, destination=reception, paused=False, at=LATER)
    assert [entry.name for entry in decided(cast, LATER).entries] == ["Reception", "Night"]


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (DestinationRow(""), {("address", "address-missing")}),
        (DestinationRow("0900 575 123"), {("address", "destination-premium")}),
        (DestinationRow("0800 575 123", limit="0"), {("address", "destination-premium"), ("limit", "limit-invalid")}),
        (DestinationRow("name@", "x" * 81), {("address", "destination-invalid"), ("name", "name-too-long")}),
        (DestinationRow("044 512 38 00", "Reception"), {("name", "destination-taken")}),
    ],
)
def test_what_is_wrong_with_a_destination_stands_beside_its_field(
    cast: Cast, row: DestinationRow, faults: set[tuple[str, str]]
) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        destinations.create(access=cast.access(cast.hanna), account=cast.alpina, row=row, at=LATER)

    assert faults_of(refusal) == faults


def test_a_restored_revision_decides_as_it_did(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    evening = on_call(access=access, number=cast.number)
    put_in_force(cast, plan_document(access=access, number=cast.number, evening=evening))
    settle(cast, CHRISTMAS_EVE, closed_plan(cast), ends="2026-12-27T00:00")
    kept = settle(cast, "2027-02-01T00:00", closed_plan(cast), name="Februar")
    put_in_force(cast, closed_plan(cast), at=LATER + timedelta(minutes=1))
    for row in queries.scheduled(access=access, number=cast.number, at=LATER):
        if row != kept:
            cancel_scheduled(access=access, scheduled=row, at=LATER + timedelta(minutes=2))
    settle(cast, "2027-03-01T00:00", closed_plan(cast), name="März")
    destinations.remove(access=access, destination=evening, at=LATER + timedelta(minutes=3))
    at = LATER + timedelta(minutes=4)

    restore_revision(access=access, number=cast.number, revision=5, expected_revision=None, at=at)

    for hours in range(0, 24 * 120, 5):
        instant = at + timedelta(hours=hours)
        before, after = decided(cast, instant, revision=5), decided(cast, instant)
        assert (after.stages, after.treatment, after.shown) == (before.stages, before.treatment, before.shown)
    assert Destination.objects.get(pk=evening.pk).address == evening.address
    assert [row.name for row in queries.scheduled(access=access, number=cast.number, at=at)] == [
        "Weihnachten",
        "Februar",
    ]
    assert kept in queries.scheduled(access=access, number=cast.number, at=at)


def test_settling_a_change_can_be_undone(cast: Cast) -> None:
    settle(cast, CHRISTMAS_EVE, closed_plan(cast))

    undo(access=cast.access(cast.hanna), number=cast.number, revision=3, at=LATER)

    assert queries.scheduled(access=cast.access(cast.hanna), number=cast.number, at=LATER) == []
    assert treatment(cast, CHRISTMAS_EVE_AT) == "main"


def test_a_revision_from_before_there_were_plans_can_be_restored(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    old = PublishedProfile.objects.get(number=cast.number.number, revision=1)
    old.document = {
        "format": 2, "number": cast.number.number, "account": str(cast.alpina.pk), "revision": 1, "in_service": True,
        "display": "service-number", "limits": {"setups_per_second": None, "simultaneous": None}, "charging": None,
        "chain": [
            {"destination": {"kind": "telephone", "address": "+41445123800"}, "name": "Reception", "ring_seconds": 9},
            {"destination": {"kind": "sip", "address": "sip:old@pbx.example"}, "name": "Old", "ring_seconds": 30},
        ],
        "blacklist": [{"caller": "+41790000001", "until": None}],
    }  # fmt: skip
    old.remarks = {
        "+41790000001": {"note": "rude", "visibility": "whole", "created_at": NOW.isoformat(), "created_by": "Hanna"}
    }
    old.save()
    known = first_destination(access=access, number=cast.number)

    restore_revision(access=access, number=cast.number, revision=1, expected_revision=None, at=LATER)

    entries = queries.chain(access=access, number=cast.number, at=LATER)
    assert [(entry.name, entry.ring_seconds) for entry in entries] == [("Reception", 9), ("Old", 30)]
    assert entries[0].destination_id == known.pk
    assert queries.blacklist(access=access, number=cast.number)[0].note == "rude"
    document = queries.plan_in_force(access=access, number=cast.number, at=LATER).document
    assert (document["display"]["mode"], document["treatments"]["main"]["name"]) == ("service-number", "Ziele")


def test_a_reader_and_a_stranger_change_no_plan(cast: Cast) -> None:
    document = closed_plan(cast)
    row = settle(cast, CHRISTMAS_EVE, document)
    reception = first_destination(access=cast.access(cast.hanna), number=cast.number)
    for user in (cast.remo, cast.sven):
        access = cast.access(user)
        with pytest.raises(PermissionMissing):
            save_draft(access=access, number=cast.number, document=document, at=LATER)
        with pytest.raises(PermissionMissing):
            publish_draft(access=access, number=cast.number, at=LATER)
        with pytest.raises(PermissionMissing):
            schedule_plan(
                access=access, number=cast.number, name="x", begins=CHRISTMAS_EVE, document=document, at=LATER
            )
        with pytest.raises(PermissionMissing):
            cancel_scheduled(access=access, scheduled=row, at=LATER)
        with pytest.raises(PermissionMissing):
            destinations.pause(access=access, destination=reception, paused=True, at=LATER)
        with pytest.raises(PermissionMissing):
            destinations.create(access=access, account=cast.alpina, row=DestinationRow("044 512 38 00"), at=LATER)
    stranger = cast.access(cast.sven)
    with pytest.raises(PermissionMissing):
        queries.plan_in_force(access=stranger, number=cast.number, at=LATER)
    with pytest.raises(PermissionMissing):
        queries.destinations(access=stranger, account=cast.alpina, at=LATER)
    with pytest.raises(queries.DestinationUnknown):
        queries.destination(access=stranger, destination_id=reception.pk)
