"""`smartnumbers lab` and `smartnumbers call`, as a newcomer types them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from smartnumbers.entry.configuration import read
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.lab.hearing import measure
from tests.ports import product_addresses

pytestmark = pytest.mark.telephony

STOP_SECONDS = 4.0


@dataclass
class Desk:
    """A place to type commands at: a data directory and addresses of its own."""

    home: Path
    lab_sip: str
    environment: dict[str, str]

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "smartnumbers.entry", *words],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def type(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "smartnumbers.entry", *words],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def call_lab(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.type("call", *words, "--to", self.lab_sip)


def wait_for(path: Path) -> None:
    until = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < until, f"{path} did not appear"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("desk")
    addresses = product_addresses()
    environment = {
        **os.environ, "SMARTNUMBERS_HOME": str(home), "SMARTNUMBERS_CACHE": str(read().cache),
        **addresses,
    }  # fmt: skip
    yield Desk(home=home, lab_sip=addresses["SMARTNUMBERS_LAB_SIP"], environment=environment)
    shutil.rmtree(directory_for(home=home, name="lab").parent, ignore_errors=True)


@pytest.fixture(scope="module")
def lab(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    with desk.start("lab") as process:
        try:
            wait_for(desk.home / "run" / "lab.json")
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)


@pytest.mark.usefixtures("lab")
def test_an_answered_call_is_told_line_by_line(desk: Desk, tmp_path: Path) -> None:
    saved = tmp_path / "heard.wav"

    done = desk.call_lab("+41 44 555 10 01", "--for", "1.5", "--press", "1", "--save", str(saved))

    assert done.returncode == 0, done.stderr
    lines = [line.split(" s  ")[-1] for line in done.stdout.splitlines()]
    assert lines[:4] == [f"dialled +41445551001 at {desk.lab_sip}", "it rings (180)", "answered (200)", "pressed 1"]
    assert lines[4] == "ended by the caller (Normal Clearing)"
    assert lines[5].startswith("Heard 1.")
    assert lines[6].startswith("Answered after 1.0 s, talked for 1.5 s (SIP 200, cause 16)")
    assert measure(path=saved).sound_seconds > 0.8


@pytest.mark.usefixtures("lab")
def test_a_refused_call_has_exit_status_one_and_its_reason(desk: Desk) -> None:
    done = desk.call_lab("0445553000", "--json", "--from", "none")

    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["answered"], report["outcome"], report["sip_status"], report["cause"]) == (False, "busy", 486, 17)
    assert [event["what"] for event in report["events"]] == ["dialled", "ended"]


@pytest.mark.usefixtures("lab")
def test_a_caller_says_something(desk: Desk) -> None:
    done = desk.call_lab("echo", "--dial-as", "echo", "--for", "1.5", "--say", "Ein Echo, bitte", "--json")
    mistyped = desk.call_lab("echo", "--for", "1.5")

    assert json.loads(done.stdout)["heard"]["sound_seconds"] > 0.5, done.stderr
    assert mistyped.returncode == 2


@pytest.mark.usefixtures("lab")
def test_without_the_product_the_call_says_what_to_type(desk: Desk) -> None:
    done = desk.type("call", "0800123456")

    assert done.returncode == 2
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("nobody",), "not a telephone number"),
        (("0800123456", "--from", "anna"), "not a telephone number"),
        (("0800123456", "--press", "12x"), "keys are"),
        (("0800123456", "--say", "a", "--play", __file__), "not both"),
        (("0800123456", "--play", __file__), "RIFF"),
        (("0800123456", "--save", "/nowhere/at/all.wav"), "--save"),
        (("0800123456", "--for", "-1"), "--for"),
        (("0800123456", "--dial-as", "1@2"), "cannot be dialled"),
    ],
)
def test_what_cannot_be_done_is_said(desk: Desk, words: tuple[str, ...], complaint: str) -> None:
    done = desk.call_lab(*words)

    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_the_lab_ends_within_two_seconds_even_with_calls(desk: Desk, lab: subprocess.Popen[str]) -> None:
    with desk.start("call", "+41445551400", "--for", "30", "--to", desk.lab_sip) as calling:
        assert calling.stdout is not None
        while "answered" not in calling.stdout.readline():
            assert calling.poll() is None

        began = time.monotonic()
        lab.send_signal(signal.SIGTERM)
        assert lab.wait(timeout=10) == 0
        took = time.monotonic() - began

        assert took < STOP_SECONDS
        assert not (desk.home / "run" / "lab.json").exists()
        calling.communicate(timeout=10)
    assert calling.returncode in (0, 2)


def test_without_the_lab_the_call_says_what_to_type(desk: Desk, tmp_path: Path) -> None:
    desk.environment["SMARTNUMBERS_HOME"] = str(tmp_path)

    done = desk.type("call", "0800123456")

    assert done.returncode == 2
    assert "The lab is not running" in done.stderr
    assert "make run" in done.stderr


def test_the_phones_are_listed_without_a_lab(desk: Desk) -> None:
    done = desk.type("lab", "--phones")

    assert done.returncode == 0
    assert "+41445553000  busy" in done.stdout
