"""From the last entry of a call to its record; whatever cannot be stored is refused here, with a reason.

The database is no judge of this: SQLite takes text where a number belongs, and an insert that ignores conflicts also
passes over a row without its instants, silently.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from smartnumbers.core.callcontrol.documents import from_document
from smartnumbers.core.callcontrol.record import Attempt, CallRecord, MessageLeft
from smartnumbers.core.foundation.instants import to_datetime

_INSTANTS = frozenset({"setup_at", "ringing_at", "answered_at", "ended_at", "started_at", "alerting_at"})
_INTEGERS = frozenset({"cause", "sip_status", "position", "ring_seconds", "ms"})
_OPTIONAL = frozenset({"account", "revision", "ringing_at", "answered_at", "sip_status", "message"})
_ATTEMPT_OPTIONAL = frozenset({"alerting_at", "answered_at", "ended_at", "cause", "sip_status"})
_TEXTS = frozenset(
    {"call_id", "number", "dialled", "account", "caller", "reason", "node", "name", "address", "kind", "treatment",
     "destination_id", "carrier", "email"}
)  # fmt: skip
_FLAGS = frozenset({"recovered", "reported", "full"})
_INTEGER = range(-(2**31), 2**31)
_LONG = range(-(2**63), 2**63)


class RecordUnreadable(ValueError):
    """A call's last entry that holds no record that can be stored."""

    code = "record-unreadable"


def accept(entry: Mapping[str, Any]) -> CallRecord:
    """The record in a call's last entry. Raises RecordUnreadable."""
    try:
        record = from_document(entry["record"])
        UUID(record.call_id)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise RecordUnreadable(f"{type(fault).__name__}: {fault}") from fault
    _check(record, optional=_OPTIONAL)
    for attempt in record.attempts:
        _check(attempt, optional=_ATTEMPT_OPTIONAL)
    if record.message is not None:
        _check(record.message, optional=frozenset())
    for step in record.trace:
        code: object = step.code
        values: object = step.values
        if not (isinstance(code, str) and isinstance(values, dict)):
            raise RecordUnreadable("trace: no step")
    return record


def _check(part: CallRecord | Attempt | MessageLeft, *, optional: frozenset[str]) -> None:
    for name in (field.name for field in fields(part)):
        value = getattr(part, name)
        if (value is None and name in optional) or _storable(name, value):
            continue
        raise RecordUnreadable(f"{name}: {value!r:.60}")


def _storable(name: str, value: object) -> bool:
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _INSTANTS:
        return type(value) is int and _is_instant(value)
    if name in _INTEGERS:
        return type(value) is int and value in _INTEGER
    if name == "revision":
        return type(value) is int and value in _LONG
    if name in _FLAGS:
        return isinstance(value, bool)
    return True  # an enumeration, a tuple: as from_document made it


def _is_instant(value: int) -> bool:
    try:
        to_datetime(value)
    except OverflowError:
        return False
    return True
