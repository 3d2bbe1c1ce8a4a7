"""Treatments as JSON documents, and back.

Equal parts are made once and shared: a hundred thousand plans have the same few ways to move on, and the plans of one
holder the same destinations.
"""

from collections.abc import Mapping
from functools import lru_cache
from sys import intern
from typing import Any

from smartnumbers.core.routing.conditiondocuments import condition_document, parse_condition
from smartnumbers.core.routing.destinations import (
    Destination,
    DestinationInvalid,
    DestinationPremium,
    SipDestination,
    TelephoneDestination,
)
from smartnumbers.core.routing.documents import NAME_LENGTH, count, each, one_of, optional, refuse, take, text, texts
from smartnumbers.core.routing.treatments import (
    ALWAYS,
    Action,
    Announcement,
    Arm,
    Branches,
    Chain,
    ChainEntry,
    Flow,
    Message,
    MoveOn,
    OtherNumber,
    Strategy,
    Treatment,
    Voicemail,
)
from smartnumbers.core.tariffs.spoken import LANGUAGES

CHAIN_MAXIMUM = 20
ARMS_MAXIMUM = 50
CONDITIONS_MAXIMUM = 20
RING_SECONDS = range(3, 181)
WEIGHTS = range(1, 101)
MESSAGE_SECONDS = range(5, 601)
TEXT_LENGTH = 1000
ADDRESS_LENGTH = 254
ID_LENGTH = 64
_SHARED = 1 << 16

_KINDS: dict[str, type[SipDestination] | type[TelephoneDestination]] = {
    kind.kind: kind for kind in (SipDestination, TelephoneDestination)
}


def treatment_document(treatment: Treatment) -> dict[str, Any]:
    """The document of a treatment; its id is the key under which it stands."""
    return {"name": treatment.name, "kind": treatment.action.kind, **_action_document(treatment.action)}


def _action_document(action: Action) -> dict[str, Any]:
    match action:
        case Chain():
            entries = [_entry_document(entry) for entry in action.entries]
            return {"strategy": action.strategy.value, "entries": entries, "then": action.then}
        case Announcement():
            return {"message": message_document(action.message)}
        case Voicemail():
            message = message_document(action.message)
            return {"message": message, "email": action.email, "max_seconds": action.max_seconds}
        case Flow():
            return {"flow": action.flow, "otherwise": action.otherwise}
        case OtherNumber():
            return {"number": action.number}
        case Branches():
            return {"arms": [_arm_document(arm) for arm in action.arms], "otherwise": action.otherwise}


def _entry_document(entry: ChainEntry) -> dict[str, Any]:
    return {
        "destination": entry.destination_id or entry.destination.address,
        "ring_seconds": entry.ring_seconds,
        "moves_on": sorted(entry.moves_on),
        "weight": entry.weight,
    }


def _arm_document(arm: Arm) -> dict[str, Any]:
    return {"when": [condition_document(condition) for condition in arm.when], "then": arm.then}


def message_document(message: Message) -> dict[str, Any]:
    """The document of a message."""
    return {"texts": dict(message.texts), "languages": list(message.languages), "recording": message.recording}


def parse_treatment(
    treatment_id: str, source: Any, place: str, *, destinations: Mapping[str, Any], lists: Mapping[str, Any]
) -> Treatment:
    """The treatment of a document. Raises PlanInvalid."""
    kind = take(source, "kind", str, place)
    action: Action
    match kind:
        case Chain.kind:
            action = _parse_chain(source, place, destinations)
        case Announcement.kind:
            action = Announcement(message=parse_message(take(source, "message", dict, place), f"{place}message."))
        case Voicemail.kind:
            action = _parse_voicemail(source, place)
        case Flow.kind:
            action = Flow(flow=text(source, "flow", place), otherwise=reference(source, "otherwise", place))
        case OtherNumber.kind:
            action = OtherNumber(number=text(source, "number", place))
        case Branches.kind:
            action = _parse_branches(source, place, lists)
        case _:
            raise refuse(place=f"{place}kind", reason="unknown")
    return Treatment(treatment_id=intern(treatment_id), name=intern(text(source, "name", place)), action=action)


def reference(source: Any, key: str, place: str) -> str:
    """The id of a treatment, which need not be there: `check` finds those that are missing. Raises PlanInvalid."""
    return intern(text(source, key, place, most=ID_LENGTH))


def _parse_chain(source: Any, place: str, destinations: Mapping[str, Any]) -> Chain:
    then = None if optional(source, "then", str, place) is None else reference(source, "then", place)
    return Chain(
        entries=each(
            source, "entries", place, lambda item, at: _parse_entry(item, at, destinations), most=CHAIN_MAXIMUM
        ),
        strategy=one_of(source, "strategy", Strategy, place),
        then=then,
    )


def _parse_entry(source: Any, place: str, destinations: Mapping[str, Any]) -> ChainEntry:
    destination_id = text(source, "destination", place, most=ADDRESS_LENGTH)
    named = destinations.get(destination_id)
    if named is None:
        raise refuse(place=f"{place}destination", reason="unknown")
    moves_on = texts(source, "moves_on", place, most=len(MoveOn))
    try:
        return _entry(
            _destination(take(named, "kind", str, place), take(named, "address", str, place)),
            text(named, "name", place),
            count(source, "ring_seconds", place, least=RING_SECONDS[0], most=RING_SECONDS[-1]),
            destination_id,
            _limit(named, place),
            take(named, "paused", bool, place),
            _moves_on(moves_on),
            count(source, "weight", place, least=WEIGHTS[0], most=WEIGHTS[-1]),
        )
    except DestinationPremium as fault:
        raise refuse(place=f"{place}destination", reason="premium-number") from fault
    except DestinationInvalid as fault:
        raise refuse(place=f"{place}destination", reason="not-a-destination") from fault
    except ValueError as fault:
        raise refuse(place=f"{place}moves_on", reason="unknown") from fault


_entry = lru_cache(maxsize=_SHARED)(ChainEntry)


def _limit(named: Any, place: str) -> int | None:
    return None if optional(named, "limit", int, place) is None else count(named, "limit", place, least=0, most=10_000)


@lru_cache(maxsize=_SHARED)
def _destination(kind: str, address: str) -> Destination:
    if kind not in _KINDS:
        raise DestinationInvalid("unknown kind of destination")
    return _KINDS[kind].parse(address)


@lru_cache(maxsize=64)
def _moves_on(written: tuple[str, ...]) -> frozenset[MoveOn]:
    outcomes = frozenset(map(MoveOn, written))
    return ALWAYS if outcomes == ALWAYS else outcomes


def _parse_voicemail(source: Any, place: str) -> Voicemail:
    return Voicemail(
        message=parse_message(take(source, "message", dict, place), f"{place}message."),
        email=text(source, "email", place, most=ADDRESS_LENGTH),
        max_seconds=count(source, "max_seconds", place, least=MESSAGE_SECONDS[0], most=MESSAGE_SECONDS[-1]),
    )


def _parse_branches(source: Any, place: str, lists: Mapping[str, Any]) -> Branches:
    def arm(item: Any, at: str) -> Arm:
        when = each(item, "when", at, lambda one, where: parse_condition(one, where, lists), most=CONDITIONS_MAXIMUM)
        return Arm(when=when, then=reference(item, "then", at))

    return Branches(
        arms=each(source, "arms", place, arm, most=ARMS_MAXIMUM), otherwise=reference(source, "otherwise", place)
    )


def parse_message(source: Any, place: str) -> Message:
    """The message of a document. Raises PlanInvalid."""
    words = take(source, "texts", dict, place)
    for language in words:
        if language not in LANGUAGES:
            raise refuse(place=f"{place}texts.{language}", reason="unknown")
    languages = texts(source, "languages", place, most=len(LANGUAGES))
    for index, language in enumerate(languages):
        if language not in LANGUAGES or language in languages[:index]:
            raise refuse(place=f"{place}languages[{index}]", reason="unknown")
    written = tuple([(language, text(words, language, f"{place}texts.", most=TEXT_LENGTH)) for language in words])
    recording = optional(source, "recording", str, place)
    if recording is not None and len(recording) > NAME_LENGTH:
        raise refuse(place=f"{place}recording", reason="too-long")
    return _message(written, languages, recording)


@lru_cache(maxsize=_SHARED)
def _message(written: tuple[tuple[str, str], ...], languages: tuple[str, ...], recording: str | None) -> Message:
    return Message(texts=dict(written), languages=languages, recording=recording)
