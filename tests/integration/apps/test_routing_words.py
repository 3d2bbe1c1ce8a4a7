"""Words for routing: every code that there is has a sentence, in each of the four languages."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.utils.translation import override

from smartnumbers.apps.plans.models import BlockedKind
from smartnumbers.apps.plans.wording import (
    BLOCKED_KINDS,
    CHANGES,
    CONDITIONS,
    DIFFERENCES,
    DISPLAYS,
    FAULTS,
    FINDINGS,
    KINDS,
    OUTCOMES,
    REFUSALS,
    SEVERITIES,
    STRATEGIES,
    TRACE,
    change_words,
    finding_words,
    trace_words,
)
from smartnumbers.core.routing import check, difference
from smartnumbers.core.routing.check import Finding, Severity
from smartnumbers.core.routing.decision import Refusal
from smartnumbers.core.routing.difference import Change
from smartnumbers.core.routing.plan import Display
from smartnumbers.core.routing.tracecodes import TraceCode
from smartnumbers.core.routing.treatments import ConditionKind, MoveOn, Strategy

LANGUAGES = ("de", "fr", "it", "en")
TABLES = (
    BLOCKED_KINDS, CHANGES, CONDITIONS, DIFFERENCES, DISPLAYS, FAULTS, FINDINGS, KINDS, OUTCOMES, REFUSALS, SEVERITIES,
    STRATEGIES, TRACE,
)  # fmt: skip

# Values of every name that a trace can have.
TRACED: dict[str, str | int] = {
    "number": "+41800123789", "revision": 7, "name": "Weihnachten", "since": 1_800_000_000_000,
    "until": 1_800_000_060_000, "list": "VIP", "prefix": "+4179", "country": "DE", "calls": 3, "seconds": 60,
    "key": "5", "time": "2026-12-24T18:05", "zone": "Europe/Zurich", "day": 3, "begins": "2026-12-24T16:00",
    "ends": "2026-12-27T00:00", "treatment": "Ansage", "region": "CH-ZH", "start": 480, "end": 720,
    "strategy": "by-weight", "destinations": 3, "first": "Pikett", "destination": "Bern", "arm": 2, "flow": "menu",
}  # fmt: skip
FOUND: dict[str, str | int] = {
    **TRACED, "first": "Büro", "second": "Ansage", "names": "A → B → A", "numbers": "+41800123789 → +41800123788",
    "earlier": 1, "patience": 40, "rung": 12, "address": "+41445123800", "languages": "de, fr", "written": "{name}",
    "email": "nobody", "date": "2027-03-28", "reason": "premium",
}  # fmt: skip
CHANGED: dict[str, Any] = {
    **TRACED, "from": "Ansage", "to": "Pikett", "days": [0, 1, 2, 3, 4], "start": 540, "end": 720,
    "month": 12, "day": 24, "kind": "chain", "worked": ["Christmas Day"], "free": ["Easter Monday"],
    "ring_seconds": 20, "position": 2, "order": ["A", "B"], "language": "fr", "added": ["DE"], "removed": ["FR"],
}  # fmt: skip
SIDES: dict[str, tuple[Any, Any]] = {
    "strategy-changed": ("in-order", "at-once"),
    "treatment-kind-changed": ("chain", "announcement"),
    "display-changed": ("caller", "service-number"),
    "message-languages-changed": (["de"], ["de", "fr"]),
    "moves-on-changed": (["busy"], []),
    "call-limit-changed": (None, {"calls": 3, "seconds": 60}),
    "destination-limit-changed": (None, 3),
    "email-changed": ("a@example.ch", "b@example.ch"),
}


def changes() -> Iterator[Change]:
    """A change of every code there is."""
    for code in difference.CODES:
        before, after = SIDES.get(code, ("Ansage", "Pikett"))
        values: Mapping[str, Any] = {**CHANGED, "from": before, "to": after}
        if code == "list-changed":
            values = {**values, "added": 3, "removed": 1}
        yield Change(code, values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(TraceCode))
def test_every_step_of_a_decision_is_a_sentence(code: TraceCode, language: str) -> None:
    with override(language):
        words = trace_words(code, TRACED)

    assert words.endswith(".") or code == TraceCode.CHAIN_CHOSEN
    assert "=" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_a_sentence(language: str) -> None:
    with override(language):
        for code in check.CODES:
            for place in ("week", "greeting.texts.de"):
                words = finding_words(Finding(code, Severity.ERROR, place, FOUND))
                assert words.endswith("."), code
                assert not words.startswith(code)
        for reason in ("premium", "short", "missing", "not-fixed"):
            found = Finding("display-illegal", Severity.ERROR, "display.mode", {**FOUND, "reason": reason})
            assert not finding_words(found).startswith("display-illegal")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_difference_is_a_sentence(language: str) -> None:
    with override(language):
        for change in changes():
            words = change_words(change)
            assert words.endswith("."), change.code
            assert not words.startswith(change.code)


class Two(dict[str, int]):
    """Two of whatever a sentence asks for: those that count know their words only then."""

    def __missing__(self, name: str) -> int:
        return 2


@pytest.mark.parametrize("language", ["de", "fr", "it"])
def test_no_words_are_left_in_english(language: str) -> None:
    with override(language):
        said = {code: words % Two() for table in TABLES for code, words in table.items()}
    with override("en"):
        english = {code: words % Two() for table in TABLES for code, words in table.items()}

    same = {code for code, words in said.items() if words == english[code]}
    assert same <= {"region", "note", "window"}


def test_the_week_is_told_as_people_say_it() -> None:
    with override("en"):
        saturdays = Change("week-changed", {"days": [5], "start": 540, "end": 720, "from": "Ansage", "to": "Pikett"})
        workdays = Change("week-changed", {"days": [0, 1, 2, 4, 6], "start": 0, "end": 1440, "from": "A", "to": ""})

        assert change_words(saturdays) == "Saturday, 09:00–12:00: Pikett instead of Ansage."
        assert change_words(workdays) == "Monday–Wednesday, Friday, Sunday, all day: nothing instead of A."


def test_a_holiday_is_named_in_the_readers_language() -> None:
    with override("de"):
        assert "Ostermontag" in trace_words("holiday", {**TRACED, "name": "Easter Monday"})


def test_traces_of_records_from_before_there_were_plans_are_still_told() -> None:
    with override("en"):
        assert trace_words("chain-chosen", {"destinations": 2, "first": "A"}) == (
            "The call goes to 2 destinations one after the other, first to A."
        )
        assert trace_words("chain-empty", {}) == "The number has no destination."
        assert trace_words("caller-blocked", {}) == "The caller is blocked."


def test_codes_of_the_core_all_have_words() -> None:
    assert {item.value for item in Refusal} == set(REFUSALS)
    assert {item.value for item in Display} == set(DISPLAYS)
    assert {item.value for item in Strategy} == set(STRATEGIES)
    assert {item.value for item in MoveOn} == set(OUTCOMES)
    assert {item.value for item in ConditionKind} == set(CONDITIONS)
    assert {item.value for item in Severity} == set(SEVERITIES)
    assert set(BlockedKind.values) == set(BLOCKED_KINDS)
