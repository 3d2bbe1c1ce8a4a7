"""The trace of a decision, in sentences: of a call that was, and of one that is only supposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from smartnumbers.apps.plans.wording import trace_words

_STOPS = frozenset(
    {
        "number-unknown",
        "number-out-of-service",
        "caller-blocked",
        "prefix-blocked",
        "country-blocked",
        "withheld-blocked",
        "caller-reported",
        "withheld-turned-away",
        "country-turned-away",
        "not-welcome",
        "too-many-calls",
        "gap",
        "loop",
        "treatment-missing",
        "chain-empty",
        "other-number-unknown",
        "other-number-out-of-service",
        "other-number-foreign",
        "nothing-to-say",
    }
)
"""Steps after which a call may have gone nowhere: where it was refused, they say why."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing the decision looked at; `stop` where it ended the call."""

    sentence: str
    stop: bool


def reasons(steps: Iterable[tuple[str, Mapping[str, Any]]], *, refused: bool) -> list[Reason]:
    """The steps of a trace, each given as its code and values, of a call that was let in or refused."""
    return [Reason(sentence=trace_words(code, values), stop=refused and code in _STOPS) for code, values in steps]
