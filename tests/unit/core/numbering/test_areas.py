"""Where a number comes from, as far as its digits tell."""

import phonenumbers
import pytest

from smartnumbers.core.numbering.areas import AREAS, REGIONS, line_of, regions_of
from smartnumbers.core.numbering.countries import country_of
from smartnumbers.core.numbering.premium import is_premium


@pytest.mark.parametrize(
    ("number", "regions"),
    [
        ("+41443001122", ("ch-044", "ch-de")),
        ("+41213001122", ("ch-021", "ch-fr")),
        ("+41913001122", ("ch-091", "ch-it")),
        ("+41263001122", ("ch-026", "ch-fr", "ch-de")),
        ("+33142685300", ("fr-01",)),
        ("+33972001122", ("fr-09",)),
        ("+41791112233", ()),
        ("+41581112233", ()),
        ("+33612345678", ()),
        ("+41800123789", ()),
        ("+33899123456", ()),
        ("+4144300112", ()),
        ("+493012345678", ()),
        ("", ()),
    ],
)
def test_area_and_language_of_a_number(number: str, regions: tuple[str, ...]) -> None:
    assert regions_of(number) == regions
    assert set(regions) <= REGIONS


def test_every_swiss_area_of_the_numbering_plan_has_a_name_and_a_language() -> None:
    swiss = [area for code, area in AREAS.items() if code.startswith("ch-")]

    assert len(swiss) == 20
    assert all(area.name and area.languages for area in swiss)


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("+41443001122", "fixed"),
        ("+41581112233", "fixed"),
        ("+41791112233", "mobile"),
        ("+33972001122", "fixed"),
        ("+33612345678", "mobile"),
        ("+337001234567890", "mobile"),
        ("+41800123789", ""),
        ("+4915112345678", ""),
        ("FR:3615", ""),
    ],
)
def test_fixed_and_mobile_numbers(number: str, line: str) -> None:
    assert line_of(number) == line


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+41443001122", "CH"),
        ("+33142685300", "FR"),
        ("FR:3615", "FR"),
        ("+4915112345678", "DE"),
        ("+12125550123", "US"),
        ("+14165550123", "CA"),
        ("+18765550123", "JM"),
        ("+77012345678", "KZ"),
        ("+79161234567", "RU"),
        ("+441534123456", "JE"),
        ("+442079460000", "GB"),
        ("+390669812345", "VA"),
        ("+423123456", "LI"),
        ("+80012345678", ""),
        ("+999", ""),
        ("", ""),
    ],
)
def test_country_of_a_number(number: str, country: str) -> None:
    assert country_of(number) == country


def test_countries_are_those_that_phonenumbers_has_for_its_example_numbers() -> None:
    """Where a code is shared, mobile numbers of small parts may count for the country the code is named for."""
    different = []
    for region in phonenumbers.SUPPORTED_REGIONS:
        example = phonenumbers.example_number(region)
        assert example is not None
        number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        if country_of(number) != region:
            different.append(region)

    assert sorted(different) == ["BL", "CC", "CX", "EH", "MF", "TA"]


@pytest.mark.parametrize(
    ("number", "premium"),
    [
        ("+41900123456", True),
        ("+41901123456", True),
        ("+41906123456", True),
        ("+41902123456", True),
        ("+33899123456", True),
        ("FR:3615", True),
        ("FR:3008", False),
        ("+41848123456", False),
        ("+41800123789", False),
        ("+33805123456", False),
        ("+41443001122", False),
        ("", False),
    ],
)
def test_premium_numbers(number: str, premium: bool) -> None:
    assert is_premium(number) is premium
