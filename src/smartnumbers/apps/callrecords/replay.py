"""Real calls of the last week, once more: which of them another plan would have sent elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.checking import published_of
from smartnumbers.apps.plans.queries import plan_in_force, plan_of, published
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Dial, Presentation, Refusal, Say, TakeMessage
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.profile import Profile

PERIOD = timedelta(days=7)
CALLS_MAXIMUM = 20_000
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Led:
    """Where a plan leads a call: a refusal, or a treatment with the names of the destinations it rings."""

    refusal: Refusal | None
    treatment: str
    destinations: tuple[str, ...]
    heard: tuple[str, ...]
    """What an announcement or a voicemail at the end says."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Calls that went one way and would go another; `examples` are a few of them, the newest first."""

    before: Led
    after: Led
    calls: int
    examples: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of it: how many calls were replayed, and those that would move, the largest group first.

    `cut`: there were more calls than are replayed; these are the newest.
    """

    calls: int
    moved: Sequence[Moved]
    cut: bool

    @property
    def moved_calls(self) -> int:
        """How many calls would go elsewhere."""
        return sum(group.calls for group in self.moved)


def replay(*, access: Access, number: ServiceNumber, document: Mapping[str, Any], at: datetime) -> Replay:
    """The calls of the week before an instant, through the plan in force then and through another.

    What the switch remembers of callers is not known any more: both plans are asked as if nothing was. Chance falls
    the same way for both. Raises PermissionMissing, ChangeRefused or PlanInvalid.
    """
    access.require_in(Permission.SEE_CALLS, account_id=number.account_id)
    in_force = published(access=access, number=number)
    now = plan_in_force(access=access, number=number, at=at).document
    old = _only(in_force, plan_of(access=access, number=number, document=now))
    new = _only(in_force, plan_of(access=access, number=number, document=document))
    look_up = published_of(account_id=number.account_id)
    calls, groups = 0, _Groups()
    for calls, row in enumerate(_calls(number, at), start=1):
        if calls > CALLS_MAXIMUM:
            return groups.replay(CALLS_MAXIMUM, cut=True)
        caller = Caller(row.caller, Presentation(row.presentation))
        lot = crc32(row.id.bytes)
        before, after = (
            decide(number=number.number, profile=one, caller=caller, at=row.setup_at, look_up=look_up, lot=lot)
            for one in (old, new)
        )
        groups.add(row.id, led(before), led(after))
    return groups.replay(calls, cut=False)


def led(decision: Decision) -> Led:
    """The part of a decision in which it matters to a caller whether two differ."""
    heard = tuple(
        prompt.text for stage in decision.stages if isinstance(stage, Say | TakeMessage) for prompt in stage.prompts
    )
    rung = tuple(entry.name for stage in decision.stages if isinstance(stage, Dial) for entry in stage.entries)
    return Led(decision.refusal, decision.treatment, rung, heard)


class _Groups:
    """Calls by what they were and would be."""

    def __init__(self) -> None:
        self._found: dict[tuple[Led, Led], list[UUID]] = {}
        self._counts: dict[tuple[Led, Led], int] = {}

    def add(self, call_id: UUID, before: Led, after: Led) -> None:
        """Note a call; one that stays where it was is passed over, whatever its treatment is called now."""
        if replace(before, treatment="") == replace(after, treatment=""):
            return
        group = (before, after)
        self._counts[group] = self._counts.get(group, 0) + 1
        examples = self._found.setdefault(group, [])
        if len(examples) < EXAMPLES:
            examples.append(call_id)

    def replay(self, calls: int, *, cut: bool) -> Replay:
        """All groups, the largest first."""
        moved = [
            Moved(before, after, count, tuple(self._found[before, after]))
            for (before, after), count in self._counts.items()
        ]
        return Replay(calls=calls, moved=sorted(moved, key=lambda group: -group.calls), cut=cut)


def _calls(number: ServiceNumber, at: datetime) -> Iterator[CallRecord]:
    found = CallRecord.objects.filter(
        account_id=number.account_id,
        number=number.number,
        setup_at__gte=from_datetime(at - PERIOD),
        setup_at__lt=from_datetime(at),
    )
    newest = found.order_by("-setup_at", "-id").only("id", "setup_at", "caller", "presentation")
    return newest[: CALLS_MAXIMUM + 1].iterator(chunk_size=2000)


def _only(profile: Profile, plan: Plan) -> Profile:
    return replace(profile, plans=PlanSchedule(dated=(DatedPlan(valid_from=None, plan=plan),)))
