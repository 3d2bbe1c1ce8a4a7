"""What is made of a written number: class, payer, validity, kind."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType, shortnumberinfo

from smartnumbers.core.numbering.dialled import display, national, normalise
from smartnumbers.core.numbering.kinds import Kind
from smartnumbers.core.numbering.reading import CountryUnknown, read_number
from smartnumbers.core.numbering.rules import CLASSES, Family, FamilyFixed, Payer, class_of


@pytest.mark.parametrize(
    ("written", "country", "class_code", "payer"),
    [
        ("0800 123 456", None, "ch-0800", Payer.HOLDER),
        ("00800 1234 5678", None, "uifn-00800", Payer.HOLDER),
        ("0840 123 456", None, "ch-0840", Payer.SHARED),
        ("0842123456", "CH", "ch-0842", Payer.SHARED),
        ("+41 844 123 456", None, "ch-0844", Payer.SHARED),
        ("0848 123 456", "CH", "ch-0848", Payer.SHARED),
        ("0900 123 456", None, "ch-0900", Payer.CALLER),
        ("0901 123 456", "CH", "ch-0901", Payer.CALLER),
        ("0041906123456", "FR", "ch-0906", Payer.CALLER),
        ("0 800 123 456", "FR", "fr-0800", Payer.HOLDER),
        ("0805 12 34 56", "FR", "fr-0800", Payer.HOLDER),
        ("0 806 123 456", "FR", "fr-0806", Payer.ORDINARY),
        ("+33 809 123 456", None, "fr-0806", Payer.ORDINARY),
        ("0810 123 456", "FR", "fr-081", Payer.CALLER),
        ("0820 123 456", "FR", "fr-082", Payer.CALLER),
        ("0 892 70 50 12", "FR", "fr-089", Payer.CALLER),
        ("0899 123 456", "FR", "fr-089", Payer.CALLER),
        ("3000", None, "fr-30", Payer.HOLDER),
        ("3007", "FR", "fr-30", Payer.HOLDER),
        ("3009", "FR", "fr-30", Payer.HOLDER),
        ("3169", "FR", "fr-31", Payer.HOLDER),
        ("3180", "FR", "fr-31", Payer.HOLDER),
        ("3199", "FR", "fr-31", Payer.HOLDER),
        ("3201", None, "fr-32", Payer.CALLER),
        ("3401", None, "fr-34", Payer.CALLER),
        ("36 15", None, "fr-36", Payer.CALLER),
        ("3949", "FR", "fr-39", Payer.CALLER),
        ("1013", None, "fr-10", Payer.CALLER),
        ("118 218", None, "fr-118", Payer.CALLER),
        ("116 117", "FR", "fr-116", Payer.HOLDER),
    ],
)
def test_service_numbers_have_a_class_and_a_payer(
    written: str, country: str | None, class_code: str, payer: Payer
) -> None:
    read = read_number(written, country=country)

    assert (read.class_code, read.payer, read.valid, read.kind) == (class_code, payer, True, Kind.SERVICE)
    assert read.reason is None


@pytest.mark.parametrize(
    ("written", "country", "kind"),
    [
        ("044 512 38 00", None, Kind.FIXED),
        ("079 123 45 67", None, Kind.MOBILE),
        ("075 123 45 67", "CH", Kind.MOBILE),
        ("0878 123 456", None, Kind.PERSONAL),
        ("058 123 45 67", None, Kind.CORPORATE),
        ("051 123 45 67", None, Kind.CORPORATE),
        ("0860 79 123 45 67", None, Kind.VOICEMAIL),
        ("01 42 68 53 00", "FR", Kind.FIXED),
        ("05 42 68 53 00", "FR", Kind.FIXED),
        ("06 38 21 36 54", "FR", Kind.MOBILE),
        ("07 38 21 36 54", "FR", Kind.MOBILE),
        ("0700 1234 567890", "FR", Kind.MOBILE),
        ("09 72 12 34 56", "FR", Kind.NON_GEOGRAPHIC),
        ("0836 12 34 56", "FR", Kind.DATA),
        ("0860 12 34 56", "FR", Kind.DATA),
        ("0884 12 34 56", "FR", Kind.DATA),
        ("+49 30 123456", None, Kind.FOREIGN),
        ("3008", "FR", Kind.SHORT),
        ("3170", "FR", Kind.SHORT),
        ("3179", "FR", Kind.SHORT),
        ("3300", "FR", Kind.SHORT),
        ("117", None, Kind.SHORT),
        ("1811", "CH", Kind.SHORT),
        ("15", "FR", Kind.SHORT),
    ],
)
def test_other_numbers_are_recognised_and_are_no_service_numbers(written: str, country: str | None, kind: Kind) -> None:
    read = read_number(written, country=country)

    assert (read.kind, read.valid, read.class_code, read.payer) == (kind, False, None, None)
    assert read.reason == "not-a-service-number"


@pytest.mark.parametrize(
    ("written", "country", "reason"),
    [
        ("0900 123 45", None, "number-incomplete"),
        ("0900 12", None, "number-incomplete"),
        ("0900 123 4567", None, "number-too-long"),
        ("0902 123 456", None, "number-unassigned"),
        ("0841 123 456", "CH", "number-unassigned"),
        ("0892 70 50 1", "FR", "number-incomplete"),
        ("0892 70 50 123", "FR", "number-too-long"),
        ("00800 1234 567", None, "number-incomplete"),
        ("3615", "CH", "number-incomplete"),
        ("36155", None, "number-incomplete"),
        ("+999 123 456 789", None, "number-unassigned"),
        ("+49 1", None, "number-incomplete"),
        ("1234567890123456789", None, "number-too-long"),
        ("pizza", None, "not-a-number"),
        ("", None, "not-a-number"),
        ("sip:frank@example.org", None, "not-a-number"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(written: str, country: str | None, reason: str) -> None:
    read = read_number(written, country=country)

    assert (read.valid, read.reason) == (False, reason)


def test_only_numbers_with_a_country_code_have_an_e164_form() -> None:
    assert read_number("0900 123 456").e164 == "+41900123456"
    assert read_number("3615").e164 is None
    assert read_number("3615").canonical == "FR:3615"
    assert read_number("nothing").canonical is None


def test_national_digits_have_neither_code_nor_zero() -> None:
    assert [read_number(written).national for written in ("+41 (0)900 123 456", "3615", "00800 1234 5678")] == [
        "900123456",
        "3615",
        "12345678",
    ]


def test_a_french_number_without_prefix_is_read_as_a_swiss_one_where_no_country_is_given() -> None:
    assert read_number("0800 123 456").class_code == "ch-0800"
    assert read_number("0800 123 456", country="FR").class_code == "fr-0800"
    assert read_number("116 117").country == "CH"


def test_a_country_that_is_not_served_is_refused() -> None:
    with pytest.raises(CountryUnknown):
        read_number("0900 123 456", country="DE")


def test_the_family_on_record_decides_who_pays_for_a_short_number() -> None:
    payers = [read_number("3615", family=family).payer for family in (None, *Family)]

    assert payers == [Payer.CALLER, Payer.HOLDER, Payer.ORDINARY, Payer.CALLER]


@pytest.mark.parametrize("written", ["3012", "0900 123 456", "+33 892 705 012", "+33 800 123 456"])
def test_no_family_can_be_recorded_where_the_digits_decide(written: str) -> None:
    with pytest.raises(FamilyFixed):
        read_number(written, family=Family.FREE)


# Where phonenumbers says otherwise, the law wins. Each line holds both, so that a change of either is seen.
@pytest.mark.parametrize(
    ("number", "library", "payer"),
    [
        ("+33820123456", PhoneNumberType.SHARED_COST, Payer.CALLER),
        ("+33825123456", PhoneNumberType.SHARED_COST, Payer.CALLER),
        ("+33810123456", PhoneNumberType.SHARED_COST, Payer.CALLER),
        ("+33806123456", PhoneNumberType.UAN, Payer.ORDINARY),
        ("+33809123456", PhoneNumberType.UAN, Payer.ORDINARY),
        ("+33836123456", PhoneNumberType.PREMIUM_RATE, None),
        ("+33884123456", PhoneNumberType.SHARED_COST, None),
    ],
)
def test_french_08_numbers_are_as_the_law_has_them(number: str, library: int, payer: Payer | None) -> None:
    assert phonenumbers.number_type(phonenumbers.parse(number)) == library
    assert read_number(number).payer is payer


@pytest.mark.parametrize(
    ("digits", "library", "payer"),
    [
        # Free by decision, and not free: the library has all of 31xx as free.
        ("3169", shortnumberinfo.ShortNumberCost.TOLL_FREE, Payer.HOLDER),
        ("3170", shortnumberinfo.ShortNumberCost.TOLL_FREE, None),
    ],
)
def test_french_short_numbers_are_as_the_law_has_them(digits: str, library: int, payer: Payer | None) -> None:
    parsed = phonenumbers.parse(digits, "FR")

    assert shortnumberinfo.expected_cost_for_region(parsed, "FR") == library
    assert read_number(digits, country="FR").payer is payer


def test_a_short_number_is_not_premium_because_the_library_says_so() -> None:
    parsed = phonenumbers.parse("3646", "FR")

    assert shortnumberinfo.expected_cost_for_region(parsed, "FR") == shortnumberinfo.ShortNumberCost.PREMIUM_RATE
    assert read_number("3646", family=Family.ORDINARY).payer is Payer.ORDINARY


_BLANKS = st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", ".", "-", "–", "/", "\u2011", "  "])
_SERVICE = st.sampled_from(sorted(CLASSES)).flatmap(lambda code: st.from_regex(CLASSES[code].pattern, fullmatch=True))


def _spread(draw: st.DrawFn, digits: str) -> str:
    return digits[0] + "".join(draw(_BLANKS) + digit for digit in digits[1:])


@st.composite
def _ways_to_write(draw: st.DrawFn) -> tuple[str, str]:
    """A canonical service number, and one of the ways to write it."""
    number = draw(_SERVICE)
    if number.startswith("FR:"):
        return number, _spread(draw, number[3:])
    code, rest = (number[1:4], number[4:]) if number.startswith("+800") else (number[1:3], number[3:])
    starts = [f"+{code}", f"00{code}"]
    if code != "800":
        starts += [f"+{code}(0)", f"00{code} (0)", f"+{code} 0", "0"]
    return number, draw(st.sampled_from(starts)) + draw(_BLANKS) + _spread(draw, rest)


@given(_ways_to_write())
def test_every_written_form_of_a_number_reads_back_to_it(case: tuple[str, str]) -> None:
    number, written = case
    country = "FR" if number.startswith(("+33", "FR:")) else "CH"

    read = read_number(written, country=country)

    assert (read.canonical, read.valid) == (number, True)


@given(_SERVICE)
def test_shown_and_national_forms_read_back(number: str) -> None:
    country = "FR" if number.startswith(("+33", "FR:")) else "CH"

    assert read_number(display(number), country=country).canonical == number
    assert read_number(national(number), country=country).canonical == number


@given(_SERVICE)
def test_a_number_has_one_class(number: str) -> None:
    fitting = [known.code for known in CLASSES.values() if known.pattern.fullmatch(number)]

    assert len(fitting) == 1
    assert class_of(number) is CLASSES[fitting[0]]


_NUMBERISH = st.text(alphabet="0123456789+ ()-./FR:*#ab\u00a0", max_size=24)


@given(st.one_of(st.text(max_size=30), _NUMBERISH), st.sampled_from([None, "CH", "FR"]))
def test_reading_is_total(written: str, country: str | None) -> None:
    read = read_number(written, country=country)

    assert read.valid == (read.kind is Kind.SERVICE) == (read.payer is not None) == (read.reason is None)
    if read.canonical is not None:
        assert normalise(read.canonical, country=country) == read.canonical


@given(st.from_regex(r"\+(41|33)[1-9][0-9]{4,12}", fullmatch=True))
def test_every_swiss_and_french_number_is_of_one_kind(number: str) -> None:
    read = read_number(number)

    assert read.country in ("CH", "FR")
    assert read.kind is not Kind.FOREIGN
