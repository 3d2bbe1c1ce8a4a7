"""Charging plans: documents that come back, and what of a plan holds for one call."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.rules import Family
from smartnumbers.core.tariffs.charging import (
    Charging,
    ChargingPlan,
    Dated,
    charging_at,
    charging_document,
    held_document,
    parse_charging,
    parse_held,
    version_at,
)
from smartnumbers.core.tariffs.tariff import TariffInvalid
from tests.unit.core.tariffs.cast import AFTERNOON, FRENCH, NOON, PREMIUM, SET, SHARED, plans

PLAN = ChargingPlan(
    class_code="ch-0900",
    language="de",
    schedule=(
        Dated(valid_from=None, version=PREMIUM),
        Dated(valid_from=AFTERNOON, version=replace(PREMIUM, version=2)),
    ),
    tariff_set=SET,
    keys=True,
    recording="ab" * 32,
)


def held(plan: ChargingPlan, at: int) -> Charging:
    charging = charging_at(plan, at)
    assert charging is not None
    return charging


@given(plans())
def test_a_plan_comes_back_from_its_document(plan: ChargingPlan) -> None:
    assert parse_charging(json.loads(json.dumps(charging_document(plan)))) == plan


@given(plans(), st.integers(NOON, AFTERNOON))
def test_what_holds_for_a_call_comes_back_from_its_document(plan: ChargingPlan, at: int) -> None:
    charging = charging_at(plan, at)

    assert charging is None or parse_held(json.loads(json.dumps(held_document(charging)))) == charging


def test_a_version_holds_from_its_instant_on() -> None:
    assert [held(PLAN, at).version.version for at in (NOON, AFTERNOON - 1, AFTERNOON)] == [1, 1, 2]


def test_before_the_first_version_there_is_no_charging() -> None:
    later = replace(PLAN, schedule=PLAN.schedule[1:])

    assert charging_at(later, AFTERNOON - 1) is None
    assert charging_at(replace(PLAN, schedule=()), AFTERNOON) is None
    assert version_at(plan=later, at=AFTERNOON) is not None


def test_a_price_to_be_announced_is_that_of_the_band_at_the_beginning_and_stays() -> None:
    charging = held(PLAN, NOON)

    assert charging.version.bands == ()
    assert charging.version.tariff.per_minute == 3_500_000
    assert charging.announcement is not None
    assert "3 Franken 50 pro Minute" in charging.announcement.text


def test_a_price_that_may_change_silently_keeps_its_bands() -> None:
    charging = held(replace(PLAN, class_code="ch-0848", schedule=(Dated(valid_from=None, version=SHARED),)), NOON)

    assert charging.version == SHARED
    assert (charging.announcement, charging.duty.announce) == (None, False)


def test_where_consent_is_due_the_announcement_asks_for_it() -> None:
    dear = replace(PREMIUM, bands=(), tariff=replace(PREMIUM.tariff, per_minute=6_000_000))
    charging = held(replace(PLAN, schedule=(Dated(valid_from=None, version=dear),)), NOON)

    assert charging.duty.consent
    assert charging.announcement is not None
    assert charging.announcement.text.endswith("Drücken Sie die 1, um zuzustimmen.")


def test_a_french_announcement_ends_with_a_beep() -> None:
    charging = held(
        replace(PLAN, class_code="fr-089", language="fr", schedule=(Dated(valid_from=None, version=FRENCH),)), NOON
    )

    assert charging.announcement is not None
    assert (charging.announcement.beep, charging.announcement.recording) == (True, "ab" * 32)
    assert (charging.duty.pause_ms, charging.duty.skip_key, charging.duty.consent) == (0, "#", False)


def test_a_class_without_rules_owes_nothing() -> None:
    charging = held(replace(PLAN, class_code="unknown"), NOON)

    assert (charging.duty.announce, charging.announcement) == (False, None)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("language", "rm", "language"),
        ("keys", None, "keys"),
        ("recording", 1, "recording"),
        ("schedule/1/valid_from", None, "schedule[1].valid_from"),
        ("schedule/0/valid_from", AFTERNOON, "schedule[1].valid_from"),
        ("schedule/0/version/version", 0, "schedule[0].version.version"),
        ("schedule/0/version/timezone", "Europe/Bern", "schedule[0].version.timezone"),
        ("schedule/0/version/timezone", "Europe", "schedule[0].version.timezone"),
        ("schedule/0/version/tariff/currency", "franc", "schedule[0].version.tariff.currency"),
        ("schedule/0/version/bands/0/end", 1441, "schedule[0].version.bands[0].end"),
        ("schedule/0/version/bands/0/end", 0, "schedule[0].version.bands[0].end"),
        ("schedule/0/version/bands/0/days", [7], "schedule[0].version.bands[0].days"),
        ("schedule/0/version/bands/0/days", [], "schedule[0].version.bands[0].days"),
        ("schedule/0/version/bands/0/days", [True], "schedule[0].version.bands[0].days"),
        ("schedule/0/version/vat", 1_000_001, "schedule[0].version.vat"),
        ("schedule/0/version/costs", {"fixed": 1}, "schedule[0].version.costs.mobile"),
        ("tariff_set/slots", {"91": {}}, "tariff_set.slots.91"),
        ("tariff_set/slots", {"01": {}}, "tariff_set.slots.01"),
        ("tariff_set/fees", {"1": {"name": "x", "amount": -1}}, "tariff_set.fees.1.amount"),
    ],
)
def test_a_broken_document_is_refused_with_the_field_of_the_fault(path: str, value: Any, field: str) -> None:
    changed = deepcopy(charging_document(PLAN))
    place: Any = changed
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    for part in parents:
        place = place[part]
    place[last] = value

    with pytest.raises(TariffInvalid) as caught:
        parse_charging(changed)

    assert caught.value.parameters["field"] == field


def test_a_family_is_read_back_and_older_documents_have_none() -> None:
    short = replace(PLAN, class_code="fr-36", family=Family.FREE, schedule=(Dated(valid_from=None, version=FRENCH),))
    document = json.loads(json.dumps(charging_document(short)))

    assert parse_charging(document) == short
    assert parse_held(json.loads(json.dumps(held_document(held(short, NOON))))).family is Family.FREE
    assert held(short, NOON).announcement is None
    assert held(replace(short, family=None), NOON).announcement is not None
    del document["family"]
    assert parse_charging(document).family is None


@pytest.mark.parametrize(("class_code", "family"), [("fr-36", "dear"), ("fr-36", 1), ("ch-0900", "free")])
def test_a_family_that_cannot_be_is_refused(class_code: str, family: object) -> None:
    with pytest.raises(TariffInvalid) as caught:
        parse_charging(charging_document(PLAN) | {"class_code": class_code, "family": family})

    assert caught.value.parameters["field"] == "family"


def test_bands_that_overlap_are_refused() -> None:
    changed = charging_document(PLAN)
    changed["schedule"][0]["version"]["bands"] *= 2

    with pytest.raises(TariffInvalid, match="overlaps"):
        parse_charging(changed)
