"""`smartnumbers lab --displays` and `lab mail`: what happened when, by the platform's clock, not the machine's."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from smartnumbers.core.foundation.identifiers import RANDOM_BYTES, uuid7
from smartnumbers.entry.command_line import root
from smartnumbers.telephony.lab import displays

# 20 July 2026, 12:00:00 UTC: two in the afternoon in Switzerland.
AT, LOCAL = 1_784_548_800_000, "20.07.2026 14:00:00"


@pytest.fixture(autouse=True)
def machine_elsewhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


def printed(home: Path, *words: str) -> str:
    result = CliRunner().invoke(root, ["lab", *words], env={"SMARTNUMBERS_HOME": str(home)})
    assert result.exit_code == 0, result.output
    return result.output


def test_displays_are_told_with_their_local_time(tmp_path: Path) -> None:
    seen = {"at": AT, "phone": "answer", "number": "0791112233", "name": "", "asserted": "", "privacy": ""}
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / displays.FILE).write_text(json.dumps(seen) + "\n")

    assert printed(tmp_path, "--displays").startswith(f"{LOCAL}  answer ")


def test_mails_are_told_with_their_local_time_and_in_json_with_that_of_the_world(tmp_path: Path) -> None:
    folder = tmp_path / "lab" / "mail"
    folder.mkdir(parents=True)
    file = folder / f"{uuid7(at=AT, random=bytes(RANDOM_BYTES))}.eml"
    file.write_text("Subject: A message\nDelivered-To: desk@alpina.example\n\nGood day.\n")

    assert printed(tmp_path, "mail") == f"{LOCAL}  desk@alpina.example  A message\n    {file}\n"
    (mail,) = json.loads(printed(tmp_path, "mail", "--json"))
    assert (mail["at"], mail["subject"]) == ("2026-07-20T12:00:00+00:00", "A message")
