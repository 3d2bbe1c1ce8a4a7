"""What the lab's telephones had on their displays."""

from pathlib import Path

import pytest

from smartnumbers.telephony.lab import displays
from smartnumbers.telephony.lab.displays import Displays, Seen
from smartnumbers.telephony.lab.sip import Message


def invite(from_: str, *more: tuple[str, str], branch: str = "z9hG4bK1") -> Message:
    via = ("Via", f"SIP/2.0/UDP 127.0.0.1:5060;branch={branch}")
    return Message(
        start="INVITE sip:+41445551002@127.0.0.1:6060 SIP/2.0", headers=[via, ("From", from_), *more], body=b""
    )


@pytest.mark.parametrize(
    ("from_", "number", "name"),
    [
        ("<sip:+41791112233@127.0.0.1>;tag=1", "+41791112233", ""),
        ('"VIP: Müller \\"Bau\\"" <sip:+41791112233@127.0.0.1>;tag=1', "+41791112233", 'VIP: Müller "Bau"'),
        ("Alpina <sip:0800123456@127.0.0.1>", "0800123456", "Alpina"),
        ('"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1', "anonymous", "Anonymous"),
    ],
)
def test_number_and_name_of_the_caller(from_: str, number: str, name: str) -> None:
    seen = Seen.of(invite(from_))

    assert (seen.phone, seen.number, seen.name, seen.asserted, seen.privacy) == ("+41445551002", number, name, "", "")


def test_the_asserted_number_and_the_wish_for_privacy() -> None:
    pai = ("P-Asserted-Identity", '"Alice" <sip:+41791112233@127.0.0.1>')

    seen = Seen.of(invite("<sip:anonymous@anonymous.invalid>", pai, ("Privacy", "id")))

    assert (seen.asserted, seen.privacy) == ("+41791112233", "id")


def test_what_was_seen_is_listed_and_a_repeated_invite_counts_once(tmp_path: Path) -> None:
    noting = Displays(folder=tmp_path)
    for branch in ("z9hG4bK1", "z9hG4bK1", "z9hG4bK2"):
        noting.note(invite("<sip:+41791112233@127.0.0.1>", branch=branch))

    assert [seen.number for seen in displays.read(folder=tmp_path)] == ["+41791112233"] * 2


def test_a_lab_begins_with_nothing_seen(tmp_path: Path) -> None:
    Displays(folder=tmp_path).note(invite("<sip:+41791112233@127.0.0.1>"))

    Displays(folder=tmp_path)

    assert list(displays.read(folder=tmp_path)) == []
