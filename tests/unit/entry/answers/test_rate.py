"""`smartnumbers rate`: the table of cases of the documentation, and what is refused."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating.callcolumns import columns_of
from smartnumbers.core.rating.columns import rate_columns
from smartnumbers.entry.answers.rate import rated_case, read_case
from smartnumbers.entry.commands.rate import command

ROOT = Path(__file__).parents[4]
CASES = json.loads((ROOT / "tests/golden/rating/cases.json").read_text(), parse_float=Decimal)


def _case(**changes: Any) -> dict[str, Any]:
    tariff = {"currency": "CHF", "per_call": "10", "per_minute": "5", "cap": "400"}
    return {"duration": 300, "timeline": [{"at": 0, "tariff": tariff}], **changes}


def _with_tariff(**changes: Any) -> dict[str, Any]:
    return _case(timeline=[{"at": 0, "tariff": {"currency": "CHF", "per_minute": "1", **changes}}])


def _with_change(*, at: Any = 60, **tariff: Any) -> dict[str, Any]:
    return _case(timeline=[*_case()["timeline"], {"at": at, "tariff": tariff}])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case_of_the_documentation(case: dict[str, Any]) -> None:
    rated = rated_case(case["input"])

    assert (rated["amount"], rated["billed_seconds"]) == (case["amount"], case["billed_seconds"])
    assert sum(Fraction(segment["exact"]) for segment in rated["segments"]) == Fraction(rated["exact"])


def test_cases_of_the_documentation_in_columns() -> None:
    rated = rate_columns(columns_of([read_case(case["input"]) for case in CASES]))

    assert [Fraction(amount, MILLION) for amount in rated.amounts.tolist()] == [
        Fraction(case["amount"]) for case in CASES
    ]
    assert (rated.billed_ms // 1000).tolist() == [case["billed_seconds"] for case in CASES]


def test_wrong_case_on_the_command_line_is_one_message_and_status_2() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "smartnumbers.entry", "rate", "--json"],
        input=json.dumps(_case(duration=-1)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "duration: negative [case-invalid]\n")


def test_documentation_and_cases_name_the_same_amounts() -> None:
    page = (ROOT / "docs/explanation/pricing.md").read_text()

    written = re.findall(r"^\| ([a-z-]+) \|.*\| ([0-9.]+) \| ([0-9]+) \|$", page, re.MULTILINE)

    assert written == [(case["case"], case["amount"], str(case["billed_seconds"])) for case in CASES]


@pytest.mark.parametrize(
    ("case", "field"),
    [
        (_case(duration=-1), "duration"),
        (_case(duration="-1"), "duration"),
        (_case(duration=Decimal("NaN")), "duration"),
        (_case(duration=True), "duration"),
        (_case(duration=None), "duration"),
        (_case(duration="1e3"), "duration"),
        (_case(duration=Decimal("0.0005")), "duration"),
        (_case(duration=Decimal("1e1000000000")), "duration"),
        ({"timeline": _case()["timeline"]}, "duration"),
        ({"duration": 1}, "timeline"),
        (_case(timeline=[]), "timeline"),
        (_case(timeline={}), "timeline"),
        (_case(timeline=[{"at": 1, "tariff": {"currency": "CHF"}}]), "timeline[0].at"),
        (_case(timeline=[{"tariff": {"currency": "CHF"}}]), "timeline[0].at"),
        (_case(timeline=[{"at": 0}]), "timeline[0].tariff"),
        (_case(timeline=[{"at": 0, "tariff": 5}]), "timeline[0].tariff"),
        (_case(timeline=[5]), "timeline[0]"),
        (_case(timeline=[{"at": 0, "tariff": {"per_call": 1}}]), "timeline[0].tariff.currency"),
        (_case(timeline=[{"at": 0, "tariff": {"currency": "chf"}}]), "timeline[0].tariff.currency"),
        (
            _case(timeline=[{"at": 0, "tariff": {"currency": "CHF"}, "charge_per_call": 1}]),
            "timeline[0].charge_per_call",
        ),
        (_with_tariff(per_minute="-1"), "timeline[0].tariff.per_minute"),
        (_with_tariff(per_minute="0.0000001"), "timeline[0].tariff.per_minute"),
        (_with_tariff(per_call=Decimal("Infinity")), "timeline[0].tariff.per_call"),
        (_with_tariff(per_call=None), "timeline[0].tariff.per_call"),
        (_with_tariff(per_call="1000000000000"), "timeline[0].tariff.per_call"),
        (_with_tariff(cap="x"), "timeline[0].tariff.cap"),
        (_with_tariff(increment_s=0), "timeline[0].tariff.increment_s"),
        (_with_tariff(increment_s="1.5"), "timeline[0].tariff.increment_s"),
        (_with_tariff(minimum_s=[]), "timeline[0].tariff.minimum_s"),
        (_with_tariff(max_s=-1), "timeline[0].tariff.max_s"),
        (_with_tariff(rounding={"to": "0", "mode": "up"}), "timeline[0].tariff.rounding.to"),
        (_with_tariff(rounding={"to": "0.01", "mode": "away"}), "timeline[0].tariff.rounding.mode"),
        (_with_tariff(rounding={"to": "0.01", "mode": ["up"]}), "timeline[0].tariff.rounding.mode"),
        (_with_tariff(rounding={"to": "0.01"}), "timeline[0].tariff.rounding.mode"),
        (_with_tariff(rounding="up"), "timeline[0].tariff.rounding"),
        (_with_tariff(per_second="1"), "timeline[0].tariff.per_second"),
        (_with_change(at=0), "timeline[1].at"),
        (_with_change(currency="EUR"), "timeline[1].tariff.currency"),
        (_with_change(cap="300"), "timeline[1].tariff.cap"),
        (_with_change(cap=None), "timeline[1].tariff.cap"),
        (_with_change(free_s=1), "timeline[1].tariff.free_s"),
        (_with_change(rounding={"to": "0.01", "mode": "up"}), "timeline[1].tariff.rounding"),
        (_case(fees=5), "fees"),
        (_case(fees=[5]), "fees[0]"),
        (_case(fees=[{"at": 1}]), "fees[0].amount"),
        (_case(fees=[{"at": -1, "amount": 1}]), "fees[0].at"),
        (_case(fees=[{"at": 1, "amount": "-1"}]), "fees[0].amount"),
        (_case(fees=[{"at": 1, "amount": "1", "label": 5}]), "fees[0].label"),
        (_case(tariff={}), "tariff"),
        (5, "case"),
    ],
)
def test_wrong_input_is_refused_and_its_field_named(case: Any, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        rated_case(case)

    assert refused.value.parameters["field"] == field
    assert field in str(refused.value)


def test_change_may_repeat_the_terms() -> None:
    repeated = _with_change(per_minute="1", cap="400.00", increment_s="1", minimum_s=0, currency="CHF", rounding=None)

    assert rated_case(repeated)["amount"] == rated_case(_with_change(per_minute="1"))["amount"] == "19.000000"


def test_numbers_in_json_are_read_exactly() -> None:
    source = '{"duration": 60.001, "timeline": [{"at": 0, "tariff": {"currency": "EUR", "per_minute": 0.100001}}]}'

    ran = CliRunner().invoke(command, ["--json"], input=source)

    assert json.loads(ran.stdout)["exact"] == str(Fraction("0.100001") / 60 * 61)


@pytest.mark.parametrize("source", ["", "{", "NaN", "[[[[", '{"duration":1,"duration":2}', "[" * 100_000])
def test_what_is_no_json_is_refused(source: str) -> None:
    ran = CliRunner().invoke(command, ["--json"], input=source)

    assert isinstance(ran.exception, DomainError)


def test_array_gives_results_and_errors() -> None:
    source = json.dumps([_case(), _case(duration=-1), 5])

    ran = CliRunner().invoke(command, ["--json"], input=source)

    good, bad, none = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert good["amount"] == "35.000000"
    assert bad == {"error": {"code": "case-invalid", "field": "duration", "message": "duration: negative"}}
    assert none["error"]["field"] == "case"


def test_people_get_sentences() -> None:
    tariff = {
        "currency": "CHF",
        "per_call": "1",
        "per_minute": "0.07",
        "free_s": 10,
        "minimum_s": 60,
        "increment_s": 60,
        "cap": "4.56",
        "max_s": 300,
        "rounding": {"to": "0.05", "mode": "half_even"},
    }
    case = {
        "duration": 400,
        "timeline": [{"at": 0, "tariff": tariff}],
        "fees": [{"at": 5, "amount": 3, "label": "Photo"}, {"at": 6, "amount": "2"}],
    }

    ran = CliRunner().invoke(command, [], input=json.dumps([case, 5]))

    assert ran.stdout.splitlines() == [
        "The call counts up to its maximum of 300 s.",
        "Free from 0 s to 10 s.",
        "Price per call, at 0 s: CHF 1.00.",
        "Fee agreed at 5 s (Photo): CHF 3.00.",
        "Fee agreed at 6 s: CHF 2.00.",
        "From 10 s to 300 s, 290 s at CHF 0.07 a minute: CHF 0.338333333333.",
        "Together: CHF 6.338333333333.",
        "A call costs at most CHF 4.56.",
        "Rounded to the nearest, halves to the even one, to a multiple of CHF 0.05.",
        "The call costs CHF 4.55; 290 s are billed.",
        "",
        "case: expected an object [case-invalid]",
    ]
