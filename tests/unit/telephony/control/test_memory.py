"""The circumstances of decisions: only what some plan asks is remembered, and turns go round."""

from pathlib import Path

import pytest

from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Presentation, Shown
from smartnumbers.core.routing.destinations import parse_destination
from smartnumbers.core.routing.plan import CallLimit, DatedPlan, Plan, PlanSchedule, Screening, TemporaryPlan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import (
    Action,
    Arm,
    Branches,
    Chain,
    ChainEntry,
    Condition,
    ConditionKind,
    OtherNumber,
    Strategy,
    Treatment,
)
from smartnumbers.telephony.control.memory import Memory

NOW = 1_795_338_000_000
NUMBER, OTHER = "+41800123456", "+41800654321"
ALICE = "+41791112233"
DECIDED = Decision(refusal=None, stages=(), shown=Shown(), trace=())


def ringing(*names: str, strategy: Strategy = Strategy.IN_ORDER) -> Chain:
    entries = [ChainEntry(parse_destination(f"sip:{name}@example.com"), name, 20) for name in names]
    return Chain(entries=tuple(entries), strategy=strategy)


def plan(main: Action, **settings: object) -> Plan:
    treatments = {"main": Treatment("main", "Main", main)}
    return Plan(**{"zone": "Europe/Zurich", "treatments": treatments, "otherwise": "main", **settings})  # type: ignore[arg-type]


def profile(one: Plan, *, number: str = NUMBER, later: Plan | None = None, revision: int = 1) -> Profile:
    temporary = () if later is None else (TemporaryPlan(begins=NOW + 1, ends=NOW + 2, plan=later),)
    plans = PlanSchedule(dated=(DatedPlan(valid_from=None, plan=one),), temporary=temporary)
    return Profile(number=number, account="a", revision=revision, in_service=True, plans=plans)


RINGS = plan(ringing("a"))
LIMITED = plan(ringing("a"), screening=Screening(limit=CallLimit(calls=3, seconds=60)))
KNOWS = plan(Branches(arms=(Arm(when=(Condition(ConditionKind.KNOWN),), then="main"),), otherwise="main"))


class Scene:
    def __init__(self, folder: Path) -> None:
        self.book: dict[str, Profile] = {}
        self.memory = Memory(path=folder / "memory", look_up=self.book.get, now=lambda: NOW)

    def put(self, *profiles: Profile) -> None:
        self.book.update({one.number: one for one in profiles})

    def call(self, *, caller: str = ALICE) -> None:
        self.memory.began(number=NUMBER, caller=caller, at=NOW, decision=DECIDED)

    @property
    def remembered(self) -> int:
        return self.memory.calls_since(number=NUMBER, caller=ALICE, since=0)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.mark.parametrize(
    ("profiles", "calls"),
    [
        ((profile(RINGS),), 0),
        ((profile(LIMITED),), 1),
        ((profile(KNOWS),), 1),
        ((profile(RINGS, later=KNOWS),), 1),
        ((profile(plan(OtherNumber(OTHER))), profile(RINGS, number=OTHER)), 0),
        ((profile(plan(OtherNumber(OTHER))), profile(KNOWS, number=OTHER)), 1),
        ((profile(plan(OtherNumber(OTHER))), profile(plan(OtherNumber(NUMBER)), number=OTHER)), 0),
        ((profile(plan(OtherNumber(OTHER))),), 0),
    ],
)
def test_calls_are_remembered_where_a_plan_asks_for_them(
    scene: Scene, profiles: tuple[Profile, ...], calls: int
) -> None:
    scene.put(*profiles)

    scene.call()
    scene.call(caller="")

    assert scene.remembered == calls


def test_a_plan_that_begins_to_ask_is_noticed(scene: Scene) -> None:
    scene.put(profile(RINGS))
    scene.call()
    scene.put(profile(LIMITED, revision=2))
    scene.call()

    assert scene.remembered == 1


def test_a_chain_in_turn_goes_round_with_the_calls_that_are_let_in(scene: Scene) -> None:
    one = profile(plan(ringing("a", "b", "c", strategy=Strategy.IN_TURN)))
    scene.put(one)

    def decided() -> Decision:
        caller = Caller(number=ALICE, presentation=Presentation.ALLOWED)
        return decide(number=NUMBER, profile=one, caller=caller, at=NOW, circumstances=scene.memory)

    first = []
    for let_in in (True, False, True, True, True):
        decision = decided()
        first.append(decision.entries[0].name)
        if let_in:
            scene.memory.began(number=NUMBER, caller=ALICE, at=NOW, decision=decision)

    assert first == ["a", "b", "b", "c", "a"]


def test_turns_go_on_after_the_calls_that_a_restart_finds(scene: Scene) -> None:
    scene.memory.restore(Decision(refusal=None, stages=(), shown=Shown(), trace=(), turns=((NUMBER, "main"),)))

    assert scene.memory.turn(number=NUMBER, treatment_id="main") == 1
