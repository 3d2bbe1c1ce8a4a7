"""Profiles as documents: whole or refused, with the place of the fault."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.routing.profile import ProfileInvalid, document, parse
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated
from tests.unit.core.callcontrol.cast import ADVICE, CHEAP, NOON, PROFILE, SET

PRICED = replace(
    PROFILE,
    charging=ChargingPlan(
        class_code="ch-0900",
        language="fr",
        schedule=(Dated(valid_from=None, version=CHEAP), Dated(valid_from=NOON, version=ADVICE)),
        tariff_set=SET,
        keys=True,
    ),
)


def test_a_profile_comes_back_from_its_document() -> None:
    for profile in (PROFILE, PRICED):
        assert parse(json.loads(json.dumps(document(profile)))) == profile


def test_a_profile_of_the_time_before_prices_is_read_and_says_nothing_of_money() -> None:
    old = {name: value for name, value in document(PRICED).items() if name != "charging"} | {"format": 1}

    assert parse(old) == PROFILE


def with_change(path: str, value: Any) -> dict[str, Any]:
    changed = deepcopy(document(PRICED))
    place: Any = changed
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    for part in parents:
        place = place[part]
    place[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("format", 3, "format"),
        ("number", None, "number"),
        ("revision", "14", "revision"),
        ("revision", True, "revision"),
        ("in_service", 1, "in_service"),
        ("display", "name", "display"),
        ("chain/0/ring_seconds", 2, "chain[0].ring_seconds"),
        ("chain/1/destination", {"kind": "fax", "address": "1"}, "chain[1].destination"),
        ("chain/1/destination/address", "0900575123", "chain[1].destination"),
        ("chain/2/destination/address", "sip:a b@c", "chain[2].destination"),
        ("blacklist/0/caller", 41, "blacklist[0].caller"),
        ("limits/simultaneous", -1, "limits.simultaneous"),
        ("limits", [], "limits"),
        ("charging", [], "charging"),
        ("charging/language", "rm", "charging.language"),
        ("charging/schedule/1/version/tariff/per_minute", -1, "charging.schedule[1].version.tariff.per_minute"),
    ],
)
def test_a_broken_document_is_refused_with_the_place_of_the_fault(path: str, value: Any, place: str) -> None:
    with pytest.raises(ProfileInvalid) as caught:
        parse(with_change(path, value))

    assert caught.value.parameters["place"] == place


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_any_other_document_is_refused_and_never_breaks_the_reader(anything: Any) -> None:
    with pytest.raises(ProfileInvalid):
        parse(anything)
