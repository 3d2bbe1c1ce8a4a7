"""The record of a call as JSON-ready values, and back.

Records are kept for years: a field that came later has a default, so that those of old are read.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from smartnumbers.core.callcontrol.record import (
    Attempt,
    AttemptOutcome,
    CallRecord,
    CarrierTried,
    ChargingRecord,
    MessageLeft,
    Outcome,
    PromptPlayed,
    Purpose,
    RequestMade,
    Side,
)
from smartnumbers.core.routing.decision import Presentation, TraceStep


def to_document(record: CallRecord) -> dict[str, Any]:
    """The record as JSON-ready values."""
    return asdict(record)


def from_document(source: Mapping[str, Any]) -> CallRecord:
    """The record of `to_document`. Raises KeyError, TypeError or ValueError for a document that is none."""
    values = dict(source)
    values["presentation"] = Presentation(values["presentation"])
    values["outcome"] = Outcome(values["outcome"])
    values["hung_up_by"] = Side(values["hung_up_by"])
    values["attempts"] = tuple(_attempt(item) for item in values["attempts"])
    values["trace"] = tuple(TraceStep(**step) for step in values["trace"])
    charging = values.get("charging")
    values["charging"] = None if charging is None else charging_from_document(charging)
    message = values.get("message")
    values["message"] = None if message is None else MessageLeft(**message)
    values["said"] = tuple(prompt_from_document(item) for item in values.get("said", ()))
    return CallRecord(**values)


def charging_from_document(source: Mapping[str, Any]) -> ChargingRecord:
    """The money of a call from its part of `to_document`. Raises as `from_document`."""
    values = dict(source)
    values["prompts"] = tuple(prompt_from_document(item) for item in values["prompts"])
    values["requests"] = tuple(RequestMade(**item) for item in values["requests"])
    return ChargingRecord(**values)


def prompt_from_document(source: Mapping[str, Any]) -> PromptPlayed:
    """What was said once, from its part of `to_document`. Raises as `from_document`."""
    return PromptPlayed(**{**source, "purpose": Purpose(source["purpose"])})


def _attempt(source: Mapping[str, Any]) -> Attempt:
    outcome = source["outcome"]
    values = {**source, "outcome": None if outcome is None else AttemptOutcome(outcome)}
    values["tried"] = tuple(
        CarrierTried(**{**one, "outcome": AttemptOutcome(one["outcome"])}) for one in source.get("tried", ())
    )
    return Attempt(**values)
