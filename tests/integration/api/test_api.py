"""The API: whose calls a key opens, what it may change, and how faults are told."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from smartnumbers.apps.accounts.models import Role, User
from smartnumbers.apps.accounts.operations import create_api_key, revoke_api_key
from smartnumbers.apps.accounts.queries import api_keys
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.operations import keep_records
from tests.cast import CALLER, NOW, Cast, call_record
from tests.playedcontrol import PlayedControl
from tests.priced import FLAT_PRICE, priced_number, running_values

CALL = "01a1f928-43c0-7000-8000-00000000aaaa"


@pytest.fixture
def control(cast: Cast) -> Iterator[PlayedControl]:
    """Call control with one running call to Alpina, charged for a minute."""
    played = PlayedControl(path=settings.CONFIGURATION.control_socket)
    played.start()
    values = running_values(cast, priced_number(cast), now=int(time.time() * 1000), tariff=FLAT_PRICE)
    played.call(call_id=CALL, caller=CALLER, talking=True, **values)
    yield played
    played.close()


def _key(cast: Cast, user: User, role: Role = Role.HOLDER) -> str:
    return create_api_key(access=cast.access(user), name="Shop", role=role, at=NOW).secret


def _get(key: str, path: str, **query: Any) -> tuple[int, Any]:
    answer = Client().get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {key}"})
    return answer.status_code, answer.json()


def _post(key: str, path: str, body: object) -> tuple[int, Any]:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        f"/api/v1{path}", body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    return answer.status_code, answer.json()


def _keep(cast: Cast, count: int = 1) -> list[str]:
    records = [call_record(cast, index=index) for index in range(count)]
    keep_records(node="node1", records=records, segment="a", offset=1)
    return [record.call_id for record in records]


@pytest.mark.parametrize("key", ["", "sn_nothing", "nonsense"])
@pytest.mark.parametrize("path", ["/calls", "/calls/live", "/numbers"])
def test_without_a_key_nothing_opens(db: None, key: str, path: str) -> None:
    status, body = _get(key, path)

    assert (status, body["error"]["code"]) == (401, "key-invalid")


def test_a_session_is_no_key(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.hanna)

    assert client.get("/api/v1/calls").status_code == 401


def test_a_revoked_key_opens_nothing(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    key = _key(cast, cast.hanna)
    revoke_api_key(access=access, key_id=api_keys(access=access)[0].pk, at=NOW)

    assert _get(key, "/calls")[0] == 401


def test_calls_come_page_by_page_the_newest_first(cast: Cast) -> None:
    ids = _keep(cast, 5)
    key = _key(cast, cast.hanna, Role.READER)

    _, first = _get(key, "/calls", limit=2)
    _, second = _get(key, "/calls", limit=2, older=first["older"])
    _, third = _get(key, "/calls", limit=2, older=second["older"])
    _, back = _get(key, "/calls", limit=2, newer=second["newer"])

    assert [call["id"] for page in (first, second, third) for call in page["calls"]] == ids[::-1]
    assert (first["newer"], third["older"]) == (None, None)
    assert back["calls"] == first["calls"]


def test_a_call_shows_its_caller_as_the_law_allows(cast: Cast) -> None:
    (call_id,) = _keep(cast)

    _, body = _get(_key(cast, cast.hanna), f"/calls/{call_id}")

    assert body["caller"] == "+41 79 412 ••••"
    assert body["setup_at"] == "2026-11-20T13:32:08Z"
    assert [attempt["outcome"] for attempt in body["attempts"]] == ["no-answer", "answered"]
    assert body["destination"] == "Night"
    assert (body["price"], body["explanation"]) == (None, [])


def test_filters_narrow_the_calls(cast: Cast) -> None:
    _keep(cast, 2)
    key = _key(cast, cast.hanna)

    assert len(_get(key, "/calls", number="0800 123 789", result="answered")[1]["calls"]) == 2
    assert _get(key, "/calls", result="lost")[1]["calls"] == []
    assert len(_get(key, "/calls", first_day="2026-11-20", last_day="2026-11-20")[1]["calls"]) == 2
    assert _get(key, "/calls", first_day="2026-11-21")[1]["calls"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": 201}, {"limit": "x"}, {"older": "x"}, {"result": "fine"}, {"first_day": "20.11.2026"},
        {"first_day": "2026-02-30"}, {"number": "nobody"},
    ],
)  # fmt: skip
def test_a_request_that_does_not_fit_is_refused(cast: Cast, query: dict[str, object]) -> None:
    status, body = _get(_key(cast, cast.hanna), "/calls", **query)

    assert (status, body["error"]["code"]) in {(422, "request-invalid"), (422, "number-unreadable")}


def test_a_strangers_key_finds_nothing(cast: Cast, control: PlayedControl) -> None:
    (call_id,) = _keep(cast)
    key = _key(cast, cast.sven)

    assert _get(key, "/calls")[1]["calls"] == []
    assert _get(key, "/calls/live")[1]["calls"] == []
    assert [number["number"] for number in _get(key, "/numbers")[1]["numbers"]] == [cast.number_elsewhere.number]
    for status, body in (
        _get(key, f"/calls/{call_id}"),
        _post(key, f"/calls/{CALL}/tariff", {"slot": 12}),
        _post(key, f"/calls/{CALL}/fee", {"fee": 1}),
    ):
        assert (status, body["error"]["code"]) == (404, "call-unknown")
    assert control.asked == []


def test_live_calls_carry_what_they_cost_so_far(cast: Cast, control: PlayedControl) -> None:
    _, body = _get(_key(cast, cast.hanna, Role.READER), "/calls/live")

    (call,) = body["calls"]
    assert call["id"] == CALL
    assert call["state"] == "talking"
    assert call["price"] == {"amount": "7.25", "currency": "CHF"}


def test_a_tariff_and_a_fee_are_asked_for(cast: Cast, control: PlayedControl) -> None:
    key = _key(cast, cast.hanna)
    control.answer = ("done", {"effective_at": 1_795_000_000_000})

    assert _post(key, f"/calls/{CALL}/tariff", {"slot": 12}) == (
        200,
        {"result": "done", "effective_at": "2026-11-18T11:06:40Z"},
    )
    assert _post(key, f"/calls/{CALL}/fee", {"fee": 1})[0] == 200
    assert [(one.do, one.slot, one.by) for one in control.asked] == [
        ("tariff", 12, "API key Shop"),
        ("fee", 1, "API key Shop"),
    ]
    entry = AuditEntry.objects.get(action="calls.tariff.asked")
    assert (entry.actor_label, entry.account_id, entry.object_id) == ("API key Shop", cast.alpina.pk, CALL)


def test_a_refusal_is_a_conflict_with_its_code(cast: Cast, control: PlayedControl) -> None:
    control.answer = ("refused-over-cap", {"cap": 400_000_000})

    status, body = _post(_key(cast, cast.hanna), f"/calls/{CALL}/tariff", {"slot": 12})

    assert status == 409
    assert body["error"]["code"] == "refused-over-cap"
    assert body["error"]["parameters"] == {"cap": 400_000_000}


def test_a_reader_key_changes_nothing(cast: Cast, control: PlayedControl) -> None:
    key = _key(cast, cast.hanna, Role.READER)

    for status, body in (
        _post(key, f"/calls/{CALL}/tariff", {"slot": 12}),
        _post(key, f"/calls/{CALL}/fee", {"fee": 1}),
    ):
        assert (status, body["error"]["code"]) == (403, "permission-missing")
    assert control.asked == []
    assert not AuditEntry.objects.filter(action__startswith="calls.").exists()


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("tariff", {"slot": 0}), ("tariff", {"slot": 91}), ("tariff", {"slot": "x"}), ("tariff", {}), ("tariff", []),
        ("fee", {"fee": 0}), ("fee", {"fee": 10}),
    ],
)  # fmt: skip
def test_a_slot_that_there_cannot_be_is_refused(cast: Cast, control: PlayedControl, what: str, body: object) -> None:
    status, answer = _post(_key(cast, cast.hanna), f"/calls/{CALL}/{what}", body)

    assert (status, answer["error"]["code"]) == (422, "request-invalid")


def test_without_call_control_it_says_so(cast: Cast) -> None:
    key = _key(cast, cast.hanna)

    for status, body in (_get(key, "/calls/live"), _post(key, f"/calls/{CALL}/tariff", {"slot": 12})):
        assert (status, body["error"]["code"]) == (503, "call-control-away")


def test_numbers_carry_their_tariff_and_their_set(cast: Cast) -> None:
    priced_number(cast)

    _, body = _get(_key(cast, cast.hanna, Role.READER), "/numbers")

    plain, priced = body["numbers"]
    assert (plain["number"], plain["currency"], plain["tariffs"]) == ("+41800123789", None, [])
    assert (priced["written"], priced["currency"], priced["per_minute"]) == ("0900 575 123", "CHF", "2.50")
    assert priced["tariffs"][1] == {"slot": 12, "name": "On site", "per_call": "5.00", "per_minute": "4.20"}
    assert priced["fees"] == [{"fee": 1, "name": "Remote help", "amount": "9.50"}]


def test_an_address_that_is_not_there_answers_in_json(db: None) -> None:
    for path in ("/api/v1/nothing", "/api/v2/calls", "/api/v1/calls/not-an-id"):
        answer = Client().get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")


def test_the_description_names_every_answer(db: None) -> None:
    schema = Client().get("/api/v1/openapi.json").json()

    assert set(schema["paths"]) == {
        "/api/v1/calls",
        "/api/v1/calls/live",
        "/api/v1/calls/{call_id}",
        "/api/v1/calls/{call_id}/tariff",
        "/api/v1/calls/{call_id}/fee",
        "/api/v1/numbers",
        "/api/v1/numbers/{number}/routing",
        "/api/v1/numbers/{number}/routing/draft",
        "/api/v1/numbers/{number}/routing/publish",
        "/api/v1/numbers/{number}/route",
    }
    for path in schema["paths"].values():
        for operation in path.values():
            assert {"200", "401", "403", "404", "409", "422", "503"} <= set(operation["responses"])
            assert operation["security"]


def test_the_documentation_page_loads_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()

    assert "https://" not in page
    assert "/static/ninja/" in page
