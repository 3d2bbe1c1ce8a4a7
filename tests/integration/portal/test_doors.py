"""Who gets through which door: every address of the portal, for everybody of the cast.

The table below must name every address there is, so that a new page cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from smartnumbers.apps.accounts.models import Role, User
from smartnumbers.apps.accounts.operations import create_api_key
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.carriers.operations import add_carrier
from smartnumbers.apps.plans.models import BlacklistEntry, Destination, RoutingSettings
from smartnumbers.apps.plans.operations.callerlists import CallerRow
from smartnumbers.apps.plans.operations.callerlists import create as create_list
from smartnumbers.apps.plans.operations.callers import block_caller
from smartnumbers.apps.plans.operations.scheduling import schedule_plan
from smartnumbers.apps.reporting.callerrefs import caller_ref
from smartnumbers.apps.reporting.operations.kpis import KpiTerms, set_kpi
from smartnumbers.apps.reporting.operations.notes import add_note
from smartnumbers.apps.tariffbooks.models import PriceListEntry
from smartnumbers.core.routing.carriers import Carrier
from tests.cast import CALLER, NOW, Cast, call_id, call_record
from tests.integration.portal.tariffs import make_tariff

TARGET = KpiTerms(
    name="Calls", measure="calls", query="", target=100, currency="", direction="at-least", period="month"
)
CARRIER = Carrier(id=0, name="Nordtel", host="192.0.2.10")
EVERYBODY, MEMBERS, HOLDERS, OPERATORS = "everybody", "members", "holders", "operators"
PORTAL = "smartnumbers.portal."


@dataclass(frozen=True)
class Door:
    """One address: who may use it, how, and what belongs to Alpina in it ("number", "call", "entry", "tariff", …)."""

    who: str
    method: str = "get"
    of: tuple[str, ...] = ()
    more: tuple[int | str, ...] = ()
    form: dict[str, str] = field(default_factory=dict)


DOORS = {
    "overview": Door(MEMBERS),
    "overview-today": Door(MEMBERS),
    "kpis": Door(MEMBERS),
    "kpi-add": Door(HOLDERS),
    "kpi-order": Door(HOLDERS, "post"),
    "kpi": Door(HOLDERS, of=("kpi",)),
    "kpi-take-back": Door(HOLDERS, "post", of=("kpi",)),
    "kpi-remove": Door(HOLDERS, "post", of=("kpi",)),
    "calls": Door(MEMBERS),
    "calls-look": Door(MEMBERS, "post", form={"column": "price"}),
    "calls-views": Door(MEMBERS, "post", form={"name": "Lost", "query": "result=lost"}),
    "calls-export": Door(MEMBERS, "post", form={"format": "nothing"}),
    "calls-exports": Door(MEMBERS),
    "figures": Door(MEMBERS),
    "figures-part": Door(MEMBERS, more=("waits",)),
    "customers": Door(MEMBERS),
    "customer-block": Door(HOLDERS, "post", of=("caller",), form={"numbers": "+41800123789"}),
    "customer-let-in": Door(HOLDERS, "post", of=("caller",), form={"number": "+41800123789"}),
    "customer-note": Door(HOLDERS, "post", of=("caller",), form={"text": "Rings back"}),
    "customer-note-remove": Door(HOLDERS, "post", of=("caller", "note")),
    "call": Door(MEMBERS, of=("call",)),
    "call-block": Door(HOLDERS, "post", of=("call",)),
    "call-message-send": Door(HOLDERS, "post", of=("call",)),
    "live": Door(MEMBERS),
    "numbers": Door(MEMBERS),
    "number": Door(MEMBERS, of=("number",)),
    "number-name": Door(HOLDERS, "post", of=("number",), form={"name": "New"}),
    "number-display": Door(HOLDERS, "post", of=("number",), form={"display": "caller"}),
    "chain-add": Door(HOLDERS, "post", of=("number",), form={"address": "044 512 38 99", "ring_seconds": "20"}),
    "chain-save": Door(HOLDERS, "post", of=("number",), more=(0,), form={"address": "044 512 38 99"}),
    "chain-move": Door(HOLDERS, "post", of=("number",), more=(0,), form={"to": "down"}),
    "chain-remove": Door(HOLDERS, "post", of=("number",), more=(0,)),
    "scheduled-cancel": Door(HOLDERS, "post", of=("number", "scheduled")),
    "number-callers": Door(MEMBERS, of=("number",)),
    "caller-unblock": Door(HOLDERS, "post", of=("number", "entry")),
    "number-tariff": Door(MEMBERS, of=("number",)),
    "number-tariff-assign": Door(HOLDERS, "post", of=("number",), form={"book": "alpina-free"}),
    "number-assignment-withdraw": Door(HOLDERS, "post", of=("number", "assignment")),
    "number-charging": Door(HOLDERS, "post", of=("number",), form={"language": "fr"}),
    "number-recording-keep": Door(HOLDERS, "post", of=("number",)),
    "number-recording-drop": Door(HOLDERS, "post", of=("number",)),
    "number-set": Door(HOLDERS, of=("number",)),
    "number-set-check": Door(HOLDERS, "post", of=("number",), form={"slots.1.per_call": "x"}),
    "number-set-restore": Door(HOLDERS, "post", of=("number",)),
    "plans": Door(MEMBERS),
    "number-routing": Door(MEMBERS, of=("number",)),
    "routing-draft": Door(HOLDERS, "post", of=("number",), form={"do": "set-otherwise", "otherwise": "main"}),
    "routing-undo": Door(HOLDERS, "post", of=("number",)),
    "routing-discard": Door(HOLDERS, "post", of=("number",)),
    "routing-replay": Door(MEMBERS, of=("number",)),
    "routing-heard-check": Door(HOLDERS, "post", of=("number",), form={"text_de": "Hallo"}),
    "routing-publish": Door(HOLDERS, of=("number",)),
    "routing-calendar": Door(MEMBERS, of=("number",)),
    "number-history": Door(MEMBERS, of=("number",)),
    "revision-restore": Door(HOLDERS, "post", of=("number",), more=(1,)),
    "number-undo": Door(HOLDERS, "post", of=("number",), more=(2,)),
    "destinations": Door(MEMBERS),
    "destination-add": Door(HOLDERS),
    "destination": Door(MEMBERS, of=("destination",)),
    "destination-change": Door(HOLDERS, of=("destination",)),
    "destination-restore": Door(HOLDERS, "post", of=("destination",)),
    "destination-test": Door(HOLDERS, "post", of=("destination",)),
    "destination-pause": Door(HOLDERS, "post", of=("destination",), form={"paused": "yes"}),
    "destination-remove": Door(HOLDERS, "post", of=("destination",)),
    "caller-lists": Door(MEMBERS),
    "caller-list-add": Door(HOLDERS),
    "caller-list": Door(MEMBERS, of=("list",)),
    "caller-list-restore": Door(HOLDERS, "post", of=("list",)),
    "caller-list-remove": Door(HOLDERS, "post", of=("list",)),
    "tariffs": Door(MEMBERS),
    "tariff-new": Door(HOLDERS),
    "tariff-check": Door(HOLDERS, "post", more=("ch-0900",), form={"per_minute": "11"}),
    "tariff": Door(MEMBERS, of=("tariff",)),
    "tariff-name": Door(HOLDERS, "post", of=("tariff",), form={"name": "New"}),
    "tariff-withdraw": Door(HOLDERS, "post", of=("tariff",), more=(2,)),
    "tariff-again": Door(HOLDERS, "post", of=("tariff",), more=(1,)),
    "platform": Door(OPERATORS),
    "operator-accounts": Door(OPERATORS),
    "operator-numbers": Door(OPERATORS),
    "operator-number-add": Door(OPERATORS, "post"),
    "operator-number-service": Door(OPERATORS, "post", of=("number",), form={"in_service": "no"}),
    "operator-number-limits": Door(OPERATORS, of=("number",)),
    "operator-carriers": Door(OPERATORS),
    "operator-carrier-add": Door(OPERATORS),
    "operator-carrier": Door(OPERATORS, of=("carrier",)),
    "operator-carrier-use": Door(OPERATORS, "post", of=("carrier",), form={"in_use": "no"}),
    "operator-carrier-ask": Door(OPERATORS, "post", of=("carrier",)),
    "operator-carrier-remove": Door(OPERATORS, "post", of=("carrier",)),
    "operator-prices": Door(OPERATORS),
    "operator-price-add": Door(OPERATORS, more=("ch-0900",)),
    "operator-price": Door(OPERATORS, of=("price",)),
    "operator-price-offer": Door(OPERATORS, "post", of=("price",), form={"offered": "no"}),
    "search": Door(MEMBERS),
    "search-suggestions": Door(MEMBERS),
    "profile": Door(MEMBERS),
    "api-keys": Door(HOLDERS),
    "api-key-revoke": Door(HOLDERS, "post", of=("key",)),
    "help": Door(MEMBERS),
    "no-account": Door(MEMBERS),
    "choose-account": Door(MEMBERS, "post"),
    "choose-language": Door(EVERYBODY, "post", form={"language": "it"}),
    "choose-theme": Door(EVERYBODY, "post", form={"theme": "dark"}),
    "health": Door(EVERYBODY),
}
# The stream has its own tests in test_live.py: it never ends, and it answers 401 and not a page to strangers. Others
# need call control (test_live_call.py, test_trials.py), or something to be heard (test_tariffs.py, test_messages.py,
# test_recordings.py).
# Views and exports are one person's: test_explorer.py and test_exports.py.
OWN = {
    "calls-view",
    "calls-view-remove",
    "calls-view-restore",
    "calls-view-start",
    "calls-export-file",
    "calls-export-again",
    # Of one that was removed: test_kpis.py.
    "kpi-restore",
}
# A reference to a caller is one account's: test_customers.py.
CALLERS = {"customer", "customer-note-back"}
HEARD = {"tariff-say", "number-recording", "routing-recording", "call-message"}
ELSEWHERE = {"live-stream", "live-call", "live-tariff", "live-fee", "destination-trial", *HEARD, *OWN, *CALLERS}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


@pytest.fixture
def parts(cast: Cast) -> dict[str, object]:
    """What belongs to Alpina: its number as written in addresses, call, blocked caller, key, tariff; and a price."""
    record = call_record(cast)
    keep_records(node="node1", records=[record], segment="a", offset=1)
    block_caller(access=cast.access(cast.hanna), number=cast.number, caller="079 555 01 99", at=NOW)
    tariff, assignment = make_tariff(cast)
    holder = cast.access(cast.hanna)
    callers = create_list(access=holder, account=cast.alpina, name="Regulars", callers=[CallerRow("+4144*")], at=NOW)
    plan = RoutingSettings.objects.get(number=cast.number).plan
    later = schedule_plan(
        access=holder, number=cast.number, name="Later", begins="2090-01-01T08:00", document=plan, at=NOW
    )
    return {
        "caller": caller_ref(access=holder, caller=CALLER),
        "note": add_note(access=holder, caller=CALLER, text="Prefers mornings", at=NOW).pk,
        "kpi": set_kpi(access=holder, terms=TARGET, at=NOW).pk,
        "destination": Destination.objects.get(account=cast.alpina, name="Reception").pk,
        "list": callers.pk,
        "scheduled": later.pk,
        "number": "0800123789",
        "call": call_id(record),
        "entry": BlacklistEntry.objects.get().pk,
        "key": create_api_key(access=cast.access(cast.hanna), name="Shop", role=Role.READER, at=NOW).key.pk,
        "tariff": tariff.code,
        "assignment": assignment.pk,
        "price": PriceListEntry.objects.order_by("pk")[0].code,
        "carrier": add_carrier(access=cast.access(cast.olga), carrier=CARRIER, at=NOW).pk,
    }


def _answer(user: User | None, name: str, parts: dict[str, object]) -> int:
    door = DOORS[name]
    client = Client()
    if user is not None:
        client.force_login(user)
    address = reverse(name, args=[*(parts[part] for part in door.of), *door.more])
    return client.generic(door.method.upper(), address, *_body(door)).status_code


def _body(door: Door) -> tuple[str, str]:
    form = "&".join(f"{name}={value}" for name, value in door.form.items())
    return (form, "application/x-www-form-urlencoded") if door.method == "post" else ("", "")


def test_the_table_names_every_address_of_the_portal() -> None:
    found = {pattern.name for pattern in _patterns(get_resolver()) if pattern.callback.__module__.startswith(PORTAL)}

    assert found == set(DOORS) | ELSEWHERE


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.who == EVERYBODY])
def test_strangers_come_through_the_doors_for_everybody(parts: dict[str, object], name: str) -> None:
    assert _answer(None, name, parts) in (200, 302)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.who != EVERYBODY])
def test_strangers_are_sent_to_the_log_in_page(parts: dict[str, object], name: str) -> None:
    door = DOORS[name]
    address = reverse(name, args=[*(parts[part] for part in door.of), *door.more])

    response = Client().generic(door.method.upper(), address, *_body(door))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.of and door.who != OPERATORS])
def test_what_belongs_to_another_account_does_not_exist(cast: Cast, parts: dict[str, object], name: str) -> None:
    assert _answer(cast.sven, name, parts) == 404


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.who == HOLDERS])
def test_a_reader_changes_nothing(cast: Cast, parts: dict[str, object], name: str) -> None:
    assert _answer(cast.remo, name, parts) == 403


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.who == OPERATORS])
def test_the_operators_pages_are_for_operators(cast: Cast, parts: dict[str, object], name: str) -> None:
    assert [_answer(person, name, parts) for person in (cast.hanna, cast.remo, cast.sven)] == [403, 403, 403]


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.method == "get"])
def test_whoever_may_look_sees_a_page(cast: Cast, parts: dict[str, object], name: str) -> None:
    door = DOORS[name]
    people = {OPERATORS: [cast.olga], HOLDERS: [cast.olga, cast.hanna]}.get(
        door.who, [cast.olga, cast.hanna, cast.remo]
    )

    # Somebody who has an account is led away from the page for those who have none.
    expected = {302} if name == "no-account" else {200, 302} if name == "search" else {200}
    assert {_answer(person, name, parts) for person in people} <= expected


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.method == "post"])
def test_whoever_may_change_is_answered(cast: Cast, parts: dict[str, object], name: str) -> None:
    person = cast.olga if DOORS[name].who == OPERATORS else cast.hanna

    assert _answer(person, name, parts) in (302, 404 if name == "choose-account" else 302, 422) or name.endswith(
        "-check"
    )


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.method == "post"])
def test_changes_are_made_by_post_only(cast: Cast, parts: dict[str, object], name: str) -> None:
    client = Client()
    client.force_login(cast.olga)
    address = reverse(name, args=[*(parts[part] for part in DOORS[name].of), *DOORS[name].more])

    assert client.get(address).status_code == 405


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.method == "post"])
def test_changes_need_a_form_of_ours(cast: Cast, parts: dict[str, object], name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.hanna)
    address = reverse(name, args=[*(parts[part] for part in DOORS[name].of), *DOORS[name].more])

    assert client.post(address, DOORS[name].form).status_code == 403


def test_a_reader_finds_nothing_to_press(cast: Cast, parts: dict[str, object]) -> None:
    client = Client()
    client.force_login(cast.remo)

    for name in (
        "number",
        "number-tariff",
        "number-callers",
        "number-history",
        "call",
        "tariff",
        "destination",
        "caller-list",
    ):
        page = client.get(reverse(name, args=[parts[DOORS[name].of[0]]])).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert 'method="post"' not in main, name


@pytest.mark.parametrize("name", ["overview", "live", "calls", "numbers", "destinations", "caller-lists", "search"])
def test_lists_hold_nothing_of_another_account(cast: Cast, parts: dict[str, object], name: str) -> None:
    client = Client()
    client.force_login(cast.sven)

    page = client.get(reverse(name), {"q": "0"}, follow=True).content.decode()

    assert "0800 123 789" not in page
    assert "Reception" not in page
    assert "Regulars" not in page
    assert "Alpina" not in page
