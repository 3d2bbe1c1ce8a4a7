"""The answer to "what would happen if somebody called": by the same function as the switch, from what is published."""

from dataclasses import dataclass
from datetime import datetime

import click

from smartnumbers.apps.numbers.queries import number as number_of
from smartnumbers.apps.plans.simulation import Simulation, simulate
from smartnumbers.apps.plans.walltime import moment
from smartnumbers.apps.plans.wording import REFUSALS, trace_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.decision import Decision, Dial
from smartnumbers.entry.answers.printing import local, print_json
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


def print_route(*, asked: RouteQuestion, now: datetime, as_json: bool) -> None:
    """What happens to a call.

    Raises NumberUnknown, NumberUnreadable, MomentInvalid, RevisionUnknown, DraftMissing, or ProfileInvalid where what
    is published is damaged.
    """
    access = reach(account=None)

    def instant(zone: str) -> int:
        return from_datetime(now if asked.at is None else moment(written=asked.at, zone=zone))

    simulation = simulate(
        access=access,
        number=number_of(access=access, written=asked.number),
        caller=asked.caller,
        at=instant,
        now=from_datetime(now),
        revision=asked.revision,
        of_draft=asked.draft,
    )
    if as_json:
        print_json(simulation.document())
        return
    for line in _lines(simulation):
        click.echo(line)


def _lines(simulation: Simulation) -> list[str]:
    decision, profile = simulation.decision, simulation.profile
    who = display(simulation.caller.number) or "Somebody without a number"
    what = "the draft" if simulation.of_draft else f"revision {profile.revision}"
    lines = [f"{who} calls {display(profile.number)} on {local(simulation.at)}, {what}:"]
    if decision.refusal is not None:
        lines.append(f"  refused: {str(REFUSALS[decision.refusal]).lower()}")
    elif decision.treatment:
        lines.append(f"  {decision.treatment}")
    lines += _ways(decision)
    then = simulation.then
    lines += [f"  says: {text}" for text in (then["texts"] if then is not None else ())]
    return [*lines, "", "Because", *(f"  {trace_words(step.code, step.values)}" for step in decision.trace)]


def _ways(decision: Decision) -> list[str]:
    """The destinations in the order of ringing; those that ring at once have the same place."""
    dials = [stage for stage in decision.stages if isinstance(stage, Dial)]
    return [
        f"  {place}. {entry.name}, {display(entry.destination.address)}, rings {entry.ring_seconds} s"
        for place, stage in enumerate(dials, start=1)
        for entry in stage.entries
    ]
