"""`smartnumbers rerate`: what rating again would change, and the corrections."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from smartnumbers.apps.callrecords.models import Correction, SettledMonth
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import assign_tariff
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.entry.command_line import root
from tests.cast import Cast
from tests.charged import charged_call

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
CALLED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")


def run(*words: str) -> Result:
    return CliRunner().invoke(root, ["rerate", "--number", "0901 575 700", *words])


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def refusal(*words: str) -> str:
    result = run(*words)
    assert isinstance(result.exception, DomainError), result.output
    return result.exception.code


@pytest.fixture
def quiz(cast: Cast) -> ServiceNumber:
    """A number at 1.00 a minute with two calls of one minute, and a tariff at 1.50 a minute beside it."""
    access = cast.access(cast.olga)
    number = create_number(access=access, account=cast.alpina, written="0901 575 700", at=BEGIN)
    rows = [ChainRow("044 512 38 00")]
    change_chain(access=access, number=number, rows=rows, expected_revision=None, at=BEGIN)
    books = [
        create_book(
            access=access, account=cast.alpina, class_code="ch-0901", name=code, code=code, at=BEGIN,
            terms=Terms(tariff=Tariff(currency="CHF", per_minute=per_minute), payout_share=500_000),
        )
        for code, per_minute in (("plain", 1_000_000), ("dear", 1_500_000))
    ]  # fmt: skip
    assign_tariff(access=access, number=number, book=books[0], at=BEGIN)
    calls = [charged_call(number=number, at=CALLED, talk_ms=60_000, index=index) for index in range(2)]
    keep_records(node="node1", records=calls, segment="1", offset=1)
    return number


@pytest.mark.usefixtures("quiz")
class TestRerate:
    def test_nothing_changes_by_the_tariff_of_the_time(self) -> None:
        found = answer(*NOVEMBER)

        assert (found["calls"], found["changed"], found["old"], found["new"]) == (2, 0, "2", "2")
        assert (found["difference"], found["applied"], found["differences"]) == ("0", False, [])

    def test_a_dry_run_tells_and_changes_nothing(self) -> None:
        found = answer(*NOVEMBER, "--tariff", "dear")

        assert (found["currency"], found["old"], found["new"], found["difference"]) == ("CHF", "2", "3", "1")
        assert (found["changed"], found["dearer"]) == (2, 2)
        first = found["differences"][0]
        assert (first["old"], first["new"], first["difference"], first["tariff"], first["version"]) == (
            "1", "1.5", "0.5", "dear", 1,
        )  # fmt: skip
        assert first["payout"] == {"old": "0.462535", "new": "0.693802"}
        assert Correction.objects.count() == 0
        text = run(*NOVEMBER, "--tariff", "dear/1").output
        assert "2 rated again, 2 differ, 2 of them dearer" in text
        assert "callers pay: CHF 2.00 -> 3.00 (+1.00)" in text
        assert "--apply writes the corrections" in text

    def test_applied_it_is_written_beside_the_records(self) -> None:
        found = answer(*NOVEMBER, "--tariff", "dear", "--apply", "--reason", "Agreed with the holder")

        assert found["applied"]
        assert {row.reason for row in Correction.objects.all()} == {"Agreed with the holder"}
        assert {str(row.run) for row in Correction.objects.all()} == {found["run"]}
        assert answer(*NOVEMBER)["old"] == "3"
        assert answer(*NOVEMBER, "--tariff", "dear", "--apply")["applied"] is False

    def test_instants_are_half_open(self) -> None:
        def calls(first: str, last: str) -> int:
            return int(answer("--from", first, "--to", last)["calls"])

        assert calls("2026-11-20T10:00", "2026-11-20T10:00:00.001") == 1
        assert calls("2026-11-20T09:00:00Z", "2026-11-20") == 2
        assert calls("2026-11-20T10:00:00.002", "2026-11-20T11:00") == 0

    def test_settled_months_stay(self, cast: Cast) -> None:
        SettledMonth.objects.create(account=cast.alpina, month=date(2026, 11, 1), settled_at=CALLED, settled_by="Olga")

        assert refusal(*NOVEMBER, "--tariff", "dear", "--apply") == "month-settled"
        assert answer(*NOVEMBER, "--tariff", "dear")["changed"] == 2

    def test_mistakes_are_named(self) -> None:
        assert refusal(*NOVEMBER, "--tariff", "none") == "tariff-unknown"
        assert refusal(*NOVEMBER, "--tariff", "dear/9") == "tariff-unknown"
        assert refusal("--from", "yesterday", "--to", "2026-11-30") == "time-unreadable"
        assert refusal("--from", "2026-11-30", "--to", "2026-11-01") == "time-unreadable"
        other = CliRunner().invoke(root, ["rerate", "--number", "0901 111 111", *NOVEMBER])
        assert isinstance(other.exception, DomainError)
        assert other.exception.code == "number-unknown"
