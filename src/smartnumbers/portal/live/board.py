"""What the portal knows of the platform at this moment: the running calls and its health. Heard, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from smartnumbers.apps.callrecords.livecalls import live_call
from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.telephony.control.messages import Message


class Contact(StrEnum):
    """Whether call control is there: not known in the first moments of the portal, afterwards one or the other."""

    UNKNOWN = "unknown"
    THERE = "there"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Health:
    """The platform's health as last heard. `document` is what call control tells of itself, empty before the first."""

    contact: Contact = Contact.UNKNOWN
    document: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def engine(self) -> str:
        """The telephony engine: "up", "down", "missing", or "" where nothing is known."""
        return str(self.document.get("engine", ""))

    def public(self) -> dict[str, str]:
        """What everybody may know: nothing in it belongs to an account."""
        return {
            "contact": self.contact.value,
            **{key: str(self.document[key]) for key in ("engine", "journal", "database") if key in self.document},
        }


class Board:
    """The running calls by id, and the health; `hear` takes what comes over the control socket.

    Written by the event loop only. Readers in other threads see a call or do not see it, never half of one.
    """

    def __init__(self) -> None:
        self.health = Health()
        self._calls: dict[str, LiveCall] = {}

    def calls(self, *, account: int | None) -> list[LiveCall]:
        """The running calls of an account, or of the whole platform; the longest-running first."""
        calls: Iterable[LiveCall] = list(self._calls.values())
        if account is not None:
            calls = [call for call in calls if call.account == str(account)]
        return sorted(calls, key=lambda call: (call.setup_at, call.call_id))

    def hear(self, message: Message) -> set[str]:
        """Take a message; gives the accounts whose calls have changed by it."""
        match message["type"]:
            case "snapshot":
                before = {call.account for call in self._calls.values()}
                self._calls = {call["call_id"]: live_call(call) for call in message["calls"]}
                self.health = Health(Contact.THERE, MappingProxyType(dict(message["health"])))
                return before | {call.account for call in self._calls.values()}
            case "call":
                call = live_call(message["call"])
                self._calls[call.call_id] = call
                return {call.account}
            case "ended":
                self._calls.pop(message["call_id"], None)
                return {message["account"]}
            case "health":
                self.health = Health(Contact.THERE, MappingProxyType(dict(message["health"])))
            case "away":
                # The calls stay as they were: they most likely still run, and the reader is told that they are old.
                self.health = Health(Contact.AWAY, self.health.document)
        return set()
