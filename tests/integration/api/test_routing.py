"""Routing over the API: read, written, published and simulated, within the key's account."""

import json
from typing import Any

import pytest
from django.test import Client

from smartnumbers.apps.accounts.models import Role, User
from smartnumbers.apps.accounts.operations import create_api_key
from smartnumbers.apps.audit.models import AuditEntry
from tests.cast import CALLER, NOW, Cast
from tests.planned import but, plan_document

ROUTING = "/numbers/0800123789/routing"


def key(cast: Cast, user: User, role: Role = Role.HOLDER) -> str:
    return create_api_key(access=cast.access(user), name="Shop", role=role, at=NOW).secret


def ask(secret: str, method: str, path: str, body: object = None) -> tuple[int, Any]:
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.generic(method, f"/api/v1{path}", _json(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def _json(body: object) -> str:
    return "" if body is None else json.dumps(body)


def plan(cast: Cast) -> dict[str, Any]:
    return plan_document(access=cast.access(cast.hanna), number=cast.number)


@pytest.mark.django_db
def test_a_plan_is_read_written_and_published(cast: Cast) -> None:
    secret = key(cast, cast.hanna)

    status, routing = ask(secret, "GET", ROUTING)
    assert (status, routing["revision"], routing["draft"], routing["scheduled"]) == (200, 2, None, [])
    assert {item["name"] for item in routing["destinations"].values()} == {"Reception", "Night"}

    status, draft = ask(secret, "PUT", f"{ROUTING}/draft", {"plan": plan(cast), "version": 0})
    assert (status, draft["version"], draft["saved_by"]) == (200, 1, "API key Shop")
    assert ask(secret, "PUT", f"{ROUTING}/draft", {"plan": plan(cast), "version": 0})[0] == 409

    publish = {"note": "week", "plan_revision": routing["plan_revision"]}
    assert ask(secret, "POST", f"{ROUTING}/publish", publish) == (200, {"revision": 3})
    assert ask(secret, "GET", ROUTING)[1]["plan"]["otherwise"] == "closed"
    assert AuditEntry.objects.order_by("-id")[0].actor_label == "API key Shop"
    assert ask(secret, "POST", f"{ROUTING}/publish", publish)[1]["error"]["code"] == "draft-missing"


@pytest.mark.django_db
def test_what_is_wrong_with_a_plan_is_told_with_its_place(cast: Cast) -> None:
    secret = key(cast, cast.hanna)
    off_raster = plan(cast)
    off_raster["week"][0]["end"] = 1081

    status, body = ask(secret, "PUT", f"{ROUTING}/draft", {"plan": off_raster})
    assert (status, body["error"]["code"]) == (422, "change-refused")
    assert [fault["field"] for fault in body["error"]["parameters"]["faults"]] == ["week[0].end"]
    assert ask(secret, "PUT", f"{ROUTING}/draft", {"plan": {"nonsense": 1}})[0] == 422

    unknown = but(plan(cast), greeting={"texts": {"de": "Hallo."}, "languages": ["de"], "recording": "ab" * 32})
    status, body = ask(secret, "PUT", f"{ROUTING}/draft", {"plan": unknown})
    assert (status, body["error"]["parameters"]["faults"][0]["field"]) == (422, "greeting.recording")

    nowhere = but(plan(cast), otherwise="by-country")
    nowhere["screening"]["countries"] = ["DE", "XX"]
    arm = {"when": [{"kind": "country", "values": ["FR", "ZZ"]}], "then": "closed"}
    nowhere["treatments"]["by-country"] = {
        "name": "By country", "kind": "branches", "arms": [arm], "otherwise": "closed",
    }  # fmt: skip
    status, body = ask(secret, "PUT", f"{ROUTING}/draft", {"plan": nowhere})
    assert (status, {fault["field"] for fault in body["error"]["parameters"]["faults"]}) == (
        422, {"screening.countries[1]", "treatments.by-country.arms[0].when[0].values[1]"},
    )  # fmt: skip

    ask(secret, "PUT", f"{ROUTING}/draft", {"plan": but(plan(cast), otherwise=None)})
    status, body = ask(secret, "POST", f"{ROUTING}/publish", {})
    assert (status, body["error"]["code"]) == (422, "plan-refused")
    assert {finding["code"] for finding in body["error"]["parameters"]["findings"]} >= {"gap"}


@pytest.mark.django_db
def test_a_call_is_simulated(cast: Cast) -> None:
    secret = key(cast, cast.hanna, Role.READER)

    status, answer = ask(secret, "POST", "/numbers/0800 123 789/route", {"caller": CALLER, "at": "2026-12-24T18:05"})

    assert (status, answer["revision"], answer["at"]) == (200, 2, "2026-12-24T17:05:00.000Z")
    assert [item["name"] for item in answer["destinations"]] == ["Reception", "Night"]
    for wrong, code in (
        ({"at": "2027-03-28T02:30"}, "moment-skipped"),
        ({"caller": "me"}, "number-unreadable"),
        ({"draft": True}, "draft-missing"),
        ({"revision": 99}, "revision-unknown"),
    ):
        assert ask(secret, "POST", "/numbers/0800123789/route", wrong)[1]["error"]["code"] == code


@pytest.mark.django_db
def test_a_reading_key_and_a_strangers_key_change_nothing(cast: Cast) -> None:
    reader, stranger = key(cast, cast.hanna, Role.READER), key(cast, cast.sven)

    assert ask(reader, "GET", ROUTING)[0] == 200
    assert ask(reader, "PUT", f"{ROUTING}/draft", {"plan": plan(cast)})[0] == 403
    assert ask(reader, "POST", f"{ROUTING}/publish", {})[0] == 403
    for method, path in (("GET", ROUTING), ("PUT", f"{ROUTING}/draft"), ("POST", f"{ROUTING}/publish")):
        assert ask(stranger, method, path, {"plan": {}} if method == "PUT" else {})[0] == 404
    assert ask(stranger, "POST", "/numbers/0800123789/route", {})[0] == 404
