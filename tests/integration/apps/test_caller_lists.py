"""Lists of callers, and the kinds of callers that a blacklist turns away."""

from datetime import timedelta

import pytest

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.queries import entries_of_object
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.models import BlockedKind, CallerList, Visibility
from smartnumbers.apps.plans.operations import callerlists
from smartnumbers.apps.plans.operations.callerlists import CallerRow
from smartnumbers.apps.plans.operations.callers import Blocking, block, block_reported, unblock_caller
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.named import NamedUsed
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.operations.restoring import undo
from smartnumbers.apps.plans.wording import blocked_words, fault_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.blacklist import Blacklist
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Presentation
from tests.cast import CALLER, NOW, Cast
from tests.planned import plan_document

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(hours=1)
NIGHT = NOW.replace(hour=23)
VIP = [CallerRow("079 412 12 34", "Brunner"), CallerRow("+4444*"), CallerRow("044 512 38*", "Gemeinde")]


def vip(cast: Cast) -> CallerList:
    return callerlists.create(access=cast.access(cast.hanna), account=cast.alpina, name="VIP", callers=VIP, at=NOW)


def plan_for(cast: Cast, callers: CallerList) -> None:
    """Closed, but for callers of the list."""
    access = cast.access(cast.hanna)
    document = plan_document(access=access, number=cast.number)
    asked = [{"kind": "list", "values": [callers.pk], "negated": False}]
    arms = [{"when": asked, "then": "main"}]
    document["treatments"]["by"] = {"name": "VIP", "kind": "branches", "arms": arms, "otherwise": "closed"}
    document |= {"week": [], "otherwise": "by"}
    save_draft(access=access, number=cast.number, document=document, at=NOW)
    publish_draft(access=access, number=cast.number, at=NOW)


def treated(cast: Cast, caller: str) -> tuple[str, ...]:
    profile = queries.published(access=cast.access(cast.hanna), number=cast.number)
    who = Caller(caller, Presentation.ALLOWED)
    decision = decide(number=cast.number.number, profile=profile, caller=who, at=from_datetime(NIGHT))
    return tuple(stage.kind for stage in decision.stages) or (str(decision.refusal),)


def test_a_list_reaches_every_plan_that_asks_for_it(cast: Cast) -> None:
    callers = vip(cast)
    plan_for(cast, callers)
    assert treated(cast, "+444412345678") == treated(cast, "+41445123899") == treated(cast, CALLER) == ("dial", "dial")
    assert treated(cast, "+41794121235") == ("say",)

    callerlists.change(
        access=cast.access(cast.hanna),
        caller_list=callers,
        name="Stammkunden",
        callers=[CallerRow("0794121235")],
        at=LATER,
    )

    assert (treated(cast, CALLER), treated(cast, "+41794121235")) == (("say",), ("dial", "dial"))
    newest = queries.history(access=cast.access(cast.hanna), number=cast.number)[0]
    assert (newest.change, newest.revision) == ("callerlist", 4)
    told = entries_of_object(account_id=cast.alpina.pk, object_kind="callerlist", object_id=callers.pk)[0]
    assert told.data == {
        "name": "Stammkunden", "added": ["+41794121235"], "removed": ["+414451238*", CALLER, "+4444*"],
    }  # fmt: skip


def test_a_list_that_a_plan_asks_for_stays(cast: Cast) -> None:
    callers = vip(cast)
    plan_for(cast, callers)
    access = cast.access(cast.hanna)

    with pytest.raises(NamedUsed) as used:
        callerlists.remove(access=access, caller_list=callers, at=LATER)
    undo(access=access, number=cast.number, revision=3, at=LATER)
    callerlists.remove(access=access, caller_list=callers, at=LATER)

    assert [use.number for use in used.value.uses] == [cast.number]
    assert queries.caller_lists(access=access, account=cast.alpina, at=LATER) == []


def test_each_fault_of_a_list_stands_at_its_row(cast: Cast) -> None:
    vip(cast)
    rows = [CallerRow("me"), CallerRow(""), CallerRow("x*"), CallerRow("0794121234", "n" * 81)]
    with pytest.raises(ChangeRefused) as refusal:
        callerlists.create(access=cast.access(cast.hanna), account=cast.alpina, name=" VIP ", callers=rows, at=LATER)

    assert {(fault.field, fault.row, fault.code) for fault in refusal.value.faults} == {
        ("name", None, "name-taken"),
        ("caller", 0, "caller-invalid"),
        ("caller", 1, "caller-missing"),
        ("caller", 2, "caller-invalid"),
        ("note", 3, "note-too-long"),
    }
    assert all("=" not in fault_words(fault) for fault in refusal.value.faults)


def test_a_list_is_of_one_account(cast: Cast) -> None:
    callers = vip(cast)
    stranger = cast.access(cast.sven)
    with pytest.raises(queries.CallerListUnknown):
        queries.caller_list(access=stranger, list_id=callers.pk)
    with pytest.raises(PermissionMissing):
        callerlists.remove(access=stranger, caller_list=callers, at=LATER)
    with pytest.raises(PermissionMissing):
        callerlists.change(access=cast.access(cast.remo), caller_list=callers, name="x", callers=[], at=LATER)
    assert queries.caller_list(access=cast.access(cast.remo), list_id=callers.pk).entries.count() == 3


@pytest.mark.parametrize(
    ("kind", "written", "blacklist", "words"),
    [
        (BlockedKind.PREFIX, "079 41*", Blacklist(prefixes={"+417941": None}), "Numbers that begin with +417941"),
        (BlockedKind.COUNTRY, "de", Blacklist(countries={"DE": None}), "Callers from DE"),
        (BlockedKind.WITHHELD, "", Blacklist(withheld=None), "Callers who hide their number"),
    ],
)
def test_more_than_one_caller_can_be_blocked_at_once(
    cast: Cast, kind: BlockedKind, written: str, blacklist: Blacklist, words: str
) -> None:
    access = cast.access(cast.hanna)

    block(access=access, number=cast.number, blocking=Blocking(written, kind, note="spam"), at=LATER)

    assert queries.published(access=access, number=cast.number).blacklist == blacklist
    (entry,) = queries.blacklist(access=access, number=cast.number)
    assert blocked_words(access=access, entry=entry) == words
    unblocked = unblock_caller(access=access, number=cast.number, entry_id=entry.pk, at=LATER)
    undo(access=access, number=cast.number, revision=unblocked.revision, at=LATER)
    (again,) = queries.blacklist(access=access, number=cast.number)
    assert (again.kind, again.value, again.note) == (entry.kind, entry.value, "spam")


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (BlockedKind.PREFIX, "", "prefix-missing"),
        (BlockedKind.PREFIX, "abc", "prefix-invalid"),
        (BlockedKind.COUNTRY, "", "country-missing"),
        (BlockedKind.COUNTRY, "Germany", "country-invalid"),
    ],
)
def test_whom_nobody_could_be_is_not_blocked(cast: Cast, kind: BlockedKind, written: str, code: str) -> None:
    with pytest.raises(ChangeRefused) as refusal:
        block(access=cast.access(cast.hanna), number=cast.number, blocking=Blocking(written, kind), at=LATER)

    assert [fault.code for fault in refusal.value.faults] == [code]


def test_a_report_never_shortens_a_block(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    block(access=access, number=cast.number, blocking=Blocking(CALLER), at=NOW)

    changed = block_reported(
        access=access, number=cast.number, caller=CALLER, visibility=Visibility.MASKED,
        until=LATER + timedelta(days=1), at=LATER,
    )  # fmt: skip

    assert changed is None
    assert queries.blacklist(access=access, number=cast.number)[0].until is None
