"""The decision: what happens to a call to this number, from this caller, at this instant.

The same function serves the switch and the portal's "What happens if…"; its trace says, step by step, what was looked
at and what came of it. A step is a code and its values, not a sentence: the portal says it in the reader's language.
The rules and their order, with cases, are in docs/explanation/routing.md.
"""

from collections.abc import Callable

from smartnumbers.core.routing.decision import (
    NOTHING_REMEMBERED,
    Caller,
    Circumstances,
    Decision,
    Dial,
    Greet,
    KeyTest,
    Refusal,
    Stage,
    TakeMessage,
    TraceStep,
)
from smartnumbers.core.routing.display import NOTHING_SHOWN, shown
from smartnumbers.core.routing.following import Way
from smartnumbers.core.routing.messages import key_of, key_prompts, prompts_of
from smartnumbers.core.routing.plan import DatedPlan, Plan, TemporaryPlan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.question import LOTS, Question
from smartnumbers.core.routing.ruling import treatment_at
from smartnumbers.core.routing.screening import must_press, refusal_of, welcome
from smartnumbers.core.routing.tracecodes import TraceCode


def nowhere(number: str) -> None:
    """The look-up of a simulation that knows one number only."""
    del number


def decide(
    *,
    number: str,
    profile: Profile | None,
    caller: Caller,
    at: int,
    circumstances: Circumstances = NOTHING_REMEMBERED,
    look_up: Callable[[str], Profile | None] = nowhere,
    lot: int = 0,
) -> Decision:
    """What happens to a call to `number` from `caller` at the instant `at` (milliseconds). Total: never raises.

    `circumstances` is what is remembered of earlier calls, `look_up` finds the profiles of other numbers whose plans
    this one uses, `lot` (0 to 9999) is drawn for each call: it decides what is left to chance.
    """
    if profile is None:
        return _refused(Refusal.UNKNOWN_NUMBER, [TraceStep(TraceCode.NUMBER_UNKNOWN, {"number": number})])
    question = Question(profile, caller, at, circumstances, look_up, lot % LOTS)
    question.tell(TraceCode.PROFILE_FOUND, {"number": profile.number, "revision": profile.revision})
    if not profile.in_service:
        question.tell(TraceCode.NUMBER_OUT_OF_SERVICE)
        return _refused(Refusal.OUT_OF_SERVICE, question.trace)
    question.tell(TraceCode.NUMBER_IN_SERVICE)
    settled = profile.plan_at(at)
    _tell_plan(question, settled)
    known = welcome(question, settled.plan)
    refusal = None if known else refusal_of(question, settled.plan)
    if refusal is not None:
        return _refused(refusal, question.trace)
    return _let_in(question, settled.plan, known=known)


def _refused(refusal: Refusal, trace: list[TraceStep], treatment_id: str = "", treatment: str = "") -> Decision:
    return Decision(
        refusal=refusal,
        stages=(),
        shown=NOTHING_SHOWN,
        trace=tuple(trace),
        treatment_id=treatment_id,
        treatment=treatment,
    )


def _tell_plan(question: Question, settled: DatedPlan | TemporaryPlan) -> None:
    """Say which plan is in force; a change that was set for its date has its name and its instants told."""
    if isinstance(settled, TemporaryPlan):
        question.tell(TraceCode.PLAN_TEMPORARY, {"name": settled.name, "since": settled.begins, "until": settled.ends})
    elif settled.valid_from is not None:
        question.tell(TraceCode.PLAN_SINCE, {"name": settled.name, "since": settled.valid_from})
    else:
        question.tell(TraceCode.PLAN_IN_FORCE)


def _let_in(question: Question, plan: Plan, *, known: bool) -> Decision:
    """What happens to a caller whom nothing turned away; `known`: he is on a list that passes the key test too."""
    treatment_id = treatment_at(plan=plan, at=question.at, tell=question.tell)
    if treatment_id is None:
        return _refused(Refusal.GAP, question.trace)
    treatment = plan.treatments.get(treatment_id)
    name = "" if treatment is None else treatment.name
    way = Way(question, question.profile, plan)
    led_to = len(question.trace)
    way.follow(treatment_id)
    if not way.stages:
        return _refused(way.refusal, question.trace, treatment_id, name)
    followed = len(question.trace)
    first = _before(question, plan, way.stages, known=known)
    if first:
        # Whether anything comes first shows only at the end of the way; it is told where the caller hears it.
        trace = question.trace
        trace[led_to:] = [*trace[followed:], *trace[led_to:followed]]
    rung = any(isinstance(stage, Dial) for stage in way.stages)
    return Decision(
        refusal=None,
        stages=(*first, *way.stages),
        shown=shown(rule=plan.display, question=question) if rung else NOTHING_SHOWN,
        trace=tuple(question.trace),
        treatment_id=treatment_id,
        treatment=name,
        reports=rung and plan.screening.reports and bool(question.caller.number),
        turns=tuple(way.turns),
    )


def _before(question: Question, plan: Plan, stages: list[Stage], *, known: bool) -> list[Stage]:
    """What comes first: the key test, where a person or a mailbox is to be spared by it, and the greeting."""
    first: list[Stage] = []
    greeting, profile = plan.greeting, question.profile
    if not known and isinstance(stages[0], Dial | TakeMessage) and must_press(question, plan.screening):
        languages = () if greeting is None else greeting.languages
        key = key_of(profile.number)
        question.tell(TraceCode.KEY_TEST, {"key": key})
        first.append(KeyTest(key_prompts(profile=profile, languages=languages), key))
    if greeting is not None:
        prompts = prompts_of(message=greeting, plan=plan, profile=profile, at=question.at)
        if prompts:
            question.tell(TraceCode.GREETING)
            first.append(Greet(prompts))
    return first
