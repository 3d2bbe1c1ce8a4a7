"""The table of the reference page says what the rows say."""

from datetime import date
from pathlib import Path

from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.rulebook import Ceiling
from smartnumbers.core.numbering.rules import CLASSES, rules_at

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "numbers.md"


def _amount(ceiling: Ceiling | None) -> str:
    if ceiling is None:
        return ""
    return amount_text(ceiling.amount) if ceiling.amount else "–"


def _row(class_code: str) -> list[str]:
    rules = rules_at(class_code=class_code, on=date(2026, 11, 22))
    assert rules is not None
    return [
        f"`{class_code}`",
        CLASSES[class_code].label,
        rules.payer,
        rules.basis,
        _amount(rules.ceilings.per_minute),
        _amount(rules.ceilings.per_call),
        _amount(rules.ceilings.total),
        rules.source,
        rules.confidence,
    ]


def test_the_reference_page_has_the_rows_in_force() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    written = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith(("| `ch-", "| `fr-", "| `uifn-"))
    ]

    assert sorted(written) == sorted(_row(class_code) for class_code in CLASSES)
