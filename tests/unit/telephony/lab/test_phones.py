"""The lab's phones: what is dialled, and what the phone then does."""

import pytest

from smartnumbers.core.routing.destinations import SipDestination, TelephoneDestination
from smartnumbers.telephony.lab.phones import LANGUAGES, PHONES, UNKNOWN, Behaviour, Kind, behaviour, phone


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("busy", Behaviour(kind=Kind.REFUSE, status=486)),
        ("busy-3", Behaviour(kind=Kind.REFUSE, status=486, ring=3)),
        ("status-480-2", Behaviour(kind=Kind.REFUSE, status=480, ring=2)),
        ("speech-fr", Behaviour(kind=Kind.ANSWER, sound="speech-fr")),
        ("speech-fr-5", Behaviour(kind=Kind.ANSWER, sound="speech-fr", ring=5)),
        ("speech-5", Behaviour(kind=Kind.ANSWER, sound="speech-de", ring=5)),
        ("answer-2-hangup-10", Behaviour(kind=Kind.ANSWER, ring=2, talk=10)),
        ("music-hangup-4", Behaviour(kind=Kind.ANSWER, sound="music", talk=4)),
        ("vanish-4", Behaviour(kind=Kind.VANISH, sound="speech-de", talk=4)),
        ("brief-0", Behaviour(kind=Kind.ANSWER, sound="speech-de", talk=1)),
        ("silent", Behaviour(kind=Kind.RING_ON)),
        ("trying", Behaviour(kind=Kind.TRYING)),
        ("unreachable", Behaviour(kind=Kind.UNREACHABLE)),
        ("change-2", Behaviour(kind=Kind.ANSWER, sound="speech-de", presses=((2, "*12"),))),
        ("+41445551900", Behaviour(kind=Kind.ANSWER, sound="speech-de", presses=((1, "*91"),))),
        (
            "press-2-*12-0-**7",
            Behaviour(kind=Kind.ANSWER, sound="speech-de", presses=((2, "*12"), (1, "**7"))),
        ),
        ("+41445551105", Behaviour(kind=Kind.ANSWER, sound="speech-fr", ring=5)),
        ("+41445552008", Behaviour(kind=Kind.ANSWER, sound="speech-de", talk=8)),
        ("+41445553000", Behaviour(kind=Kind.REFUSE, status=486)),
        ("+41445554207", Behaviour(kind=Kind.UNREACHABLE)),
    ],
)
def test_what_is_dialled_says_what_the_phone_does(user: str, expected: Behaviour) -> None:
    assert behaviour(user=user) == expected


@pytest.mark.parametrize(
    "user",
    [
        "",
        "nobody",
        "press",
        "press-2",
        "press-2-*12-3",
        "press-2-#",
        "busy-hangup-3",
        "busy-1000",
        "status-200",
        "+41445559900",
        "+4144555300",
        "+41791234567",
        "é",
    ],
)
def test_whatever_else_is_dialled_does_not_exist(user: str) -> None:
    assert behaviour(user=user) == UNKNOWN


def test_every_phone_is_reached_by_its_name_and_by_its_number() -> None:
    for each in PHONES:
        assert behaviour(user=each.name) == each.behaviour, each.name
        assert behaviour(user=each.number(7)) == behaviour(user=f"{each.name}-7"), each.name


def test_every_phone_can_be_a_destination() -> None:
    for each in PHONES:
        assert TelephoneDestination.parse(each.number()).number == each.number()
        assert SipDestination.parse(f"{each.name}@127.0.0.1:6060").uri == f"sip:{each.name}@127.0.0.1:6060"


def test_a_phone_speaks_every_language() -> None:
    assert {phone(name=f"speech-{language}").behaviour.sound for language in LANGUAGES} == {
        f"speech-{language}" for language in LANGUAGES
    }


def test_the_extension_has_fixed_columns() -> None:
    assert behaviour(user="speech-fr-5-hangup-10").extension == "a0050010speech-fr"
    assert behaviour(user="press-2-*12-3-*91").extension == "k0002_*12_3_*91"
    assert behaviour(user="busy-12").extension == "r012486"
    assert behaviour(user="silent").extension == "ring-on"
