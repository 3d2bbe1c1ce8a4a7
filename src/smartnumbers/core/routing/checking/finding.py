"""What a check finds, and what it must know beyond the plan to find it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.routing.profile import Profile


class Severity(StrEnum):
    """How bad it is: an error forbids publishing, a warning is shown before, a note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a plan that its holder should know.

    `code` is stable; `place` the dotted path in the plan's document ("treatments.main.entries[0]"); `parameters`
    belong into its sentence, times in them being minutes since midnight.
    """

    code: str
    severity: Severity
    place: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """What there is to know around a plan at the instant `at` (milliseconds).

    `look_up` finds the profiles of the account's own numbers. `answered_within_30_days` has, by destination id, how
    often a destination was rung and how often it answered. `patience_seconds`: how long callers of the number wait
    before they hang up. `languages`: in which the number speaks where a message says nothing else. `flows`: the ids
    of the flows in force.
    """

    at: int
    look_up: Callable[[str], Profile | None]
    answered_within_30_days: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    patience_seconds: int = 60
    languages: tuple[str, ...] = ()
    flows: frozenset[str] = frozenset()


def error(code: str, place: str, **parameters: str | int) -> Finding:
    """A finding that forbids publishing."""
    return Finding(code, Severity.ERROR, place, parameters)


def warning(code: str, place: str, **parameters: str | int) -> Finding:
    """A finding to be shown before publishing."""
    return Finding(code, Severity.WARNING, place, parameters)


def note(code: str, place: str, **parameters: str | int) -> Finding:
    """A finding that is good to know."""
    return Finding(code, Severity.NOTE, place, parameters)
