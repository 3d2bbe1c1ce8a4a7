"""Profiles as documents: whole or refused, with the place of the fault."""

import json
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.routing.blacklist import Blacklist
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.routing.plan import Display
from smartnumbers.core.routing.profile import Profile, ProfileInvalid, document, parse
from smartnumbers.core.routing.treatments import ALWAYS, Chain
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated, charging_document
from tests.unit.core.callcontrol.cast import ADVICE, CHEAP, NOON, SET
from tests.unit.core.routing.golden import CAST, NUMBER, profile_of

CHARGING = ChargingPlan(
    class_code="ch-0900",
    language="fr",
    schedule=(Dated(valid_from=None, version=CHEAP), Dated(valid_from=NOON, version=ADVICE)),
    tariff_set=SET,
    keys=True,
)
BLACKLIST = [
    {"kind": "number", "value": "+41767778899", "until": None},
    {"kind": "prefix", "value": "+4179", "until": 5000},
    {"kind": "country", "value": "FR", "until": None},
    {"kind": "withheld", "value": "", "until": None},
]
LATER = {"name": "Winter", "valid_from": "2026-12-01T00:00:00+01:00", "change": {"otherwise": "duty"}}
MOVE = {
    "name": "Move",
    "begins": "2026-11-30T00:00:00+01:00",
    "ends": "2026-12-02T00:00:00+01:00",
    "change": {
        "otherwise": "who",
        "treatments": {
            "who": {
                "name": "Who",
                "kind": "branches",
                "arms": [{"when": [{"kind": "list", "values": ["vip"], "negated": False}], "then": "office"}],
                "otherwise": "closed",
            }
        },
    },
}
CASE = {
    "profile": {"blacklist": BLACKLIST, "charging": charging_document(CHARGING)},
    "dated": [LATER],
    "temporary": [MOVE],
}
OLD: dict[str, Any] = {
    "format": 2,
    "number": NUMBER,
    "account": "alpina",
    "revision": 14,
    "in_service": True,
    "display": "service-number",
    "limits": {"setups_per_second": 5, "simultaneous": None},
    "chain": [
        {"destination": {"kind": "telephone", "address": "+41445123800"}, "name": "Reception", "ring_seconds": 20},
        {
            "destination": {"kind": "telephone", "address": "+41445123800"},
            "name": "Reception again",
            "ring_seconds": 40,
        },
    ],
    "blacklist": [{"caller": "+41767778899", "until": None}],
    "charging": None,
}


def full() -> Profile:
    profile = profile_of(deepcopy(CASE))
    assert profile is not None
    return profile


def test_a_profile_comes_back_from_its_document() -> None:
    assert parse(json.loads(json.dumps(document(full())))) == full()


def test_a_profile_keeps_what_its_document_says() -> None:
    profile = full()

    assert profile.blacklist == Blacklist(
        numbers={"+41767778899": None}, prefixes={"+4179": 5000}, countries={"FR": None}, withheld=None
    )
    assert [dated.name for dated in profile.plans.dated] == ["", "Winter"]
    assert [temporary.name for temporary in profile.plans.temporary] == ["Move"]
    assert profile.charging == CHARGING
    assert profile.language == "fr"


@pytest.mark.parametrize("written", [1, 2])
def test_a_profile_of_an_earlier_format_is_one_chain_at_every_hour(written: int) -> None:
    profile = parse(OLD | {"format": written})

    (dated,) = profile.plans.dated
    chain = dated.plan.treatments["main"].action
    assert isinstance(chain, Chain)
    assert dated.plan.otherwise == "main"
    assert [(entry.name, entry.ring_seconds, entry.moves_on) for entry in chain.entries] == [
        ("Reception", 20, ALWAYS),
        ("Reception again", 40, ALWAYS),
    ]
    assert dated.plan.display.mode is Display.SERVICE_NUMBER
    assert profile.blacklist == Blacklist(numbers={"+41767778899": None})


def test_a_profile_of_an_earlier_format_comes_back_in_the_present_one() -> None:
    profile = parse(OLD)

    assert parse(json.loads(json.dumps(document(profile)))) == profile


def with_change(path: str, value: Any, source: dict[str, Any]) -> dict[str, Any]:
    changed = deepcopy(source)
    place: Any = changed
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    for part in parents:
        place = place[part]
    place[last] = value
    return changed


PLAN = "plans/dated/0/plan/"
OFFICE = f"{PLAN}treatments/office/"
RECEPTION = "plans.dated[0].plan.treatments.office.entries[0]"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("format", 4, "format"),
        ("number", None, "number"),
        ("revision", "14", "revision"),
        ("revision", True, "revision"),
        ("in_service", 1, "in_service"),
        ("limits/simultaneous", -1, "limits.simultaneous"),
        ("limits", [], "limits"),
        ("charging", [], "charging"),
        ("charging/language", "rm", "charging.language"),
        ("charging/schedule/1/version/tariff/per_minute", -1, "charging.schedule[1].version.tariff.per_minute"),
        ("blacklist/0/kind", "name", "blacklist[0].kind"),
        ("blacklist/0/value", 41, "blacklist[0].value"),
        ("blacklist/1/until", -1, "blacklist[1].until"),
        ("blacklist/2/value", "France", "blacklist[2].value"),
        ("plans", None, "plans"),
        ("plans/dated", [], "plans.dated"),
        ("plans/dated/0/valid_from", 1, "plans.dated[0].valid_from"),
        ("plans/dated/1/valid_from", None, "plans.dated[1].valid_from"),
        ("plans/temporary/0/ends", 0, "plans.temporary[0].ends"),
        ("plans/destinations/reception/address", "0900575123", f"{RECEPTION}.destination"),
        ("plans/destinations/reception/kind", "fax", f"{RECEPTION}.destination"),
        ("plans/destinations/reception/paused", None, f"{RECEPTION}.paused"),
        (f"{OFFICE}entries/0/ring_seconds", 2, f"{RECEPTION}.ring_seconds"),
        ("plans/lists/vip/callers", [1], "lists.vip.callers"),
    ],
)  # fmt: skip
def test_a_broken_document_is_refused_with_the_place_of_the_fault(path: str, value: Any, place: str) -> None:
    with pytest.raises(ProfileInvalid) as caught:
        parse(with_change(path, value, document(full())))

    assert caught.value.parameters["place"] == place


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display", "name"),
        ("chain/0/ring_seconds", 2),
        ("chain/1/destination", {"kind": "fax", "address": "1"}),
        ("chain/1/destination/address", "sip:a b@c"),
        ("chain/1/name", None),
        ("blacklist/0/caller", 41),
    ],
)
def test_a_broken_document_of_an_earlier_format_is_refused(path: str, value: Any) -> None:
    with pytest.raises(ProfileInvalid):
        parse(with_change(path, value, OLD))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_any_other_document_is_refused_and_never_breaks_the_reader(anything: Any) -> None:
    with pytest.raises(ProfileInvalid):
        parse(anything)


@given(
    st.sampled_from(["plans", f"{PLAN}week", f"{PLAN}treatments", f"{OFFICE}entries", f"{PLAN}screening",
                     f"{PLAN}holidays", f"{PLAN}greeting", f"{PLAN}exceptions", "blacklist", "chain"]),
    JSON,
)  # fmt: skip
def test_anything_in_a_field_is_read_or_refused_and_what_is_read_decides(path: str, anything: Any) -> None:
    changed = with_change(path, anything, document(full()))

    with suppress(ProfileInvalid):
        decide(number=NUMBER, profile=parse(changed), caller=Caller("+41791112299", Presentation.ALLOWED), at=NOON)


def test_profiles_share_what_is_equal_in_them() -> None:
    """A hundred thousand of them have to fit into the memory of call control."""
    one, other = parse(document(full())), parse(json.loads(json.dumps(document(full()))))

    first, second = one.plans.dated[0].plan, other.plans.dated[0].plan
    assert all(window is same for window, same in zip(first.week, second.week, strict=True))
    chains = [plan.treatments["office"].action for plan in (first, second)]
    assert all(isinstance(chain, Chain) for chain in chains)
    assert chains[0].entries[0] is chains[1].entries[0]  # type: ignore[union-attr]
    assert first.screening is second.screening
    assert first.lists["vip"] is second.lists["vip"]
    assert len(CAST["lists"]["vip"]["callers"]) == len(first.lists["vip"].numbers) + len(first.lists["vip"].prefixes)
