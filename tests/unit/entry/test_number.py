"""`smartnumbers number show`."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from smartnumbers.core.numbering.rules import FamilyFixed
from smartnumbers.entry.command_line import root


def show(*arguments: str) -> Result:
    """The outcome of the command."""
    return CliRunner().invoke(root, ["number", "show", *arguments])


def shown(*arguments: str) -> dict[str, Any]:
    """The JSON object that it prints."""
    outcome = show(*arguments, "--json")
    assert outcome.exit_code == 0, outcome.output
    found: dict[str, Any] = json.loads(outcome.stdout)
    return found


def test_a_service_number_comes_with_its_class_and_rules() -> None:
    found = shown("0901 123 456")

    assert {key: found[key] for key in ("e164", "country", "class", "payer", "valid")} == {
        "e164": "+41901123456",
        "country": "CH",
        "class": "ch-0901",
        "payer": "caller",
        "valid": True,
    }
    assert (found["national"], found["reason"]) == ("0901 123 456", None)
    assert found["rules"]["ceilings"]["total"]["amount"] == "400"
    assert found["rules"]["vat_percent"] == "8.1"


def test_a_short_number_has_a_canonical_form_and_no_e164() -> None:
    found = shown("3615")

    assert (found["e164"], found["canonical"], found["national"], found["country"]) == (None, "FR:3615", "36 15", "FR")


def test_the_country_says_how_a_national_number_is_read() -> None:
    assert shown("0800 123 456")["class"] == "ch-0800"
    assert shown("0800 123 456", "--country", "FR")["class"] == "fr-0800"
    assert shown("0800 123 456", "--country", "fr")["class"] == "fr-0800"


def test_the_family_of_a_short_number_can_be_given() -> None:
    found = shown("3646", "--family", "ordinary")

    assert (found["payer"], found["rules"]["display"]["colour"]) == ("ordinary", "grey")


def test_the_rules_of_another_day_can_be_asked_for() -> None:
    assert shown("0900 123 456", "--on", "2023-06-30")["rules"]["vat_percent"] == "7.7"
    assert shown("0900 123 456", "--on", "1999-01-01")["rules"] is None


@pytest.mark.parametrize("written", ["044 512 38 00", "pizza", "", "0900 12"])
def test_what_is_no_service_number_is_shown_all_the_same(written: str) -> None:
    found = shown(written)

    assert (found["valid"], found["class"], found["payer"], found["rules"]) == (False, None, None, None)
    assert found["reason"]
    assert show(written).exit_code == 0


@pytest.mark.parametrize("arguments", [("--country", "DE"), ("--family", "dear"), ("--on", "tomorrow")])
def test_wrong_use_is_exit_status_2(arguments: tuple[str, str]) -> None:
    assert show("3615", *arguments).exit_code == 2


def test_a_family_where_the_digits_decide_is_refused() -> None:
    assert isinstance(show("0900 123 456", "--family", "free").exception, FamilyFixed)


def test_people_read_it_in_lines() -> None:
    lines = show("0848 123 456").stdout.splitlines()

    assert lines[0] == "0848 123 456  class ch-0848, caller and holder share the cost"
    assert "  at most 0.075 CHF per minute (without VAT): OST art. 39a" in lines
