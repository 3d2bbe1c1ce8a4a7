"""What a newcomer is told when the product is ready."""

import sys
from pathlib import Path

import pytest

from smartnumbers.entry import configuration
from smartnumbers.entry.supervisor.announcement import Announcement, Login, call_line

ANNOUNCEMENT = Announcement(
    portal="http://127.0.0.1:8000/",
    logins=(
        Login("holder", "nora@alpina.example", "secret-1"),
        Login("reader", "beat@alpina.example", "secret-2"),
        Login("holder", "claire@aide.example", "secret-3"),
        Login("operator", "olga@demo.example", "secret-4"),
    ),
    sip="127.0.0.1:5060",
    call=".venv/bin/smartnumbers call 0800555123",
    logs="/srv/log",
    seconds=2.34,
)


def test_the_table_holds_what_is_needed_and_no_more() -> None:
    assert ANNOUNCEMENT.table().splitlines() == [
        "Smart Numbers is ready (2.3 s). Ctrl-C stops it.",
        "",
        "  Portal            http://127.0.0.1:8000/",
        "  Log-in, holder    nora@alpina.example   secret-1",
        "  Log-in, operator  olga@demo.example   secret-4",
        "  SIP               127.0.0.1:5060",
        "  Test call         .venv/bin/smartnumbers call 0800555123",
        "  Logs              /srv/log",
    ]


def test_what_does_not_run_is_left_out_and_said() -> None:
    announcement = Announcement(
        portal="http://127.0.0.1:8000/", logins=(), sip="", call="", logs="/srv/log", seconds=1,
        faults=("Real calls do not work: no engine",),
    )  # fmt: skip

    lines = announcement.table().splitlines()

    assert lines[-1] == "! Real calls do not work: no engine"
    assert not any("SIP" in line or "Test call" in line for line in lines)


def test_json_has_every_log_in() -> None:
    document = ANNOUNCEMENT.document()

    assert [login["email"] for login in document["logins"]] == [login.email for login in ANNOUNCEMENT.logins]
    assert set(document) == {"portal", "logins", "sip", "call", "logs", "seconds", "parts", "faults"}


def test_the_line_for_a_test_call_works_in_another_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.delenv("SMARTNUMBERS_HOME", raising=False)
    plain = configuration.read({"SMARTNUMBERS_HOME": str(tmp_path / "var")})

    line = call_line(number="0800555123", configuration=plain)
    assert line == ".venv/bin/smartnumbers call 0800555123 --from +41791234567 --for 5"

    monkeypatch.setenv("SMARTNUMBERS_HOME", str(tmp_path / "var"))
    assert call_line(number="0800555123", configuration=plain) == f"SMARTNUMBERS_HOME=var {line}"
