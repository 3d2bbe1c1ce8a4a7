"""The circumstances of decisions on one node: what callers did before, who is free, whose turn it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

from smartnumbers.core.callcontrol.commands import RememberReport, RememberTest
from smartnumbers.core.routing.decision import Decision
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import Branches, ConditionKind, OtherNumber
from smartnumbers.telephony.control.callermemory import CallerMemory
from smartnumbers.telephony.control.lines import Lines

LookUp = Callable[[str], Profile | None]


class Memory:
    """The `Circumstances` of one call control; `look_up` gives the profile of a number, `now` the present instant.

    Most plans ask nothing of it, and calls under them leave nothing behind.
    """

    def __init__(self, *, path: Path, look_up: LookUp, now: Callable[[], int]) -> None:
        self.callers = CallerMemory(path=path)
        self.lines = Lines(now=now)
        self._look_up = look_up
        self._turns: dict[tuple[str, str], int] = {}
        self._questions: dict[str, tuple[int, bool, frozenset[str]]] = {}

    def calls_since(self, *, number: str, caller: str, since: int) -> int:
        """How many calls to a number this caller has made since an instant, the present one not counted."""
        return self.callers.calls_since(number=number, caller=caller, since=since)

    def passed_test_since(self, *, number: str, caller: str, since: int) -> bool:
        """Whether this caller has passed the number's key test since an instant."""
        return self.callers.passed_test_since(number=number, caller=caller, since=since)

    def reported_until(self, *, number: str, caller: str) -> int | None:
        """Until when a nuisance report turns this caller away, be it past; None where there was none."""
        return self.callers.reported_until(number=number, caller=caller)

    def turn(self, *, number: str, treatment_id: str) -> int:
        """How many calls this treatment's chain has begun so far."""
        return self._turns.get((number, treatment_id), 0)

    def idle_since(self, *, destination: str) -> int:
        """When the last call of a destination ended; 0 for never, now while it has one."""
        return self.lines.idle_since(destination)

    def began(self, *, number: str, caller: str, at: int, decision: Decision) -> None:
        """A call was let in: of `caller` ("" without a number) at `at`, decided with these circumstances."""
        self.restore(decision)
        if caller and self._asks_for_calls(number):
            self.callers.note_call(number=number, caller=caller, at=at)

    def restore(self, decision: Decision) -> None:
        """A call that runs has had its turns."""
        for key in decision.turns:
            self._turns[key] = self._turns.get(key, 0) + 1

    def remember(self, command: RememberTest | RememberReport) -> None:
        """Something to be remembered came of a call."""
        match command:
            case RememberTest(number=number, caller=caller, at=at):
                self.callers.note_test(number=number, caller=caller, at=at)
            case RememberReport(number=number, caller=caller, until=until):
                self.callers.note_report(number=number, caller=caller, until=until)

    def _asks_for_calls(self, number: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether any plan of a number, or of a number that it leads to, asks how often its caller called before."""
        profile = self._look_up(number)
        if profile is None or number in seen:
            return False
        known = self._questions.get(number)
        if known is None or known[0] != profile.revision:
            known = self._questions[number] = (profile.revision, *_questions(profile))
        _, asks, others = known
        return asks or any(self._asks_for_calls(other, seen | {number}) for other in others)


def _questions(profile: Profile) -> tuple[bool, frozenset[str]]:
    plans = tuple(_plans(profile))
    return any(map(_asks, plans)), frozenset(other for plan in plans for other in _others(plan))


def _plans(profile: Profile) -> Iterator[Plan]:
    yield from (dated.plan for dated in profile.plans.dated)
    yield from (temporary.plan for temporary in profile.plans.temporary)


def _asks(plan: Plan) -> bool:
    if plan.screening.limit is not None:
        return True
    return any(
        condition.kind is ConditionKind.KNOWN
        for treatment in plan.treatments.values()
        if isinstance(treatment.action, Branches)
        for arm in treatment.action.arms
        for condition in arm.when
    )


def _others(plan: Plan) -> Iterator[str]:
    for treatment in plan.treatments.values():
        if isinstance(treatment.action, OtherNumber):
            yield treatment.action.number
