"""The how-to's table of telephones is the one in the code."""

import re
from pathlib import Path

from smartnumbers.telephony.lab.phones import PHONES

HOWTO = Path(__file__).parents[4] / "docs" / "howto" / "lab.md"
ROW = re.compile(r"\| (?P<number>\+41 44 555 \d\d) ss \| (?P<names>[^|]+) \| (?P<text>[^|]+) \|")


def test_the_how_to_lists_the_phones_as_they_are() -> None:
    written = [
        (row["number"].replace(" ", ""), name, row["text"])
        for row in ROW.finditer(HOWTO.read_text())
        for name in re.findall(r"`([a-z-]+)`", row["names"])
    ]

    assert written == [(phone.number()[:-2], phone.name, phone.text) for phone in PHONES]
