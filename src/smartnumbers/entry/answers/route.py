"""The answer to "what would happen if somebody called": by the same function as the switch, from what is published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as number_of
from smartnumbers.apps.plans.checking import published_of
from smartnumbers.apps.plans.faults import DraftMissing
from smartnumbers.apps.plans.queries import draft, profile_with, published
from smartnumbers.apps.plans.walltime import moment
from smartnumbers.apps.plans.wording import REFUSALS, trace_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.dialled import display, normalise
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Dial, Presentation, Say, TakeMessage
from smartnumbers.core.routing.profile import Profile
from smartnumbers.entry.answers.printing import iso, local, print_json
from smartnumbers.entry.answers.reach import reach


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteQuestion:
    """The command line: `at` is a wall-clock time in the plan's zone, or one with an offset; None for now.

    `revision` asks an earlier publication, `draft` the plan that is being written.
    """

    number: str
    caller: str | None
    at: str | None
    revision: int | None
    draft: bool


@dataclass(frozen=True, slots=True)
class _Answered:
    """A decision with what it was asked about."""

    profile: Profile
    caller: Caller
    at: int
    decision: Decision


def print_route(*, asked: RouteQuestion, now: datetime, as_json: bool) -> None:
    """What happens to a call.

    Raises NumberUnknown, NumberUnreadable, MomentInvalid, RevisionUnknown, DraftMissing, or ProfileInvalid where what
    is published is damaged.
    """
    access = reach(account=None)
    found = number_of(access=access, written=asked.number)
    profile = _profile(access, found, asked)
    caller = (
        Caller("", Presentation.UNAVAILABLE)
        if asked.caller is None
        else Caller(normalise(asked.caller), Presentation.ALLOWED)
    )
    zone = profile.plan_at(from_datetime(now)).plan.zone
    at = from_datetime(now if asked.at is None else moment(written=asked.at, zone=zone))
    decision = decide(number=found.number, profile=profile, caller=caller, at=at, look_up=published_of(account_id=None))
    answered = _Answered(profile, caller, at, decision)
    if as_json:
        print_json(_document(answered, draft=asked.draft))
        return
    for line in _lines(answered, draft=asked.draft):
        click.echo(line)


def _profile(access: Access, number: ServiceNumber, asked: RouteQuestion) -> Profile:
    if not asked.draft:
        return published(access=access, number=number, revision=asked.revision)
    found = draft(access=access, number=number)
    if found is None:
        raise DraftMissing(f"{number} has no draft.")
    return profile_with(access=access, number=number, document=found.document)


def _document(answered: _Answered, *, draft: bool) -> dict[str, Any]:
    decision, profile = answered.decision, answered.profile
    return {
        "number": profile.number,
        "caller": answered.caller.number,
        "at": iso(answered.at),
        "revision": profile.revision,
        "draft": draft,
        "treatment": decision.treatment,
        "refusal": None if decision.refusal is None else decision.refusal.value,
        "destinations": [
            {
                "to": entry.destination.address,
                "name": entry.name,
                "ring_s": entry.ring_seconds,
                "at_once": len(stage.entries) > 1,
            }
            for stage in decision.stages
            if isinstance(stage, Dial)
            for entry in stage.entries
        ],
        "display": {
            "mode": profile.plan_at(answered.at).plan.display.mode.value,
            "number": decision.shown.number,
            "name": decision.shown.name,
        },
        "stages": [stage.kind for stage in decision.stages],
        "then": _then(decision),
        "trace": [
            {"code": step.code, "values": dict(step.values), "text": trace_words(step.code, step.values)}
            for step in decision.trace
        ],
    }


def _then(decision: Decision) -> dict[str, Any] | None:
    """What comes where nobody is rung or takes the call, None where the call ends."""
    match decision.stages[-1:]:
        case (Say(prompts=prompts),):
            return {"kind": Say.kind, "texts": [prompt.text for prompt in prompts]}
        case (TakeMessage(prompts=prompts, email=email),):
            return {"kind": TakeMessage.kind, "texts": [prompt.text for prompt in prompts], "email": email}
    return None


def _lines(answered: _Answered, *, draft: bool) -> list[str]:
    decision, number = answered.decision, answered.profile.number
    who = display(answered.caller.number) or "Somebody without a number"
    what = "the draft" if draft else f"revision {answered.profile.revision}"
    lines = [f"{who} calls {display(number)} on {local(answered.at)}, {what}:"]
    if decision.refusal is not None:
        lines.append(f"  refused: {str(REFUSALS[decision.refusal]).lower()}")
    elif decision.treatment:
        lines.append(f"  {decision.treatment}")
    lines += _ways(decision)
    then = _then(decision)
    for text in then["texts"] if then is not None else ():
        lines.append(f"  says: {text}")
    return [*lines, "", "Because", *(f"  {trace_words(step.code, step.values)}" for step in decision.trace)]


def _ways(decision: Decision) -> list[str]:
    """The destinations in the order of ringing; those that ring at once have the same place."""
    dials = [stage for stage in decision.stages if isinstance(stage, Dial)]
    return [
        f"  {place}. {entry.name}, {display(entry.destination.address)}, rings {entry.ring_seconds} s"
        for place, stage in enumerate(dials, start=1)
        for entry in stage.entries
    ]
