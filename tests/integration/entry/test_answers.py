"""The command line's answers: tables for people, JSON for programs, messages for mistakes."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.plans.operations.callers import block_caller
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.core.callcontrol.record import Outcome
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.command_line import root
from tests.cast import CALLER, NOW, Cast, call_record
from tests.planned import but, plan_document


def run(*words: str) -> Result:
    return CliRunner().invoke(root, words)


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def refusal(*words: str) -> DomainError:
    """The error behind a refusal; `main` turns it into one line and exit status 2."""
    result = run(*words)
    assert isinstance(result.exception, DomainError)
    return result.exception


def test_numbers_are_listed_with_where_their_calls_go(cast: Cast) -> None:
    first, second = answer("numbers", "list")

    assert (first["number"], first["shown"], first["class"]) == ("+41800123789", "0800 123 789", "ch-0800")
    assert (first["account"], first["in_service"], first["revision"]) == ("Alpina", True, 2)
    assert first["destinations"][1] == {"name": "Night", "to": "sip:night@pbx.alpina.example", "ring_s": 25}
    assert (second["number"], second["destinations"]) == ("+41848555210", [])
    assert [row["number"] for row in answer("numbers", "list", "--account", "elsewhere")] == ["+41848555210"]
    table = run("numbers", "list").output
    assert "0800 123 789" in table
    assert "Reception (+41 44 512 38 00), then Night" in table
    assert "nowhere" in table


def test_calls_are_listed_the_newest_first(cast: Cast) -> None:
    lost = call_record(cast, index=2, outcome=Outcome.BUSY, answered_at=None)
    keep_records(node="node1", records=[call_record(cast, index=1), lost], segment="1", offset=1)

    rows = answer("calls", "list")

    assert [row["outcome"] for row in rows] == ["busy", "answered"]
    assert rows[1]["setup_at"] == "2026-11-20T13:32:08.001Z"
    assert (rows[1]["talk_ms"], rows[1]["wait_ms"], rows[1]["caller"]) == (60_000, 27_000, CALLER)
    assert [attempt["outcome"] for attempt in rows[1]["attempts"]] == ["no-answer", "answered"]
    assert len(answer("calls", "list", "--limit", "1")) == 1
    assert len(answer("calls", "list", "--result", "lost")) == 1
    assert answer("calls", "list", "--account", "Elsewhere") == []
    assert len(answer("calls", "list", "--number", "0800 123 789")) == 2
    table = run("calls", "list").output
    assert "20.11.2026 14:32:08" in table
    assert "Busy" in table


def test_one_call_is_told_as_a_story(cast: Cast) -> None:
    record = call_record(cast)
    keep_records(node="node1", records=[record], segment="1", offset=1)

    whole = answer("calls", "show", record.call_id)
    story = run("calls", "show", record.call_id).output

    assert whole["trace"][0]["text"] == "0800 123 789 is known; revision 2 of its settings is in force."
    assert (whole["dialled"], whole["node"], whole["recovered"]) == ("0800123789", "node1", False)
    for part in ("+20.000 s  1. Reception: no answer (cause 19)", "+26.990 s  2. Night: answers", "talked 1:00"):
        assert part in story


def test_a_route_is_explained(cast: Cast) -> None:
    route = answer("route", "0800 123 789", "--from", "079 412 12 34", "--at", "2026-12-24T18:05")

    assert (route["treatment"], route["refusal"], route["revision"]) == ("Ziele", None, 2)
    assert route["display"] == {"mode": "caller", "number": CALLER, "name": ""}
    assert [(item["to"], item["ring_s"]) for item in route["destinations"]] == [
        ("+41445123800", 20),
        ("sip:night@pbx.alpina.example", 25),
    ]
    assert (route["at"], route["caller"]) == ("2026-12-24T17:05:00.000Z", CALLER)
    assert route["trace"][-1]["code"] == "display-caller"
    assert "1. Reception, +41 44 512 38 00, rings 20 s" in run("route", "0800123789").output


def test_a_blocked_caller_goes_nowhere(cast: Cast) -> None:
    block_caller(access=cast.access(cast.hanna), number=cast.number, caller=CALLER, at=NOW)

    route = answer("route", "0800123789", "--from", CALLER)

    assert (route["refusal"], route["treatment"], route["destinations"]) == ("blocked", "", [])
    assert "refused: caller blocked" in run("route", "0800123789", "--from", CALLER).output


def test_a_route_can_be_asked_of_a_draft_and_of_an_earlier_revision(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    save_draft(access=access, number=cast.number, document=plan_document(access=access, number=cast.number), at=NOW)
    evening = ("0800 123 789", "--from", CALLER, "--at", "2026-12-23T20:00")

    now, drafted, earlier = (answer("route", *evening, *which) for which in ((), ("--draft",), ("--revision", "1")))

    assert [item["name"] for item in now["destinations"]] == ["Reception", "Night"]
    assert (drafted["treatment"], drafted["destinations"], drafted["draft"]) == ("Ansage", [], True)
    assert drafted["then"]["kind"] == "say"
    assert "Wir sind" in drafted["then"]["texts"][0]
    assert (earlier["refusal"], earlier["revision"]) == ("no-destination", 1)
    assert "says: Wir sind" in run("route", *evening, "--draft").output
    assert refusal("route", *evening, "--draft", "--revision", "1").code == "route-misused"


def test_the_time_of_a_route_is_that_of_the_plans_clock(cast: Cast) -> None:
    access = cast.access(cast.hanna)
    document = but(plan_document(access=access, number=cast.number), zone="Asia/Tokyo")
    save_draft(access=access, number=cast.number, document=document, at=NOW)
    publish_draft(access=access, number=cast.number, at=NOW)

    assert answer("route", "0800123789", "--at", "2026-12-24T18:05")["at"] == "2026-12-24T09:05:00.000Z"
    assert answer("route", "0800123789", "--at", "2026-12-24T18:05+01:00")["at"] == "2026-12-24T17:05:00.000Z"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("calls", "show", "7"), "call-unknown"),
        (("calls", "show", "01a201b7-c7e6-792e-af68-c0c536876638"), "call-unknown"),
        (("calls", "list", "--number", "0800 999 999"), "number-unknown"),
        (("calls", "list", "--account", "nobody"), "account-closed"),
        (("numbers", "list", "--account", "99"), "account-closed"),
        (("route", "0800 999 999"), "number-unknown"),
        (("route", "0800 123 789", "--from", "me"), "number-unreadable"),
        (("route", "0800 123 789", "--at", "tomorrow"), "moment-invalid"),
        (("route", "0800 123 789", "--at", "2027-03-28T02:30"), "moment-skipped"),
        (("route", "0800 123 789", "--draft"), "draft-missing"),
        (("route", "0800 123 789", "--revision", "99"), "revision-unknown"),
        (("demo",), "database-in-use"),
    ],
)
def test_mistakes_are_told(cast: Cast, words: tuple[str, ...], code: str) -> None:
    assert refusal(*words).code == code
