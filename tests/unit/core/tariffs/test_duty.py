"""What is owed to the caller before a price holds: Switzerland by OIP art. 11a, France by the order of 10 June 2009."""

from dataclasses import replace
from datetime import date

import pytest

from smartnumbers.core.numbering.rules import CLASSES, NumberRules, rules_at
from smartnumbers.core.tariffs.duty import (
    NO_DUTY,
    ChangeRefusal,
    Duty,
    duty_at_start,
    duty_of_change,
    duty_of_fee,
    refusal_of_change,
    refusal_sentence,
)
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import Band, TariffVersion
from tests.unit.core.tariffs.cast import FRENCH, MONDAY_TO_SUNDAY, SHARED

INFORM = Duty(announce=True, pause_ms=5_000)
CONSENT = replace(INFORM, consent=True)


def rules_of(class_code: str) -> NumberRules:
    rules = rules_at(class_code=class_code, on=date(2026, 11, 22))
    assert rules is not None
    return rules


def francs(per_call: str, per_minute: str) -> Tariff:
    return Tariff(
        currency="CHF",
        per_call=int(per_call.replace(".", "")) * 10_000,
        per_minute=int(per_minute.replace(".", "")) * 10_000,
    )


def version(tariff: Tariff, *bands: Band) -> TariffVersion:
    return TariffVersion(code="a", version=1, name="A", tariff=tariff, bands=bands)


@pytest.mark.parametrize(
    ("per_call", "per_minute", "duty"),
    [
        ("0.00", "2.00", NO_DUTY),
        ("2.00", "2.00", NO_DUTY),
        ("0.00", "2.01", INFORM),
        ("2.01", "0.00", INFORM),
        ("10.00", "5.00", INFORM),
        ("10.01", "0.00", CONSENT),
        ("0.00", "5.01", CONSENT),
    ],
)
def test_before_a_swiss_premium_call(per_call: str, per_minute: str, duty: Duty) -> None:
    assert duty_at_start(version=version(francs(per_call, per_minute)), rules=rules_of("ch-0900")) == duty


def test_the_dearest_band_counts() -> None:
    dear = Band(days=MONDAY_TO_SUNDAY, start=0, end=60, per_minute=6_000_000)

    assert duty_at_start(version=version(francs("0.00", "1.00"), dear), rules=rules_of("ch-0906")) == CONSENT


def test_every_french_premium_price_is_announced_and_none_needs_consent() -> None:
    cheap = replace(FRENCH, tariff=replace(FRENCH.tariff, per_minute=10_000))

    for priced in (FRENCH, cheap):
        assert duty_at_start(version=priced, rules=rules_of("fr-089")) == Duty(announce=True, beep=True, skip_key="#")


def test_no_price_is_no_duty() -> None:
    free = replace(FRENCH, tariff=replace(FRENCH.tariff, per_minute=0))

    assert duty_at_start(version=free, rules=rules_of("fr-39")) == NO_DUTY


@pytest.mark.parametrize("class_code", ["ch-0800", "ch-0848", "fr-0800", "fr-0806"])
def test_free_and_ordinary_and_shared_numbers_owe_nothing(class_code: str) -> None:
    assert duty_at_start(version=SHARED, rules=rules_of(class_code)) == NO_DUTY


@pytest.mark.parametrize(
    ("new", "agreed", "duty"),
    [
        (francs("0.00", "0.50"), 0, INFORM),
        (francs("0.00", "5.00"), 0, INFORM),
        (francs("0.00", "5.01"), 0, CONSENT),
        (francs("4.00", "1.00"), 6_000_000, INFORM),
        (francs("4.01", "1.00"), 6_000_000, CONSENT),
        # What was agreed before needs no new consent where nothing fixed is added.
        (francs("0.00", "2.00"), 60_000_000, INFORM),
        # The same price again is no change.
        (francs("0.00", "1.00"), 60_000_000, NO_DUTY),
    ],
)
def test_before_a_change_during_the_call(new: Tariff, agreed: int, duty: Duty) -> None:
    old = francs("10.00", "1.00")

    assert duty_of_change(old=old, new=new, rules=rules_of("ch-0900"), agreed_fees=agreed) == duty


@pytest.mark.parametrize(
    ("amount", "agreed", "duty"),
    [
        (50_000, 0, INFORM),
        (10_000_000, 0, INFORM),
        (10_000_001, 0, CONSENT),
        (5_000_000, 5_000_000, INFORM),
        (5_000_000, 5_000_001, CONSENT),
    ],
)
def test_before_a_fee_during_the_call(amount: int, agreed: int, duty: Duty) -> None:
    assert duty_of_fee(amount=amount, agreed_fees=agreed, rules=rules_of("ch-0901")) == duty


@pytest.mark.parametrize(
    ("class_code", "refusal"),
    [
        ("ch-0900", None),
        ("ch-0901", None),
        ("ch-0906", None),
        ("ch-0800", ChangeRefusal.FREE),
        ("uifn-00800", ChangeRefusal.FREE),
        ("ch-0848", ChangeRefusal.TIME_ONLY),
        ("fr-089", ChangeRefusal.ONE_PRICE),
        ("fr-0800", ChangeRefusal.ONE_PRICE),
        ("fr-39", ChangeRefusal.ONE_PRICE),
    ],
)
def test_where_prices_may_change_during_a_call(class_code: str, refusal: ChangeRefusal | None) -> None:
    assert refusal_of_change(rules=rules_of(class_code)) is refusal


def test_every_class_either_has_changes_or_a_reason_in_words() -> None:
    for code in CLASSES:
        refusal = refusal_of_change(rules=rules_of(code))
        assert refusal is None or "during a call" in refusal_sentence(refusal)
