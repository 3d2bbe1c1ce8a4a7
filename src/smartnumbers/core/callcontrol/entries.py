"""Events as entries of the call journal, and back.

An entry is JSON-ready: {"call", "type", "at", …}. The journal is read by later releases, so the names here are kept:
a new field gets a default, a renamed one keeps its old name in the entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.callcontrol.commands import Timer
from smartnumbers.core.callcontrol.decided import decision_document, read_decision
from smartnumbers.core.callcontrol.documents import to_document
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    ConnectFailed,
    Digit,
    Event,
    FeeAsked,
    LegAlerting,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegSilent,
    Offered,
    PromptEnded,
    PromptResult,
    RecordingEnded,
    RecordingResult,
    ReleaseTimeout,
    Restarted,
    RingTimeout,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.record import CallRecord, Side
from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.tariffs.charging import held_document, parse_held

ENDED = "ended"

_TYPES: dict[str, type[Any]] = {
    "leg-dialled": LegDialled,
    "leg-alerting": LegAlerting,
    "leg-answered": LegAnswered,
    "leg-ended": LegEnded,
    "ring-timeout": RingTimeout,
    "leg-silent": LegSilent,
    "connected": Connected,
    "connect-failed": ConnectFailed,
    "caller-ended": CallerEnded,
    "release-timeout": ReleaseTimeout,
    "prompt-ended": PromptEnded,
    "recording-ended": RecordingEnded,
    "digit": Digit,
    "tariff-asked": TariffAsked,
    "fee-asked": FeeAsked,
    "timer-fired": TimerFired,
    "restarted": Restarted,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _NAMES}
_READ: dict[tuple[type[Any], str], Callable[[Any], Any]] = {
    (ConnectFailed, "gone"): lambda side: None if side is None else Side(side),
    (PromptEnded, "result"): PromptResult,
    (RecordingEnded, "result"): RecordingResult,
    (Digit, "side"): Side,
    (TimerFired, "timer"): Timer,
}
"""How a field that is more than a number or text is read."""


def event_entry(*, call_id: str, event: Event) -> dict[str, Any]:
    """The journal entry of an event."""
    if isinstance(event, Offered):
        return _offered_entry(event)
    entry: dict[str, Any] = {"call": call_id, "type": _NAMES[type(event)]}
    for name in _FIELDS[type(event)]:
        entry[name] = getattr(event, name)
    return entry


def ended_entry(*, record: CallRecord, at: int) -> dict[str, Any]:
    """The last entry of a call; it carries the whole record, so that a reader needs no other."""
    return {"call": record.call_id, "type": ENDED, "at": at, "record": to_document(record)}


def entry_event(entry: Mapping[str, Any]) -> Event:
    """The event of an entry. Raises KeyError, TypeError, ValueError or a DomainError of a field where it is none."""
    if entry["type"] == "offered":
        return _entry_offered(entry)
    kind = _TYPES[entry["type"]]
    given = {name: entry[name] for name in _FIELDS[kind] if name in entry}
    event: Event = kind(**{name: _READ.get((kind, name), _as_it_is)(value) for name, value in given.items()})
    return event


def _as_it_is(value: Any) -> Any:
    return value


def _offered_entry(event: Offered) -> dict[str, Any]:
    return {
        "call": event.call_id,
        "type": "offered",
        "at": event.at,
        "node": event.node,
        "channel": event.channel,
        "dialled": event.dialled,
        "number": event.number,
        "caller": event.caller.number,
        "presentation": event.caller.presentation.value,
        "account": event.account,
        "revision": event.revision,
        "limit": None if event.limit is None else event.limit.value,
        **decision_document(event.decision),
        "charging": None if event.charging is None else held_document(event.charging),
    }


def _entry_offered(entry: Mapping[str, Any]) -> Offered:
    caller = Caller(number=entry["caller"], presentation=Presentation(entry["presentation"]))
    return Offered(
        at=entry["at"],
        call_id=entry["call"],
        node=entry["node"],
        channel=entry["channel"],
        dialled=entry["dialled"],
        number=entry["number"],
        caller=caller,
        account=entry["account"],
        revision=entry["revision"],
        limit=None if entry["limit"] is None else Limit(entry["limit"]),
        decision=read_decision(entry, number=entry["number"], caller=caller),
        # Entries of releases that knew no prices have none.
        charging=None if entry.get("charging") is None else parse_held(entry["charging"], place="charging."),
    )
