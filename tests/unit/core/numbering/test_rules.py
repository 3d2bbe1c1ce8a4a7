"""The rows of the law: complete, without overlap, and with the figures of the texts."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.rulebook import Basis, Duty, Form, NumberRules, Vat
from smartnumbers.core.numbering.rules import CLASSES, ROWS, Family, FamilyFixed, Payer, priced_like, rules_at

TODAY = date(2026, 11, 22)
_CODES = st.sampled_from(sorted(CLASSES))
_DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 1, 1))


def rules_of(class_code: str, on: date = TODAY) -> NumberRules:
    """The rules of a class that must have some."""
    found = rules_at(class_code=class_code, on=on)
    assert found is not None
    return found


@given(_CODES, _DAYS)
def test_rows_of_one_class_never_overlap(class_code: str, on: date) -> None:
    in_force = [row for row in ROWS if row.class_code == class_code and row.in_force(on=on)]

    assert len(in_force) <= 1
    assert rules_at(class_code=class_code, on=on) == (in_force[0] if in_force else None)


@pytest.mark.parametrize("class_code", sorted(CLASSES))
def test_rows_of_a_class_follow_each_other_without_a_gap_to_this_day(class_code: str) -> None:
    rows = [row for row in ROWS if row.class_code == class_code]

    assert rows
    assert all(before.valid_to == after.valid_from for before, after in pairwise(rows))
    assert rows[-1].valid_to is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.class_code} {row.valid_from}")
def test_a_row_agrees_with_its_class_and_has_a_source(row: NumberRules) -> None:
    known = CLASSES[row.class_code]

    assert (row.payer, row.country) == (known.payer, known.country)
    assert row.source
    assert row.vat_source
    assert row.announcement.source
    assert row.display.source
    assert row.valid_to is None or row.valid_from < row.valid_to
    ceilings = (row.ceilings.per_call, row.ceilings.per_minute, row.ceilings.fee, row.ceilings.total)
    assert all(ceiling is None or ceiling.source for ceiling in ceilings)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.class_code} {row.valid_from}")
def test_only_who_pays_more_than_a_call_is_warned_or_can_have_it_barred(row: NumberRules) -> None:
    pays = row.payer is Payer.CALLER

    assert (row.announcement.duty is not Duty.NEVER) == pays
    assert (row.blocking_category is not None) == pays
    assert (row.basis is Basis.FREE) == (row.payer in (Payer.HOLDER, Payer.ORDINARY))


def test_swiss_premium_numbers() -> None:
    rules = rules_of("ch-0901")
    ceilings = rules.ceilings

    assert rules.basis is Basis.BOTH
    assert ceilings.per_call is not None
    assert ceilings.per_minute is not None
    assert ceilings.fee is not None
    assert ceilings.total is not None
    assert (ceilings.per_call.amount, ceilings.per_minute.amount) == (100_000_000, 10_000_000)
    assert (ceilings.fee.amount, ceilings.total.amount) == (100_000_000, 400_000_000)
    assert (rules.announcement.duty, rules.announcement.above) == (Duty.ABOVE, 2_000_000)
    assert (rules.announcement.change, rules.announcement.pause_ms) == (Duty.ALWAYS, 5_000)
    assert rules.announcement.skip_key is None
    assert rules.consent is not None
    assert (rules.consent.fee_above, rules.consent.per_minute_above) == (10_000_000, 5_000_000)
    assert rules.display.form is Form.FOUR_DIGITS_APART
    assert rules.longest_call is None


def test_swiss_shared_cost_numbers() -> None:
    rules = rules_of("ch-0848")

    assert rules.basis is Basis.TIME
    assert rules.ceilings.per_minute is not None
    assert (rules.ceilings.per_minute.amount, rules.ceilings.per_minute.vat) == (75_000, Vat.EXCLUDED)
    assert rules.ceilings.per_minute.source == "OST art. 39a"
    assert rules.ceilings.per_call is not None
    assert rules.ceilings.per_call.amount == 0
    assert rules.rounding_up_to == 100_000


def test_the_price_changes_during_a_call_on_swiss_premium_numbers_only() -> None:
    changing = {row.class_code for row in ROWS if row.mid_call_change_allowed}

    assert changing == {"ch-0900", "ch-0901", "ch-0906"}
    assert {row.class_code for row in ROWS if row.fees_allowed} == changing


def test_hours_make_no_difference_on_french_numbers() -> None:
    assert {row.country for row in ROWS if row.bands_allowed} == {"CH"}


@pytest.mark.parametrize(
    ("class_code", "per_minute", "per_call"),
    [("fr-081", 60_000, 150_000), ("fr-082", 200_000, 500_000), ("fr-089", 800_000, 3_000_000)],
)
def test_french_premium_numbers(class_code: str, per_minute: int, per_call: int) -> None:
    rules = rules_of(class_code)

    assert rules.basis is Basis.EITHER
    assert rules.ceilings.per_minute is not None
    assert rules.ceilings.per_call is not None
    assert rules.ceilings.total is not None
    assert (rules.ceilings.per_minute.amount, rules.ceilings.per_call.amount) == (per_minute, per_call)
    assert rules.ceilings.total.amount == 24_000_000
    assert rules.price_step == 10_000
    assert (rules.announcement.skip_key, rules.announcement.beep, rules.announcement.pause_ms) == ("#", True, 0)
    assert rules.longest_call is not None
    assert (rules.longest_call.seconds, rules.longest_call.per_minute_above) == (1_800, 200_000)


def test_the_french_cartouche() -> None:
    colours = {code: rules_of(code).display.colour for code in ("fr-0800", "fr-31", "fr-0806", "fr-089", "fr-118")}

    assert colours == {
        "fr-0800": "green",
        "fr-31": "green",
        "fr-0806": "grey",
        "fr-089": "magenta",
        "fr-118": "magenta",
    }


def test_swiss_tax_rose_with_2024() -> None:
    assert [rules_of("ch-0900", on).vat for on in (date(2023, 12, 31), date(2024, 1, 1))] == [77_000, 81_000]


def test_french_enquiry_numbers_lost_mixed_prices_in_2021() -> None:
    bases = [rules_of("fr-118", on).basis for on in (date(2021, 7, 31), date(2021, 8, 1))]

    assert bases == [Basis.BOTH, Basis.EITHER]


def test_before_the_first_row_nothing_is_known() -> None:
    assert rules_at(class_code="fr-089", on=date(2015, 9, 30)) is None
    assert rules_at(class_code="no-such-class", on=TODAY) is None


def test_rules_are_found_by_number_too() -> None:
    found = rules_at(number="+41900123456", on=TODAY)

    assert found is not None
    assert found.class_code == "ch-0900"
    assert rules_at(number="+41445123800", on=TODAY) is None


def test_a_short_number_of_another_family_has_its_rules() -> None:
    free = rules_at(number="FR:3646", on=TODAY, family=Family.FREE)
    ordinary = rules_at(number="FR:3646", on=TODAY, family=Family.ORDINARY)

    assert free is not None
    assert ordinary is not None
    assert (free.payer, free.display.colour, free.basis) == (Payer.HOLDER, "green", Basis.FREE)
    assert (ordinary.payer, ordinary.display.colour) == (Payer.ORDINARY, "grey")
    assert free.announcement.duty is Duty.NEVER
    assert free.ceilings.per_minute is not None
    assert free.ceilings.per_minute.amount == 0
    assert rules_at(number="FR:3646", on=TODAY, family=Family.PREMIUM) == rules_of("fr-36")


def test_a_short_number_takes_the_tariffs_of_its_family() -> None:
    known = CLASSES["fr-36"]

    found = [priced_like(known, family=family) for family in (None, *Family)]

    assert found == ["fr-36", "fr-0800", "fr-0806", "fr-36"]
    assert priced_like(CLASSES["ch-0800"]) == "ch-0800"


def test_a_family_is_refused_where_the_digits_decide() -> None:
    with pytest.raises(FamilyFixed):
        rules_at(number="+41900123456", on=TODAY, family=Family.FREE)
