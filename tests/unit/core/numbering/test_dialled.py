"""Numbers as dialled, typed and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.classes import classify
from smartnumbers.core.numbering.dialled import NumberUnreadable, display, normalise


@pytest.mark.parametrize(
    ("written", "country", "canonical"),
    [
        ("0800 123 789", "CH", "+41800123789"),
        ("+41800123789", "CH", "+41800123789"),
        ("0041800123789", "CH", "+41800123789"),
        ("41800123789", "CH", "+41800123789"),
        ("(079) 111-22.33", "CH", "+41791112233"),
        ("3012", "FR", "FR:3012"),
        ("118218", "FR", "FR:118218"),
        ("0 800 12 34 56", "FR", "+33800123456"),
        ("FR:3012", "CH", "FR:3012"),
    ],
)
def test_every_way_to_dial_a_number_leads_to_one_form(written: str, country: str, canonical: str) -> None:
    assert normalise(written, country=country) == canonical


@pytest.mark.parametrize("written", ["", "anonymous", "12", "+0", "0800-ABC", "+" + "1" * 16, "3012"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(NumberUnreadable):
        normalise(written)


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_the_canonical_form_stays_as_it_is(number: str) -> None:
    assert normalise(number) == number


@given(st.from_regex(r"\+41[0-9]{9}", fullmatch=True))
def test_a_shown_number_can_be_typed_again(number: str) -> None:
    assert normalise(display(number)) == number


def test_numbers_are_shown_in_their_groups() -> None:
    assert [display(n) for n in ("+41800123789", "+41445123800", "+33142685300", "FR:3012")] == [
        "0800 123 789",
        "+41 44 512 38 00",
        "+33 1 42 68 53 00",
        "3012",
    ]


def test_a_class_is_told_from_the_leading_digits() -> None:
    known = classify("+41848555210")

    assert known is not None
    assert (known.code, known.who_pays) == ("ch-0848", "shared")
    assert classify("+41445123800") is None
