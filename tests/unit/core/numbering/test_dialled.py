"""Numbers as dialled, typed and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.dialled import NumberUnreadable, display, national, normalise


@pytest.mark.parametrize(
    ("written", "country", "canonical"),
    [
        ("0800 123 789", "CH", "+41800123789"),
        ("+41800123789", "CH", "+41800123789"),
        ("0041800123789", "CH", "+41800123789"),
        ("41800123789", "CH", "+41800123789"),
        ("(079) 111-22.33", "CH", "+41791112233"),
        ("+41 (0)900 123 456", "CH", "+41900123456"),
        ("0041 ( 0 ) 44/512 38 00", None, "+41445123800"),
        ("+41 044 512 38 00", None, "+41445123800"),
        ("+33 (0)1 42 68 53 00", None, "+33142685300"),
        ("+49 (0)30 123456", None, "+4930123456"),
        ("+39 06 1234567", None, "+39061234567"),
        ("0900\u00a0123\u202f456", None, "+41900123456"),
        ("0900\u2009123\u2011456", None, "+41900123456"),
        ("0900–123—456", None, "+41900123456"),
        ("\u200e+41 900 123 456", None, "+41900123456"),
        ("00800 1234 5678", None, "+80012345678"),
        ("3012", "FR", "FR:3012"),
        ("36 15", None, "FR:3615"),
        ("10 13", None, "FR:1013"),
        ("118218", "FR", "FR:118218"),
        ("118.218", None, "FR:118218"),
        ("116 117", "FR", "FR:116117"),
        ("0 800 12 34 56", "FR", "+33800123456"),
        ("FR:3012", "CH", "FR:3012"),
    ],
)
def test_every_way_to_dial_a_number_leads_to_one_form(written: str, country: str | None, canonical: str) -> None:
    assert normalise(written, country=country) == canonical


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("", None),
        ("anonymous", None),
        ("12", None),
        ("+0", None),
        ("0800-ABC", None),
        ("+" + "1" * 16, None),
        ("3012", "CH"),
        ("118 218", "CH"),
        ("+٤١٨٠٠١٢٣٧٨٩", None),
        ("+41 +800 123 789", None),
    ],
)
def test_what_is_no_number_is_refused(written: str, country: str | None) -> None:
    with pytest.raises(NumberUnreadable):
        normalise(written, country=country)


@given(st.from_regex(r"\+(?!410|330)[1-9][0-9]{6,14}", fullmatch=True))
def test_the_canonical_form_stays_as_it_is(number: str) -> None:
    assert normalise(number) == number


@given(st.from_regex(r"\+(41|33)[1-9][0-9]{8}|\+800[0-9]{8}|FR:(3[0-9]{3}|10[0-9]{2}|118[0-9]{3})", fullmatch=True))
def test_a_shown_number_can_be_typed_again(number: str) -> None:
    assert normalise(display(number)) == number


@given(st.from_regex(r"\+(41|33)[1-9][0-9]{8}|\+800[0-9]{8}|FR:(3[0-9]{3}|10[0-9]{2}|11[68][0-9]{3})", fullmatch=True))
def test_a_nationally_written_number_can_be_typed_again_in_its_country(number: str) -> None:
    country = "FR" if number.startswith(("+33", "FR:")) else "CH"

    assert normalise(national(number), country=country) == number


def test_numbers_are_shown_in_their_groups() -> None:
    assert [display(n) for n in ("+41800123789", "+41445123800", "+33142685300", "FR:3012", "+33892705012")] == [
        "0800 123 789",
        "+41 44 512 38 00",
        "+33 1 42 68 53 00",
        "30 12",
        "+33 892 705 012",
    ]


def test_numbers_are_written_nationally_as_their_country_does() -> None:
    written = {
        "+41900123456": "0900 123 456",
        "+41878123456": "0878 123 456",
        "+41445123800": "044 512 38 00",
        "+33892705012": "0 892 705 012",
        "+33142685300": "01 42 68 53 00",
        "FR:3615": "36 15",
        "FR:118218": "118 218",
        "+80012345678": "00800 1234 5678",
        "+4930123456": "+4930123456",
    }

    assert {number: national(number) for number in written} == written
