"""The decision: what happens to a call to this number, from this caller, at this instant.

The same function serves the switch and the portal's "What happens if…"; its trace says, step by step, what was looked
at and what came of it. A step is a code and its values, not a sentence: the portal says it in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.routing.profile import ChainEntry, Display, Profile


class Presentation(StrEnum):
    """Whether a caller's number may be shown (RFC 3325, section 9.3; Q.931 presentation indicator)."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    UNAVAILABLE = "unavailable"


class Refusal(StrEnum):
    """Why a call goes nowhere."""

    UNKNOWN_NUMBER = "unknown-number"
    OUT_OF_SERVICE = "out-of-service"
    BLOCKED = "blocked"
    NO_DESTINATION = "no-destination"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a canonical number, or "" where none came."""

    number: str
    presentation: Presentation


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One thing looked at; `code` is stable, `values` belong into its sentence."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Either a refusal, or a chain of destinations to try in order; in both cases the trace that led there."""

    refusal: Refusal | None
    chain: tuple[ChainEntry, ...]
    display: Display
    trace: tuple[TraceStep, ...]


def decide(*, number: str, profile: Profile | None, caller: Caller, at: int) -> Decision:
    """What happens to a call to `number` from `caller` at the instant `at` (milliseconds). Total: never raises."""
    trace: list[TraceStep] = []

    def refuse(refusal: Refusal) -> Decision:
        return Decision(refusal=refusal, chain=(), display=Display.CALLER, trace=tuple(trace))

    if profile is None:
        trace.append(TraceStep("number-unknown", {"number": number}))
        return refuse(Refusal.UNKNOWN_NUMBER)
    trace.append(TraceStep("profile-found", {"number": profile.number, "revision": profile.revision}))
    if not profile.in_service:
        trace.append(TraceStep("number-out-of-service"))
        return refuse(Refusal.OUT_OF_SERVICE)
    trace.append(TraceStep("number-in-service"))
    entry = profile.blacklist.get(caller.number) if caller.number else None
    if entry is not None and (entry.until is None or at < entry.until):
        trace.append(TraceStep("caller-blocked", {"until": entry.until} if entry.until is not None else {}))
        return refuse(Refusal.BLOCKED)
    trace.append(TraceStep("caller-not-blocked" if caller.number else "caller-without-number"))
    if not profile.chain:
        trace.append(TraceStep("chain-empty"))
        return refuse(Refusal.NO_DESTINATION)
    trace.append(TraceStep("chain-chosen", {"destinations": len(profile.chain), "first": profile.chain[0].name}))
    trace.append(TraceStep(f"display-{profile.display.value}"))
    return Decision(refusal=None, chain=profile.chain, display=profile.display, trace=tuple(trace))
