"""The cases of docs/explanation/routing.md: each decision with all its reasons."""

from typing import Any

import pytest

from smartnumbers.core.routing.tracecodes import TraceCode
from tests.unit.core.routing.golden import cases, decided, written_decision

CASES = dict(cases())


@pytest.mark.parametrize("name", CASES)
def test_case_of_the_documentation(name: str) -> None:
    case: dict[str, Any] = CASES[name]

    assert written_decision(decided(case)) == case["decision"]


def test_the_cases_show_everything_that_a_trace_can_say() -> None:
    said = {step.split()[0] for case in CASES.values() for step in case["decision"]["trace"]}

    assert said == set(TraceCode)
