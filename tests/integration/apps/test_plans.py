"""Changing what a number does: publishing, conflicts, undo, and who may."""

from datetime import timedelta

import pytest

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.queries import entries_of_object
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.faults import ChangeRefused, NothingToUndo, RevisionConflict, RevisionUnknown
from smartnumbers.apps.plans.models import PublishedProfile, Visibility
from smartnumbers.apps.plans.operations.callers import CallerNotBlocked, block_caller, unblock_caller
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.restoring import restore_revision, undo
from smartnumbers.apps.plans.operations.service import create_number, set_in_service
from smartnumbers.apps.plans.operations.settings import set_display, set_limits
from smartnumbers.apps.plans.wording import FAULTS, blocked_words, fault_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.blacklist import Blacklist
from smartnumbers.core.routing.plan import Display, Plan
from smartnumbers.core.routing.profile import Limits, Profile
from smartnumbers.core.routing.treatments import Chain, ChainEntry
from tests.cast import NOW, Cast

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(hours=1)
ONE = [ChainRow("+41 44 512 38 10", "Zentrale", "15")]


def faults_of(refusal: pytest.ExceptionInfo[ChangeRefused]) -> set[tuple[str, int | None, str]]:
    return {(fault.field, fault.row, fault.code) for fault in refusal.value.faults}


def plan_of(profile: Profile) -> Plan:
    """The only plan of a profile."""
    (dated,) = profile.plans.dated
    return dated.plan


def chain_of(profile: Profile) -> tuple[ChainEntry, ...]:
    """The destinations of a plan that has one treatment only."""
    action = plan_of(profile).treatments["main"].action
    assert isinstance(action, Chain)
    return action.entries


def test_a_new_chain_is_in_force_at_once(cast: Cast) -> None:
    published = change_chain(
        access=cast.access(cast.hanna), number=cast.number, rows=ONE, expected_revision=2, at=LATER
    )

    profile = queries.published(access=cast.access(cast.hanna), number=cast.number)
    assert published.revision == profile.revision == 3
    assert [entry.destination.address for entry in chain_of(profile)] == ["+41445123810"]
    assert profile.account == str(cast.alpina.pk)
    rung = queries.chain(access=cast.access(cast.remo), number=cast.number, at=LATER)
    assert [entry.name for entry in rung] == ["Zentrale"]


def test_each_fault_stands_at_its_row_and_nothing_changes(cast: Cast) -> None:
    rows = [
        ChainRow("", "Nowhere", "20"),
        ChainRow("0900 575 123", "Loop", "2"),
        ChainRow("name@", "x" * 81, "soon"),
        ChainRow("044 512 38 00", "Fine", " 20 "),
    ]

    with pytest.raises(ChangeRefused) as refusal:
        change_chain(access=cast.access(cast.hanna), number=cast.number, rows=rows, expected_revision=2, at=LATER)

    assert faults_of(refusal) == {
        ("address", 0, "address-missing"),
        ("address", 1, "destination-premium"),
        ("ring_seconds", 1, "ring-seconds-invalid"),
        ("address", 2, "destination-invalid"),
        ("ring_seconds", 2, "ring-seconds-invalid"),
        ("name", 2, "name-too-long"),
    }
    assert all(fault.code in FAULTS and "%(" not in fault_words(fault) for fault in refusal.value.faults)
    assert len(queries.chain(access=cast.access(cast.hanna), number=cast.number, at=LATER)) == 2
    assert queries.routing(access=cast.access(cast.hanna), number=cast.number).revision == 2


@pytest.mark.parametrize(("rows", "code"), [([], "chain-empty"), (ONE * 21, "chain-too-long")])
def test_a_chain_is_neither_empty_nor_endless(cast: Cast, rows: list[ChainRow], code: str) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        change_chain(access=cast.access(cast.hanna), number=cast.number, rows=rows, expected_revision=2, at=LATER)

    assert faults_of(refusal) == {("chain", None, code)}


def test_a_chain_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)

    with pytest.raises(RevisionConflict) as conflict:
        change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)

    assert conflict.value.parameters == {"revision": 3, "by": "Hanna", "at": LATER}


def test_a_caller_blocked_meanwhile_is_no_conflict_for_the_chain(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    block_caller(access=access, number=cast.number, caller="079 412 12 34", at=LATER)

    published = change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)

    assert published.revision == 4
    assert published.document["blacklist"] == [{"kind": "number", "value": "+41794121234", "until": None}]


def test_undo_brings_back_what_was_before(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    before = queries.published(access=access, number=cast.number)
    changed = change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)

    undone = undo(access=access, number=cast.number, revision=changed.revision, at=LATER)

    after = queries.published(access=access, number=cast.number)
    assert (after.plans, after.blacklist) == (before.plans, before.blacklist)
    assert (undone.revision, undone.change) == (4, "restored")
    rung = queries.chain(access=access, number=cast.number, at=LATER)
    assert [entry.name for entry in rung] == ["Reception", "Night"]


def test_undo_of_an_unblocking_brings_the_note_back(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    until = LATER + timedelta(days=7)
    block_caller(access=access, number=cast.number, caller="0794121234", until=until, note="rude", at=LATER)
    blocked = queries.blacklist(access=access, number=cast.number)[0]
    let_in = unblock_caller(access=access, number=cast.number, entry_id=blocked.pk, at=LATER)

    undo(access=access, number=cast.number, revision=let_in.revision, at=LATER)

    again = queries.blacklist(access=access, number=cast.number)[0]
    assert (again.value, again.note, again.until, again.created_by) == ("+41794121234", "rude", until, "Hanna")


def test_only_the_newest_change_can_be_undone(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    changed = change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)
    block_caller(access=access, number=cast.number, caller="0794121234", at=LATER)

    with pytest.raises(RevisionConflict):
        undo(access=access, number=cast.number, revision=changed.revision, at=LATER)


def test_what_the_operator_did_cannot_be_undone_by_the_holder(cast: Cast) -> None:
    out = set_in_service(access=cast.access(cast.olga), number=cast.number, in_service=False, at=LATER)

    with pytest.raises(NothingToUndo):
        undo(access=cast.access(cast.hanna), number=cast.number, revision=out.revision, at=LATER)


def test_restoring_leaves_service_and_limits_to_the_operator(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    set_display(access=access, number=cast.number, display=Display.SERVICE_NUMBER, at=LATER)
    set_limits(access=cast.access(cast.olga), number=cast.number, limits=Limits(5, 30), at=LATER)
    set_in_service(access=cast.access(cast.olga), number=cast.number, in_service=False, at=LATER)

    restore_revision(access=access, number=cast.number, revision=2, expected_revision=5, at=LATER)

    profile = queries.published(access=access, number=cast.number)
    assert (plan_of(profile).display.mode, profile.limits, profile.in_service) == (Display.CALLER, Limits(5, 30), False)
    assert profile.revision == 6


def test_a_revision_that_never_was_cannot_be_restored(cast: Cast) -> None:
    with pytest.raises(RevisionUnknown):
        restore_revision(
            access=cast.access(cast.hanna), number=cast.number, revision=99, expected_revision=None, at=LATER
        )


def test_a_caller_is_blocked_once_and_let_in_again(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    until = LATER + timedelta(hours=1)
    block_caller(access=access, number=cast.number, caller="079 412 12 34", at=LATER)
    block_caller(access=access, number=cast.number, caller="+41794121234", until=until, at=LATER)

    profile = queries.published(access=access, number=cast.number)
    assert profile.blacklist.numbers == {"+41794121234": from_datetime(until)}
    blocked = queries.blacklist(access=access, number=cast.number)
    assert len(blocked) == 1
    unblock_caller(access=access, number=cast.number, entry_id=blocked[0].pk, at=LATER)
    assert queries.published(access=access, number=cast.number).blacklist == Blacklist()
    with pytest.raises(CallerNotBlocked):
        unblock_caller(access=access, number=cast.number, entry_id=blocked[0].pk, at=LATER)


def test_what_was_typed_wrong_about_a_caller_is_told_field_by_field(cast: Cast) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        block_caller(
            access=cast.access(cast.hanna), number=cast.number, caller="nobody", until=NOW, note="x" * 201, at=LATER
        )

    assert faults_of(refusal) == {
        ("caller", None, "caller-invalid"),
        ("until", None, "until-past"),
        ("note", None, "note-too-long"),
    }


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        (Visibility.WHOLE, "+41 79 412 12 34"),
        (Visibility.MASKED, "+41 79 412 ••••"),
        (Visibility.WITHHELD, "Number withheld"),
    ],
)
def test_the_list_shows_no_more_of_a_caller_than_the_holder_knew(cast: Cast, visibility: Visibility, seen: str) -> None:
    access = cast.access(cast.hanna)
    block_caller(access=access, number=cast.number, caller="0794121234", visibility=visibility, at=LATER)

    entry = queries.blacklist(access=access, number=cast.number)[0]
    assert blocked_words(access=access, entry=entry) == seen
    assert blocked_words(access=cast.access(cast.olga), entry=entry) == "+41 79 412 12 34"


@pytest.mark.parametrize(
    ("written", "code"),
    [("0800 123 789", "number-taken"), ("044 512 38 00", "number-classless"), ("abc", "number-invalid")],
)
def test_only_new_service_numbers_come_onto_the_platform(cast: Cast, written: str, code: str) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        create_number(access=cast.access(cast.olga), account=cast.alpina, written=written, at=LATER)

    assert faults_of(refusal) == {("number", None, code)}


def test_every_change_is_in_the_audit_trail(cast: Cast) -> None:
    change_chain(access=cast.access(cast.hanna), number=cast.number, rows=ONE, expected_revision=2, at=LATER)

    entry = entries_of_object(account_id=cast.alpina.pk, object_kind="number", object_id=cast.number.number)[0]
    assert (entry.action, entry.actor_label, entry.at) == ("plans.chain.changed", "Hanna", LATER)
    assert entry.data["to"] == ["+41445123810"]
    assert entry.data["revision"] == 3


def test_a_reader_changes_nothing(cast: Cast) -> None:
    access = cast.access(cast.remo)
    with pytest.raises(PermissionMissing):
        change_chain(access=access, number=cast.number, rows=ONE, expected_revision=2, at=LATER)
    with pytest.raises(PermissionMissing):
        block_caller(access=access, number=cast.number, caller="0794121234", at=LATER)
    with pytest.raises(PermissionMissing):
        undo(access=access, number=cast.number, revision=2, at=LATER)
    with pytest.raises(PermissionMissing):
        set_display(access=access, number=cast.number, display=Display.SERVICE_NUMBER, at=LATER)
    assert PublishedProfile.objects.filter(number=cast.number.number).count() == 2


def test_a_stranger_neither_sees_nor_changes(cast: Cast) -> None:
    access = cast.access(cast.sven)
    with pytest.raises(PermissionMissing):
        queries.chain(access=access, number=cast.number, at=LATER)
    with pytest.raises(PermissionMissing):
        queries.published(access=access, number=cast.number)
    with pytest.raises(PermissionMissing):
        change_chain(access=access, number=cast.number, rows=ONE, expected_revision=None, at=LATER)


def test_service_and_limits_are_the_operators(cast: Cast) -> None:
    with pytest.raises(PermissionMissing):
        set_in_service(access=cast.access(cast.hanna), number=cast.number, in_service=False, at=LATER)
    with pytest.raises(PermissionMissing):
        set_limits(access=cast.access(cast.hanna), number=cast.number, limits=Limits(), at=LATER)

    set_in_service(access=cast.access(cast.olga), number=cast.number, in_service=False, at=LATER)

    assert not queries.published(access=cast.access(cast.hanna), number=cast.number).in_service
    assert cast.number.in_service_since is None
