"""Why a call costs what it costs, in steps that a caller could follow.

A step is a code and its values, not a sentence: who meets people says it in their language. Values: amounts
(`amount`, `per_minute`, `cap`, `to`) in millionths; `numerator` an exact amount over 60 000 millionths
(`segments.DENOMINATOR`); `at`, `start`, `end` in ms from the start of charging; `currency` ISO 4217.

| code | values |
| --- | --- |
| price-cut-at-maximum | max_s |
| price-within-free | free_s |
| price-free | start, end |
| price-per-call | at, amount, currency |
| price-time, price-minimum, price-padding | start, end, per_minute, numerator, currency |
| price-fee | at, amount, label, currency |
| price-sum | numerator, currency |
| price-capped | cap, currency |
| price-rounded | to, mode, currency; `to` 1 and mode half_up also where no rounding was agreed |
| price-total | amount, billed_s, currency |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smartnumbers.core.foundation.money import FINEST
from smartnumbers.core.rating.segments import DENOMINATOR, Segment, SegmentKind
from smartnumbers.core.tariffs.tariff import Tariff


@dataclass(frozen=True, slots=True)
class ExplanationStep:
    """One step to the price; `code` is stable, `values` belong into its sentence."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


def explain(
    *, terms: Tariff, duration: int, segments: Sequence[Segment], billed_ms: int, amount: int
) -> tuple[ExplanationStep, ...]:
    """The steps from the time line to the amount (millionths), for a call of `duration` ms."""
    steps = []
    if terms.max_s is not None and duration > terms.max_s * 1000:
        steps.append(ExplanationStep("price-cut-at-maximum", {"max_s": terms.max_s}))
    if terms.free_s and duration <= terms.free_s * 1000:
        steps.append(ExplanationStep("price-within-free", {"free_s": terms.free_s}))
    steps += [_step(segment, terms.currency) for segment in segments]
    currency = terms.currency
    exact = sum(segment.numerator for segment in segments)
    steps.append(ExplanationStep("price-sum", {"numerator": exact, "currency": currency}))
    capped = exact
    if terms.cap is not None and exact > terms.cap * DENOMINATOR:
        capped = terms.cap * DENOMINATOR
        steps.append(ExplanationStep("price-capped", {"cap": terms.cap, "currency": currency}))
    if capped != amount * DENOMINATOR:
        rounding = terms.rounding or FINEST
        values: dict[str, str | int] = {"to": rounding.to, "mode": rounding.mode.value, "currency": currency}
        steps.append(ExplanationStep("price-rounded", values))
    total: dict[str, str | int] = {"amount": amount, "billed_s": billed_ms // 1000, "currency": currency}
    return (*steps, ExplanationStep("price-total", total))


def _step(segment: Segment, currency: str) -> ExplanationStep:
    values: dict[str, str | int]
    match segment.kind:
        case SegmentKind.FREE:
            values = {"start": segment.start, "end": segment.end}
        case SegmentKind.PER_CALL:
            values = {"at": segment.start, "amount": segment.numerator // DENOMINATOR, "currency": currency}
        case SegmentKind.FEE:
            amount = segment.numerator // DENOMINATOR
            values = {"at": segment.start, "amount": amount, "label": segment.label, "currency": currency}
        case _:
            values = {
                "start": segment.start,
                "end": segment.end,
                "per_minute": segment.per_minute,
                "numerator": segment.numerator,
                "currency": currency,
            }
    return ExplanationStep(f"price-{segment.kind.value}", values)
