"""The price of one call, exact, with its parts and its reasons.

The rules and worked cases: docs/explanation/pricing.md. The live meter and the record come from here; re-rating in
bulk (`core.rating.columns`) gives the same by tests.
"""

from dataclasses import dataclass
from typing import Any

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.money import round_amount
from smartnumbers.core.rating.explanation import ExplanationStep, explain
from smartnumbers.core.rating.segments import DENOMINATOR, Segment, segments, span
from smartnumbers.core.rating.timeline import Timeline
from smartnumbers.core.tariffs.tariff import Tariff


class DurationInvalid(DomainError):
    """No call can last that long: less than nothing."""

    code = "duration-invalid"


@dataclass(frozen=True, slots=True)
class RatedCall:
    """What a call costs: `amount` (millionths of `currency`), after cap and rounding.

    `duration` and `billed_ms` in ms; what is billed excludes free seconds. The exact amounts of the segments add up to
    `exact_numerator` / `exact_denominator` (millionths), the price before cap and rounding. `terms` are those of the
    first tariff.
    """

    amount: int
    terms: Tariff
    duration: int
    billed_ms: int
    segments: tuple[Segment, ...]
    exact_numerator: int

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return self.terms.currency

    @property
    def exact_denominator(self) -> int:
        """What `exact_numerator` is over."""
        return DENOMINATOR

    @property
    def explanation(self) -> tuple[ExplanationStep, ...]:
        """Why, step by step; made when somebody asks."""
        return explain(
            terms=self.terms,
            duration=self.duration,
            segments=self.segments,
            billed_ms=self.billed_ms,
            amount=self.amount,
        )


def rate(*, duration: int, timeline: Timeline) -> RatedCall:
    """The price of a call of `duration` ms, from the start of charging to the end, on this time line.

    Raises DurationInvalid for a negative duration.
    """
    if duration < 0:
        raise DurationInvalid("duration: negative", parameters={"field": "duration"})
    terms = timeline.terms
    reach = span(duration=duration, terms=terms)
    parts = segments(timeline=timeline, reach=reach)
    exact = sum([part.numerator for part in parts])
    return RatedCall(
        amount=round_amount(numerator=exact, denominator=DENOMINATOR, rounding=terms.rounding, cap=terms.cap),
        terms=terms,
        duration=duration,
        billed_ms=reach.billed_end - reach.free_end,
        segments=tuple(parts),
        exact_numerator=exact,
    )


def rated_document(rated: RatedCall) -> dict[str, Any]:
    """The rated call as JSON-ready values: millionths and ms, explanation included."""
    return {
        "amount": rated.amount,
        "currency": rated.currency,
        "duration": rated.duration,
        "billed_ms": rated.billed_ms,
        "exact_numerator": rated.exact_numerator,
        "exact_denominator": rated.exact_denominator,
        "segments": [{**segment._asdict(), "kind": segment.kind.value} for segment in rated.segments],
        "explanation": [{"code": step.code, "values": dict(step.values)} for step in rated.explanation],
    }
