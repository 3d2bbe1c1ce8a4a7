"""What goes over the control socket: JSON messages, one in each WebSocket text frame, from call control to listeners.

At connecting comes a snapshot; after it, what changes. `account` stands beside the id of an ended call, so that a
listener knows whom it concerns without having known the call.

    {"type": "snapshot", "calls": [call, …], "health": {…}}
    {"type": "call", "call": {…}}                            a new or changed call, whole
    {"type": "ended", "call_id": "…", "account": "…"}
    {"type": "health", "health": {…}}                        whole, when something in it changed

Who listens may also ask, for a price of the number's tariff set or for one of its fees; the answer comes to the asker
alone, when it is settled, which can take as long as an announcement and the caller's consent take:

    {"type": "ask", "id": "…", "call_id": "…", "account": "…", "do": "tariff" | "fee", "slot": 12, "by": "…"}
    {"type": "told", "id": "…", "result": "…", "parameters": {…}}

And for a look at a carrier (by the id of its row) whose OPTIONS are to be sent now; the answer is "probed" with the
carrier's state in `parameters`, or "carrier-unknown":

    {"type": "probe", "id": "…", "carrier": 7}

And for a test call to a destination, which is answered at once with "trial" and its document (`Trial.document`), or
with the reason why not; and for a look at how it goes, answered with "trial" when it has more than `seen` steps:

    {"type": "trial", "id": "…", "account": "…", "destination": "…", "address": "…", "name": "…", "limit": 2 | null,
     "shown": "+41…" | "", "language": "de", "ring_seconds": 20}
    {"type": "trial-look", "id": "…", "trial": "…", "account": "…", "destination": "…", "seen": 2}

`id` is the asker's own and must be unique (a UUID), `by` says who asks, for the call's record. The results are the
codes of `core.callcontrol.requests`, and "ask-invalid" for what is no such message.

The listener adds one of its own: {"type": "away"} while call control cannot be reached. A call is the document of
`core.callcontrol.live.LiveCall`.
"""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.callcontrol.trial import TRIAL_SECONDS_MAXIMUM
from smartnumbers.core.tariffs.spoken import LANGUAGES

Message = dict[str, Any]

AWAY: Message = {"type": "away"}
INVALID = "ask-invalid"
PROBED, CARRIER_UNKNOWN = "probed", "carrier-unknown"
TRIAL, TRIAL_UNKNOWN, TRIAL_ENGINE_DOWN = "trial", "trial-unknown", "trial-engine-down"
TRIAL_RUNNING, TRIAL_FULL, TRIAL_TOO_MANY = "trial-running", "trial-full", "trial-too-many"
DO = ("tariff", "fee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request about a running call: `do` is "tariff" or "fee", `slot` the number in the set, `by` who asks."""

    request_id: str
    call_id: str
    account: str
    do: str
    slot: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A request for a look at a carrier."""

    request_id: str
    carrier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialWanted:
    """A request for a test call to a named destination of an account.

    `request_id` is made up where it is not read; `limit` is how many calls it takes at once (None: any number),
    `shown` the number that is shown ("": none), `language` that of the sentence, in which `name` is said.
    """

    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    account: str
    destination: str
    address: str
    name: str
    limit: int | None
    shown: str
    language: str
    ring_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLook:
    """A request for what has come of a test call beyond the steps that were `seen`."""

    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    trial: str
    account: str
    destination: str
    seen: int


def snapshot(*, calls: list[LiveCall], health: dict[str, Any]) -> str:
    """The first message to a listener."""
    return _text({"type": "snapshot", "calls": [call.document() for call in calls], "health": health})


def changed(*, call: LiveCall) -> str:
    """A new or changed call."""
    return _text({"type": "call", "call": call.document()})


def ended(*, call_id: str, account: str) -> str:
    """The end of a call."""
    return _text({"type": "ended", "call_id": call_id, "account": account})


def health(*, document: dict[str, Any]) -> str:
    """The platform's health."""
    return _text({"type": "health", "health": document})


def ask(*, asked: Ask) -> str:
    """A request."""
    return _text(
        {
            "type": "ask",
            "id": asked.request_id,
            "call_id": asked.call_id,
            "account": asked.account,
            "do": asked.do,
            "slot": asked.slot,
            "by": asked.by,
        }
    )


def probe(*, wanted: Probe) -> str:
    """A request for a look at a carrier."""
    return _text({"type": "probe", "id": wanted.request_id, "carrier": wanted.carrier})


def trial(*, wanted: TrialWanted) -> str:
    """A request for a test call."""
    return _text({"type": "trial", **_fields(wanted)})


def trial_look(*, wanted: TrialLook) -> str:
    """A request for a look at a test call."""
    return _text({"type": "trial-look", **_fields(wanted)})


def told(*, request_id: str, result: str, parameters: Mapping[str, Any]) -> str:
    """The answer to a request."""
    return _text({"type": "told", "id": request_id, "result": result, "parameters": dict(parameters)})


def read_probe(message: Message) -> Probe:
    """The request for a look in a message. Raises ValueError where it is none."""
    request_id, carrier = message.get("id"), message.get("carrier")
    if not isinstance(request_id, str) or not isinstance(carrier, int) or isinstance(carrier, bool):
        raise ValueError("no request for a look")
    return Probe(request_id=request_id, carrier=carrier)


def read_trial(message: Message) -> TrialWanted:
    """The request for a test call in a message. Raises ValueError where it is none."""
    texts = _texts(message, "id", "account", "destination", "address", "name", "shown", "language")
    limit = message.get("limit")
    if texts["language"] not in LANGUAGES or (limit is not None and _whole(limit) < 1):
        raise ValueError("no request for a test call")
    seconds = _whole(message.get("ring_seconds"))
    if not 1 <= seconds <= TRIAL_SECONDS_MAXIMUM:
        raise ValueError("a test call that rings for too long")
    return TrialWanted(request_id=texts.pop("id"), limit=limit, ring_seconds=seconds, **texts)


def read_trial_look(message: Message) -> TrialLook:
    """The request for a look at a test call in a message. Raises ValueError where it is none."""
    texts = _texts(message, "id", "trial", "account", "destination")
    return TrialLook(request_id=texts.pop("id"), seen=_whole(message.get("seen")), **texts)


def read_ask(message: Message) -> Ask:
    """The request in a message. Raises ValueError where it is none."""
    texts = {name: message.get(name) for name in ("id", "call_id", "account", "do", "by")}
    slot = message.get("slot")
    if message["type"] != "ask" or not all(isinstance(value, str) for value in texts.values()):
        raise ValueError("no request")
    if texts["do"] not in DO or not isinstance(slot, int) or isinstance(slot, bool):
        raise ValueError("a request for nothing there is")
    return Ask(
        request_id=str(texts["id"]),
        call_id=str(texts["call_id"]),
        account=str(texts["account"]),
        do=str(texts["do"]),
        slot=slot,
        by=str(texts["by"]),
    )


def read(text: str | bytes) -> Message:
    """The message in a frame. Raises ValueError where it is none."""
    message = orjson.loads(text)
    if not isinstance(message, dict) or "type" not in message:
        raise ValueError("no message of the control socket")
    return message


def _fields(wanted: TrialWanted | TrialLook) -> Message:
    fields = asdict(wanted)
    return {"id": fields.pop("request_id"), **fields}


def _texts(message: Message, *names: str) -> dict[str, str]:
    texts = {name: message.get(name) for name in names}
    if not all(isinstance(value, str) for value in texts.values()):
        raise ValueError("no request")
    return {name: str(value) for name, value in texts.items()}


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("no whole number")
    return value


def _text(message: Message) -> str:
    return orjson.dumps(message).decode()
