"""What the law says against tariffs: every fault, with its rule and its source."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smartnumbers.core.foundation.money import Rounding, RoundingMode
from smartnumbers.core.numbering.rulebook import Basis
from smartnumbers.core.numbering.rules import CLASSES, NumberRules, rules_at
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.bands import band_changes, priced_at
from smartnumbers.core.tariffs.charging import binding_version
from smartnumbers.core.tariffs.pricelist import price_list
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.core.tariffs.validation import Rule, bounded, fault_sentence, faults
from smartnumbers.core.tariffs.version import Band, TariffVersion
from tests.unit.core.tariffs.cast import MONDAY_TO_SUNDAY, NOON, SET

TODAY = date(2026, 11, 22)


def rules_of(class_code: str) -> NumberRules:
    rules = rules_at(class_code=class_code, on=TODAY)
    assert rules is not None
    return rules


def version(class_code: str, *, bands: tuple[Band, ...] = (), **terms: Any) -> TariffVersion:
    tariff = Tariff(**({"currency": rules_of(class_code).currency} | terms))
    return TariffVersion(code="a", version=1, name="A", tariff=tariff, bands=bands, vat=rules_of(class_code).vat)


def all_day(per_minute: int) -> tuple[Band, ...]:
    return (Band(days=MONDAY_TO_SUNDAY, start=0, end=60, per_minute=per_minute),)


TEN_CENTIMES_UP = Rounding(to=100_000, mode=RoundingMode.UP)
A_FRANC = Rounding(to=1_000_000, mode=RoundingMode.DOWN)


@pytest.mark.parametrize(
    ("class_code", "terms"),
    [
        ("ch-0800", {}),
        ("ch-0848", {"per_minute": 81_075, "rounding": TEN_CENTIMES_UP}),
        ("ch-0848", {"per_minute": 40_000, "bands": all_day(80_000), "free_s": 10}),
        ("ch-0900", {"per_call": 100_000_000, "per_minute": 10_000_000, "cap": 400_000_000}),
        ("ch-0901", {"per_minute": 4_230_000, "bands": all_day(1_500_000)}),
        ("fr-081", {"per_minute": 60_000}),
        ("fr-081", {"per_call": 150_000}),
        ("fr-082", {"per_minute": 200_000, "max_s": 7_200}),
        ("fr-089", {"per_minute": 800_000, "max_s": 1_800, "cap": 24_000_000}),
        ("fr-39", {"per_call": 3_000_000}),
        ("fr-0806", {}),
    ],
)
def test_lawful_tariffs_have_no_faults(class_code: str, terms: dict[str, Any]) -> None:
    assert faults(version=version(class_code, **terms), rules=rules_of(class_code)) == ()


@pytest.mark.parametrize(
    ("class_code", "terms", "sentence"),
    [
        ("ch-0848", {"per_minute": 81_076}, "0848: at most 7.5 Rp/min excl. VAT, OST art. 39a"),
        ("ch-0848", {"per_call": 1}, "0848: time alone may be charged, not the call, OST art. 39a"),
        ("ch-0848", {"bands": all_day(90_000)}, "0848: at most 7.5 Rp/min excl. VAT, OST art. 39a"),
        ("ch-0844", {"per_minute": 80_000, "increment_s": 10}, "0844: charged by the second, OST art. 39a(1), 39b(2)"),
        ("ch-0800", {"per_minute": 1}, "0800: nothing may be charged to the caller, OST art. 39a(2), 39b(2)"),
        ("ch-0900", {"per_call": 100_000_001}, "0900: at most CHF 100/call incl. VAT, OST art. 39(1)"),
        ("ch-0900", {"per_minute": 10_010_000}, "0900: at most CHF 10/min incl. VAT, OST art. 39(2)"),
        ("ch-0906", {"cap": 400_000_001}, "0906: at most CHF 400 for a call in all incl. VAT, OST art. 39(4)"),
        (
            "ch-0901",
            {"per_minute": 1, "rounding": A_FRANC},
            "0901: the end amount is rounded to 10 Rp at most, OST art. 35 to 41",
        ),
        ("ch-0901", {"currency": "EUR"}, "0901: charged in CHF, OST art. 35 to 41"),
        ("fr-089", {"per_minute": 810_000}, "089x: at most EUR 0.80/min incl. VAT, Arcep 2018-0881, 2.4"),
        ("fr-082", {"per_call": 510_000}, "082x: at most EUR 0.50/call incl. VAT, Arcep 2018-0881, 2.4"),
        ("fr-089", {"per_minute": 800_000, "cap": 24_010_000}, "089x: at most EUR 24 for a call in all incl. VAT, "),
        ("fr-089", {"per_minute": 805, "cap": 1}, "089x: prices are multiples of EUR 0.01, Arcep 2018-0881, 2.4"),
        ("fr-089", {"per_minute": 800_000, "free_s": 1}, "089x: one price from the first second on, without free s"),
        ("fr-089", {"per_minute": 10_000, "bands": all_day(20_000)}, "089x: the same price at all hours, Arcep 2018"),
        (
            "fr-089",
            {"per_minute": 210_000, "max_s": 1_801},
            "089x: at most 30 minutes where a minute costs more than EUR 0.20, af2m, code of conduct 1.9.2026",
        ),
        (
            "fr-118",
            {"per_call": 10_000, "per_minute": 10_000},
            "118xxx: a price per call or per minute, not both, Arcep 2018-0881, 2.4",
        ),
    ],
)
def test_a_fault_names_the_rule_and_its_source(class_code: str, terms: dict[str, Any], sentence: str) -> None:
    (fault,) = faults(version=version(class_code, **terms), rules=rules_of(class_code))

    assert fault_sentence(fault).startswith(sentence)


def test_all_faults_are_told_at_once_each_at_its_field() -> None:
    wrong = version(
        "fr-081", per_call=200_000, per_minute=65_000, increment_s=60, minimum_s=60, free_s=5, cap=25_000_000,
        rounding=A_FRANC, bands=all_day(70_000),
    )  # fmt: skip

    found = faults(version=replace(wrong, tariff=replace(wrong.tariff, currency="CHF")), rules=rules_of("fr-081"))

    assert [(fault.field, fault.code) for fault in found] == [
        ("currency", Rule.CURRENCY),
        ("per_call", Rule.PER_CALL),
        ("per_minute", Rule.PER_MINUTE),
        ("per_minute", Rule.STEP),
        ("per_minute", Rule.CALL_OR_TIME),
        ("bands[0].per_minute", Rule.PER_MINUTE),
        ("bands", Rule.BANDS),
        ("cap", Rule.TOTAL),
        ("increment_s", Rule.PER_SECOND),
        ("minimum_s", Rule.MINIMUM),
        ("free_s", Rule.FIRST_SECOND),
        ("rounding", Rule.ROUNDING),
    ]
    assert all(fault.source and fault_sentence(fault).endswith(fault.source) for fault in found)


def test_a_set_is_held_to_the_same_ceilings() -> None:
    dear = TariffSet(
        slots={7: SlotTariff(name="Dear", per_call=100_000_001, per_minute=10_000_001)},
        fees={2: SetFee(name="Dear", amount=100_000_001)},
    )

    found = faults(set=dear, rules=rules_of("ch-0900"))

    assert [(fault.field, fault.code) for fault in found] == [
        ("slots.7.per_call", Rule.PER_CALL),
        ("slots.7.per_minute", Rule.PER_MINUTE),
        ("fees.2.amount", Rule.FEE),
    ]
    assert fault_sentence(found[2]) == "0900: at most CHF 100 for a fee incl. VAT, OST art. 39(1)"
    assert faults(set=SET, rules=rules_of("ch-0900")) == ()


@pytest.mark.parametrize("class_code", [code for code in CLASSES if code not in ("ch-0900", "ch-0901", "ch-0906")])
def test_a_set_is_refused_where_no_price_may_change_in_a_call(class_code: str) -> None:
    found = faults(set=SET, rules=rules_of(class_code))

    assert [(fault.field, fault.code) for fault in found] == [("slots", Rule.CHANGE), ("fees", Rule.CHANGE)]
    assert all("during a call" in fault_sentence(fault) for fault in found)
    assert faults(set=TariffSet(), rules=rules_of(class_code)) == ()


@pytest.mark.parametrize(
    ("class_code", "terms", "cap", "max_s"),
    [
        ("ch-0900", {"per_minute": 10_000_000}, 400_000_000, None),
        ("ch-0900", {"per_minute": 10_000_000, "cap": 50_000_000}, 50_000_000, None),
        ("ch-0848", {"per_minute": 80_000}, None, None),
        ("ch-0800", {}, None, None),
        ("fr-089", {"per_minute": 210_000}, 24_000_000, 1_800),
        ("fr-089", {"per_minute": 200_000}, 24_000_000, None),
        ("fr-089", {"per_minute": 800_000, "max_s": 600}, 24_000_000, 600),
    ],
)
def test_the_laws_bounds_hold_where_a_tariff_has_none(
    class_code: str, terms: dict[str, Any], cap: int | None, max_s: int | None
) -> None:
    tariff = bounded(tariff=version(class_code, **terms).tariff, rules=rules_of(class_code))

    assert (tariff.cap, tariff.max_s) == (cap, max_s)


@pytest.mark.parametrize(
    ("class_code", "terms", "seconds", "amount"),
    [
        ("ch-0900", {"per_call": 10_000_000, "per_minute": 5_000_000}, 300, 35_000_000),
        ("ch-0901", {"per_minute": 10_000_000}, 45 * 60, 400_000_000),
        ("ch-0848", {"per_minute": 81_075}, 90, 121_613),
        ("ch-0848", {"per_minute": 81_075, "rounding": TEN_CENTIMES_UP}, 90, 200_000),
        ("fr-089", {"per_minute": 800_000}, 125, 1_666_667),
        ("fr-089", {"per_minute": 800_000}, 40 * 60, 24_000_000),
    ],
)
def test_lawful_tariffs_cost_what_the_worked_examples_say(
    class_code: str, terms: dict[str, Any], seconds: int, amount: int
) -> None:
    rules = rules_of(class_code)
    lawful = version(class_code, **terms)
    assert faults(version=lawful, rules=rules) == ()

    bound = binding_version(version=lawful, rules=rules, at=NOON)

    assert (
        rate(duration=seconds * 1_000, timeline=Timeline(changes=(Change(at=0, tariff=bound.tariff),))).amount == amount
    )


CODES = sorted(CLASSES)
RULES = {code: rules_of(code) for code in CODES}
UNITS = (None, TEN_CENTIMES_UP, Rounding(to=10_000, mode=RoundingMode.HALF_UP), A_FRANC)


@st.composite
def nearly_lawful(draw: st.DrawFn) -> tuple[str, TariffVersion]:
    """A class and a version about its ceilings: mostly lawful, so that unlawful ones come up too."""
    class_code = draw(st.sampled_from(CODES))
    rules = RULES[class_code]
    step = rules.price_step or 1
    seldom = draw(st.integers(0, 9)) == 0

    def price(most: int) -> int:
        return draw(st.integers(0, most // step + seldom)) * step

    call, minute = most_of(rules)
    only = draw(st.sampled_from(["call", "minute"])) if rules.basis is Basis.EITHER and not seldom else ""
    tariff = Tariff(
        currency=rules.currency,
        per_call=0 if only == "minute" else price(call),
        per_minute=0 if only == "call" else price(minute),
        increment_s=60 if seldom else 1,
        rounding=UNITS[draw(st.integers(0, 2 + seldom))],
        cap=draw(st.none() | st.integers(0, 400_000_000 if rules.currency == "CHF" else 24_000_000)),
        max_s=draw(st.none() | st.integers(0, 1_800 + seldom)),
    )
    hours = draw(st.integers(0, 1439))
    band = Band(days=MONDAY_TO_SUNDAY, start=hours, end=draw(st.integers(hours + 1, 1440)), per_minute=price(minute))
    bands = (band,) if draw(st.booleans()) and (rules.bands_allowed or seldom) else ()
    return class_code, TariffVersion(code="a", version=1, name="A", tariff=tariff, bands=bands)


def most_of(rules: NumberRules) -> tuple[int, int]:
    """The most per call and per minute with tax, from the ceilings by hand."""
    assert rules.ceilings.per_call is not None
    assert rules.ceilings.per_minute is not None
    shared = rules.class_code.startswith("ch-084")
    return rules.ceilings.per_call.amount, 81_075 if shared else rules.ceilings.per_minute.amount


@given(nearly_lawful(), st.integers(0, 7 * 3_600_000), st.lists(st.integers(0, 100_000_000), max_size=3))
def test_whatever_has_no_faults_is_rated_within_the_ceilings(
    drawn: tuple[str, TariffVersion], duration: int, fees: list[int]
) -> None:
    class_code, lawful = drawn
    rules = RULES[class_code]
    assume(not faults(version=lawful, rules=rules))
    version = binding_version(version=lawful, rules=rules, at=NOON)
    first = priced_at(version, NOON)
    bands = tuple(
        Change(at=offset, tariff=reprice(first, per_call=0, per_minute=price), charge_per_call=False)
        for offset, price in band_changes(version=version, start=NOON, duration=duration)
    )
    agreed = tuple(Fee(at=0, amount=amount) for amount in fees) if rules.fees_allowed else ()

    amount = rate(
        duration=duration, timeline=Timeline(changes=(Change(at=0, tariff=first), *bands), fees=agreed)
    ).amount

    most_per_call, most_per_minute = most_of(rules)
    time = -(-most_per_minute * -(-duration // 1_000) // 60)
    unit = 1 if version.tariff.rounding is None else version.tariff.rounding.to
    assert amount < most_per_call + time + sum(fee.amount for fee in agreed) + unit + 1
    if rules.ceilings.total is not None:
        assert amount <= rules.ceilings.total.amount
    if rules.longest_call is not None and first.per_minute > rules.longest_call.per_minute_above:
        assert first.max_s is not None
        assert first.max_s <= rules.longest_call.seconds


def test_the_price_list_is_lawful_and_has_its_codes_once() -> None:
    listed = price_list(on=TODAY)

    assert {price.class_code for price in listed} == set(CLASSES)
    assert len({price.version.code for price in listed}) == len(listed)
    for price in listed:
        assert faults(version=price.version, rules=rules_of(price.class_code)) == ()
    french = [price for price in listed if price.class_code == "fr-089"]
    assert len(french) == 32
    assert all(price.typical and price.version.vat == 200_000 for price in french)
