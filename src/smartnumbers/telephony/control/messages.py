"""What goes over the control socket: JSON messages, one in each WebSocket text frame, from call control to listeners.

At connecting comes a snapshot; after it, what changes. `account` stands beside the id of an ended call, so that a
listener knows whom it concerns without having known the call.

    {"type": "snapshot", "calls": [call, …], "health": {…}}
    {"type": "call", "call": {…}}                            a new or changed call, whole
    {"type": "ended", "call_id": "…", "account": "…"}
    {"type": "health", "health": {…}}                        whole, when something in it changed

The listener adds one of its own: {"type": "away"} while call control cannot be reached. A call is the document of
`core.callcontrol.live.LiveCall`.
"""

from typing import Any

import orjson

from smartnumbers.core.callcontrol.live import LiveCall

Message = dict[str, Any]

AWAY: Message = {"type": "away"}


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


def read(text: str | bytes) -> Message:
    """The message in a frame. Raises ValueError where it is none."""
    message = orjson.loads(text)
    if not isinstance(message, dict) or "type" not in message:
        raise ValueError("no message of the control socket")
    return message


def _text(message: Message) -> str:
    return orjson.dumps(message).decode()
