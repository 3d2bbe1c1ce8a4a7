"""The decision as part of the journal's entry of an arrival, and back.

What a field has by default is left out: the entry is written for every call, and most destinations have nothing
special. Entries of releases before there were plans have a chain and a display instead of stages.
"""

from collections.abc import Mapping
from typing import Any

from smartnumbers.core.routing.decision import (
    Caller,
    Decision,
    Dial,
    Greet,
    KeyTest,
    Presentation,
    Refusal,
    Say,
    Shown,
    Stage,
    TakeMessage,
    TraceStep,
)
from smartnumbers.core.routing.destinations import SipDestination, TelephoneDestination
from smartnumbers.core.routing.plan import Display
from smartnumbers.core.routing.treatments import ALWAYS, ChainEntry, MoveOn
from smartnumbers.core.tariffs.prompting import Prompt, parse_prompt, prompt_document

_DESTINATIONS: dict[str, type[SipDestination] | type[TelephoneDestination]] = {
    kind.kind: kind for kind in (SipDestination, TelephoneDestination)
}


def decision_document(decision: Decision) -> dict[str, Any]:
    """A decision as JSON-ready values."""
    written: dict[str, Any] = {
        "refusal": None if decision.refusal is None else decision.refusal.value,
        "stages": [_stage_document(stage) for stage in decision.stages],
        "shown": {"number": decision.shown.number, "name": decision.shown.name},
        "trace": [{"code": step.code, "values": dict(step.values)} for step in decision.trace],
        "treatment": {"id": decision.treatment_id, "name": decision.treatment},
    }
    if decision.reports:
        written["reports"] = True
    if decision.turns:
        written["turns"] = [list(turn) for turn in decision.turns]
    return written


def read_decision(source: Mapping[str, Any], *, number: str, caller: Caller) -> Decision:
    """The decision in an entry of a call from `caller` to `number`.

    Raises KeyError, TypeError, ValueError or a DomainError of a field where it is none.
    """
    refusal = None if source["refusal"] is None else Refusal(source["refusal"])
    trace = tuple(TraceStep(**step) for step in source["trace"])
    if "stages" not in source:
        stages = tuple(Dial(entries=(_entry(written),)) for written in source["chain"])
        shown = Shown(number=_shown_before(Display(source["display"]), number, caller))
        return Decision(refusal=refusal, stages=stages, shown=shown, trace=trace)
    return Decision(
        refusal=refusal,
        stages=tuple(_stage(written) for written in source["stages"]),
        shown=Shown(**source["shown"]),
        trace=trace,
        treatment_id=source["treatment"]["id"],
        treatment=source["treatment"]["name"],
        reports=source.get("reports", False),
        turns=tuple((number, treatment_id) for number, treatment_id in source.get("turns", ())),
    )


def _shown_before(display: Display, number: str, caller: Caller) -> str:
    """What was shown in the time of chains: the service number, or the caller's where he does not hide it."""
    if display is Display.SERVICE_NUMBER:
        return number
    return caller.number if caller.presentation is Presentation.ALLOWED else ""


def _stage_document(stage: Stage) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": stage.kind}
    if isinstance(stage, Dial):
        return written | {"entries": [_entry_document(entry) for entry in stage.entries]}
    written["prompts"] = [prompt_document(prompt) for prompt in stage.prompts]
    match stage:
        case KeyTest():
            written["key"] = stage.key
        case TakeMessage():
            written |= {"email": stage.email, "max_seconds": stage.max_seconds}
    return written


def _stage(source: Mapping[str, Any]) -> Stage:
    match source["kind"]:
        case Dial.kind:
            return Dial(entries=tuple(_entry(written) for written in source["entries"]))
        case Greet.kind:
            return Greet(prompts=_prompts(source))
        case KeyTest.kind:
            return KeyTest(prompts=_prompts(source), key=source["key"])
        case Say.kind:
            return Say(prompts=_prompts(source))
        case TakeMessage.kind:
            return TakeMessage(
                prompts=_prompts(source), email=source["email"], max_seconds=source["max_seconds"]
            )  # fmt: skip
    raise ValueError(f"no kind of stage: {source['kind']!r}")


def _prompts(source: Mapping[str, Any]) -> tuple[Prompt, ...]:
    return tuple(parse_prompt(written) for written in source["prompts"])


def _entry_document(entry: ChainEntry) -> dict[str, Any]:
    written: dict[str, Any] = {
        "destination": entry.destination.document(),
        "name": entry.name,
        "ring_seconds": entry.ring_seconds,
    }
    if entry.destination_id:
        written["destination_id"] = entry.destination_id
    if entry.limit is not None:
        written["limit"] = entry.limit
    if entry.moves_on != ALWAYS:
        written["moves_on"] = sorted(entry.moves_on)
    if entry.weight != 1:
        written["weight"] = entry.weight
    return written


def _entry(source: Mapping[str, Any]) -> ChainEntry:
    written = source["destination"]
    return ChainEntry(
        destination=_DESTINATIONS[written["kind"]].parse(written["address"]),
        name=source["name"],
        ring_seconds=source["ring_seconds"],
        destination_id=source.get("destination_id", ""),
        limit=source.get("limit"),
        moves_on=frozenset(MoveOn(code) for code in source.get("moves_on", ALWAYS)),
        weight=source.get("weight", 1),
    )
