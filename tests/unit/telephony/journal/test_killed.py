"""kill -9 of a real writer, again and again: every confirmed entry is there afterwards, and the numbers have no gap."""

import random
import subprocess
import sys
import time
from pathlib import Path

from smartnumbers.telephony.journal.recovery import recover
from smartnumbers.telephony.journal.verification import inspect
from tests.unit.telephony.journal.cast import calls_of

PROGRAM = Path(__file__).with_name("killed_writer.py")


def run_and_kill(folder: Path, start: int, seconds: float) -> list[tuple[str, str]]:
    """What a writer confirmed until it was killed, `seconds` after its first confirmation."""
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder), str(start)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        # The pipe must not fill: whoever waits for its reader is never killed in the middle of writing.
        time.sleep(seconds)
        process.kill()
        confirmed = (first + process.stdout.read()).splitlines(keepends=True)
    whole = [line.split() for line in confirmed if line.endswith(b"\n")]
    return [(number.decode(), kind.decode()) for number, kind in whole]


def test_every_confirmed_entry_survives_kill_9(tmp_path: Path) -> None:
    confirmed: list[tuple[str, str]] = []
    chance = random.Random(7)
    for number in range(8):
        new = run_and_kill(tmp_path, number * 1_000_000, chance.uniform(0.005, 0.15))
        assert new
        confirmed += new
    found = recover(tmp_path)
    written = calls_of(tmp_path)
    assert set(confirmed) <= set(written)
    assert len(written) == len(set(written))
    result = inspect(folder=tmp_path, on_ended=lambda _: None)
    assert result.findings == []
    assert result.segments > 8
    open_calls = {call for call, kind in written if kind == "offered"} - {
        call for call, kind in written if kind == "ended"
    }
    assert set(found.open_calls) == open_calls
