"""Time lines and tariffs as documents: what is refused, and where the fault is said to be."""

from collections.abc import Callable
from typing import Any

import pytest

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.money import Rounding, RoundingMode
from smartnumbers.core.rating.rate import DurationInvalid, rate
from smartnumbers.core.rating.segments import exact_text
from smartnumbers.core.rating.timeline import Change, Fee, Timeline, parse_timeline, timeline_document
from smartnumbers.core.tariffs.tariff import Tariff, reprice

TARIFF = Tariff(currency="CHF", per_minute=5, cap=9, rounding=Rounding(10_000, RoundingMode.UP))
TIMELINE = Timeline((Change(0, TARIFF), Change(7, reprice(TARIFF, per_call=1, per_minute=2))), (Fee(3, 4, "Photo"),))


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda doc: doc.pop("changes"), "timeline.changes"),
        (lambda doc: doc.update(fees=5), "timeline.fees"),
        (lambda doc: doc["changes"].clear(), "timeline"),
        (lambda doc: doc["changes"][0].update(at=1), "timeline[0].at"),
        (lambda doc: doc["changes"][1].update(at=0), "timeline[1].at"),
        (lambda doc: doc["changes"][1].update(at=True), "timeline[1].at"),
        (lambda doc: doc["changes"][0].pop("charge_per_call"), "timeline[0].charge_per_call"),
        (lambda doc: doc["changes"][0].update(tariff=5), "timeline[0].tariff"),
        (lambda doc: doc["changes"][0]["tariff"].update(currency=5), "timeline[0].tariff.currency"),
        (lambda doc: doc["changes"][0]["tariff"].update(currency="Fr."), "timeline[0].tariff.currency"),
        (lambda doc: doc["changes"][0]["tariff"].update(per_call=1.5), "timeline[0].tariff.per_call"),
        (lambda doc: doc["changes"][0]["tariff"].update(per_call=10**18), "timeline[0].tariff.per_call"),
        (lambda doc: doc["changes"][0]["tariff"].update(free_s=10**9), "timeline[0].tariff.free_s"),
        (lambda doc: doc["changes"][0]["tariff"].update(cap=-1), "timeline[0].tariff.cap"),
        (lambda doc: doc["changes"][0]["tariff"].update(rounding=5), "timeline[0].tariff.rounding"),
        (lambda doc: doc["changes"][0]["tariff"]["rounding"].update(to=0), "timeline[0].tariff.rounding.to"),
        (lambda doc: doc["changes"][1]["tariff"].update(max_s=1), "timeline[1].tariff.max_s"),
        (lambda doc: doc["fees"][0].update(at=-1), "fees[0].at"),
        (lambda doc: doc["fees"][0].update(label=None), "fees[0].label"),
    ],
)
def test_damaged_document_is_refused(spoil: Callable[[Any], Any], field: str) -> None:
    damaged = timeline_document(TIMELINE)
    spoil(damaged)

    with pytest.raises(DomainError) as refused:
        parse_timeline(damaged)

    assert refused.value.parameters["field"] == field


def test_negative_duration_is_refused() -> None:
    with pytest.raises(DurationInvalid):
        rate(duration=-1, timeline=TIMELINE)


@pytest.mark.parametrize(
    ("numerator", "text"),
    [(0, "0"), (7_296_750_000, "0.1216125"), (100_000_000_000, "1.666666666667"), (3, "0.00000000005")],
)
def test_exact_text(numerator: int, text: str) -> None:
    assert exact_text(numerator) == text
