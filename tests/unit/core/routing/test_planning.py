"""Plans as documents: what cannot be read is refused with its place and the reason."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from smartnumbers.core.routing.planning import PlanInvalid, parse_plan, plan_document
from tests.unit.core.routing.golden import CAST
from tests.unit.core.routing.plans import DESTINATIONS, LISTS, plan_documents

M = {"texts": {}, "languages": [], "recording": None}
WINDOW = {"day": 0, "start": 480, "end": 720, "treatment": "office"}
ENTRY = {"destination": "reception", "ring_seconds": 20, "moves_on": [], "weight": 1}


def parsed(document: Any) -> Any:
    return parse_plan(document, destinations=CAST["destinations"], lists=CAST["lists"])


@given(plan_documents)
def test_a_plan_comes_back_from_its_document(source: Any) -> None:
    plan = parse_plan(source, destinations=DESTINATIONS, lists=LISTS)

    again = parse_plan(json.loads(json.dumps(plan_document(plan))), destinations=DESTINATIONS, lists=LISTS)

    assert again == plan


def test_the_document_of_a_plan_is_the_one_it_was_read_from() -> None:
    assert plan_document(parsed(CAST["plans"]["alpina"])) == CAST["plans"]["alpina"]


def changed(path: str, value: Any) -> Any:
    document = deepcopy(CAST["plans"]["alpina"])
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place = document
    for part in parents:
        place = place[part]
    place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "place", "reason"),
    [
        ("zone", "Europe/Bern", "zone", "unknown"),
        ("zone", "../etc/passwd", "zone", "unknown"),
        ("week", [WINDOW] * 501, "week", "too-many"),
        ("week", [WINDOW | {"start": 481}], "week[0].start", "not-on-raster"),
        ("week", [WINDOW | {"end": 485}], "week[0].end", "not-on-raster"),
        ("week", [WINDOW | {"end": 480}], "week[0].end", "ends-too-early"),
        ("week", [WINDOW | {"end": 1455}], "week[0].end", "out-of-range"),
        ("week", [WINDOW, WINDOW | {"day": 7}], "week[1].day", "out-of-range"),
        ("week", [WINDOW | {"day": True}], "week[0].day", "wrong-kind"),
        ("week", ["Monday"], "week[0]", "wrong-kind"),
        ("treatments/office/kind", "fax", "treatments.office.kind", "unknown"),
        ("treatments/office/name", "x" * 81, "treatments.office.name", "too-long"),
        ("treatments/a b", {}, "treatments.a b", "not-an-id"),
        ("treatments", {f"t{n}": {"name": "", "kind": "announcement", "message": M} for n in range(101)},
         "treatments", "too-many"),
        ("treatments/office/entries", [ENTRY] * 21, "treatments.office.entries", "too-many"),
        ("treatments/office/entries/0", ENTRY | {"destination": "nobody"},
         "treatments.office.entries[0].destination", "unknown"),
        ("treatments/office/entries/0", ENTRY | {"ring_seconds": 181},
         "treatments.office.entries[0].ring_seconds", "out-of-range"),
        ("treatments/office/entries/0", ENTRY | {"moves_on": ["tired"]},
         "treatments.office.entries[0].moves_on", "unknown"),
        ("treatments/office/strategy", "best", "treatments.office.strategy", "unknown"),
        ("treatments/closed/message/texts", {"de": "x" * 1001}, "treatments.closed.message.texts.de", "too-long"),
        ("treatments/closed/message/texts", {"rm": ""}, "treatments.closed.message.texts.rm", "unknown"),
        ("treatments/closed/message/languages", ["de", "de"], "treatments.closed.message.languages[1]", "unknown"),
        ("treatments/box/max_seconds", 4, "treatments.box.max_seconds", "out-of-range"),
        ("holidays/region", "CH-XX", "holidays.region", "unknown"),
        ("special_days/0/day", 31, "special_days[0].day", "not-a-date"),
        ("exceptions/0/begins", "2026-13-01T00:00", "exceptions[0].begins", "not-a-date"),
        ("exceptions/0/begins", "2026-12-24", "exceptions[0].begins", "not-a-date"),
        ("exceptions/0/begins", "2026-12-24T12:00+01:00", "exceptions[0].begins", "not-a-date"),
        ("exceptions/0/ends", "2026-12-24T12:00", "exceptions[0].ends", "ends-too-early"),
        ("screening/welcome", ["friends"], "screening.welcome[0]", "unknown"),
        ("screening/countries", ["Suisse"], "screening.countries[0]", "unknown"),
        ("screening/limit", {"calls": 0, "seconds": 60}, "screening.limit.calls", "out-of-range"),
        ("display/mode", "name", "display.mode", "unknown"),
        ("display", None, "display", "missing"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_in_its_place(path: str, value: Any, place: str, reason: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        parsed(changed(path, value))

    assert caught.value.parameters == {"place": place, "reason": reason}


@pytest.mark.parametrize(
    ("kind", "values", "reason"),
    [
        ("region", ["ch-01"], "unknown"),
        ("region", [], "missing"),
        ("line", ["satellite"], "unknown"),
        ("country", ["ch"], "unknown"),
        ("list", ["friends"], "unknown"),
        ("known", ["91"], "unknown"),
        ("known", ["1", "2"], "too-many"),
        ("share", ["101"], "unknown"),
        ("share", ["٣"], "unknown"),
        ("withheld", ["yes"], "too-many"),
    ],
)
def test_a_condition_takes_the_values_of_its_kind(kind: str, values: list[str], reason: str) -> None:
    arm = {"when": [{"kind": kind, "values": values, "negated": False}], "then": "office"}
    branches = {"name": "", "kind": "branches", "arms": [arm], "otherwise": "closed"}

    with pytest.raises(PlanInvalid) as caught:
        parsed(changed("treatments/who", branches))

    place = "treatments.who.arms[0].when[0].values" + ("[0]" if reason == "unknown" else "")
    assert caught.value.parameters == {"place": place, "reason": reason}


def test_a_plan_may_name_treatments_that_are_not_there_yet() -> None:
    assert parsed(changed("otherwise", "later")).otherwise == "later"


def test_five_hundred_windows_are_looked_up_as_few_are() -> None:
    quarters = [WINDOW | {"day": n // 90, "start": 15 * (n % 90), "end": 15 * (n % 90) + 15} for n in range(500)]

    plan = parsed(changed("week", quarters))

    assert [plan.timetable[n // 90 * 96 + n % 90] for n in range(500)] == list(range(1, 501))
