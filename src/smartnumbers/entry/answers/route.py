"""The answer to "what would happen if somebody called": by the same function as the switch, from what is published."""

from datetime import datetime
from typing import Any

import click
from django.utils.timezone import get_default_timezone

from smartnumbers.apps.numbers.queries import number as number_of
from smartnumbers.apps.plans.queries import published
from smartnumbers.apps.plans.wording import REFUSALS, trace_words
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.dialled import display, normalise
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Presentation
from smartnumbers.entry.answers.printing import iso, local, print_json
from smartnumbers.entry.answers.reach import reach


class InstantUnreadable(DomainError):
    """Text that is no date and time."""

    code = "instant-unreadable"


def print_route(*, number: str, caller: str | None, at: str | None, now: datetime, as_json: bool) -> None:
    """What happens to a call from `caller` (None: without a number) at an instant, by default now.

    Raises NumberUnknown, NumberUnreadable, InstantUnreadable, or ProfileInvalid where what is published is damaged.
    """
    access = reach(account=None)
    found = number_of(access=access, written=number)
    profile = published(access=access, number=found)
    who = Caller("", Presentation.UNAVAILABLE) if caller is None else Caller(normalise(caller), Presentation.ALLOWED)
    instant = from_datetime(now if at is None else _moment(at))
    decision = decide(number=found.number, profile=profile, caller=who, at=instant)
    if as_json:
        print_json(_document(found.number, who, instant, profile.revision, decision))
        return
    for line in _lines(found.number, who, instant, profile.revision, decision):
        click.echo(line)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as fault:
        raise InstantUnreadable(
            f"{written!r} is no date and time; write it as 2026-12-24T18:05 (local) or 2026-12-24T17:05Z."
        ) from fault
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=get_default_timezone())


def _document(number: str, caller: Caller, at: int, revision: int, decision: Decision) -> dict[str, Any]:
    return {
        "number": number,
        "caller": caller.number,
        "at": iso(at),
        "revision": revision,
        "treatment": "chain" if decision.refusal is None else decision.refusal.value,
        "destinations": [
            {"name": entry.name, "to": entry.destination.address, "ring_s": entry.ring_seconds}
            for entry in decision.chain
        ],
        "display": decision.display.value,
        "trace": [
            {"code": step.code, "values": dict(step.values), "text": trace_words(step.code, step.values)}
            for step in decision.trace
        ],
    }


def _lines(number: str, caller: Caller, at: int, revision: int, decision: Decision) -> list[str]:
    who = display(caller.number) or "Somebody without a number"
    lines = [f"{who} calls {display(number)} on {local(at)}, revision {revision}:"]
    if decision.refusal is not None:
        lines.append(f"  refused: {str(REFUSALS[decision.refusal]).lower()}")
    for position, entry in enumerate(decision.chain, start=1):
        lines.append(f"  {position}. {entry.name}, {display(entry.destination.address)}, rings {entry.ring_seconds} s")
    return [*lines, "", "Because", *(f"  {trace_words(step.code, step.values)}" for step in decision.trace)]
