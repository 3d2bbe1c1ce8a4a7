"""The lab's telephones: which names and numbers exist, and how each of them behaves.

A phone is called by name in a SIP address ("sip:busy@lab", "sip:speech-fr-5-hangup-10@lab") or by number through the
carrier. A number is +41 44 555, two digits that say which phone, two digits for its seconds: +41 44 555 11 05 speaks
French after ringing for 5 seconds. The tables here are the only place where names, numbers and behaviours meet.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

NUMBER_PREFIX = "+4144555"
VANISH_AFTER = 3
LANGUAGES = ("de", "fr", "it", "en")


class Kind(StrEnum):
    """What a phone does with a call, seen from the network."""

    ANSWER = "answer"
    VANISH = "vanish"
    REFUSE = "refuse"
    RING_ON = "ring-on"
    TRYING = "trying"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a phone reacts. Times in seconds.

    `ring` passes before it answers or refuses; `sound` is what an answering phone plays; `talk` passes from its answer
    until it hangs up or vanishes, 0 means never; `status` is the SIP status of a refusal. `presses` are keys with the
    seconds to wait before each: (2, "*12"), (3, "*13") presses *12 two seconds after its answer, *13 three later.
    """

    kind: Kind
    ring: int = 0
    sound: str = "none"
    talk: int = 0
    status: int = 0
    presses: tuple[tuple[int, str], ...] = ()

    @property
    def extension(self) -> str:
        """The behaviour as an extension of the lab's dialplan, in columns that the dialplan can take apart."""
        if self.presses:
            return f"k{self.ring:03}" + "_".join(f"{wait}_{keys}" for wait, keys in self.presses)
        if self.kind in (Kind.ANSWER, Kind.VANISH):
            return f"a{self.ring:03}{self.talk:04}{self.sound}"
        if self.kind is Kind.REFUSE:
            return f"r{self.ring:03}{self.status:03}"
        return self.kind.value


@dataclass(frozen=True, slots=True)
class Phone:
    """One kind of telephone: its name, the two digits that lead to it, and what the seconds in its number mean."""

    name: str
    digits: str
    behaviour: Behaviour
    seconds: str
    text: str

    def number(self, seconds: int = 0) -> str:
        """The E.164 number of this phone with these seconds (0 to 99)."""
        return f"{NUMBER_PREFIX}{self.digits}{seconds:02}"


UNKNOWN = Behaviour(kind=Kind.REFUSE, status=404)
_RING, _TALK, _PRESS, _NOTHING = "ring", "talk", "press", ""


def _answering(name: str, digits: str, sound: str, text: str) -> Phone:
    return Phone(name, digits, Behaviour(kind=Kind.ANSWER, sound=sound), _RING, text)


def _refusing(name: str, digits: str, status: int, text: str) -> Phone:
    return Phone(name, digits, Behaviour(kind=Kind.REFUSE, status=status), _RING, text)


def _pressing(name: str, digits: str, keys: str, text: str) -> Phone:
    return Phone(name, digits, Behaviour(kind=Kind.ANSWER, sound="speech-de", presses=((6, keys),)), _PRESS, text)


PHONES: tuple[Phone, ...] = (
    _answering("speech", "10", "speech-de", "answers and speaks German"),
    _answering("speech-de", "10", "speech-de", "answers and speaks German"),
    _answering("speech-fr", "11", "speech-fr", "answers and speaks French"),
    _answering("speech-it", "12", "speech-it", "answers and speaks Italian"),
    _answering("speech-en", "13", "speech-en", "answers and speaks English"),
    _answering("music", "14", "music", "answers and plays music"),
    _answering("echo", "15", "echo", "answers and sends back the sound it hears; # ends the call"),
    _answering("answer", "16", "none", "answers and says nothing"),
    _answering("keys", "17", "keys", "answers and sends back the keys pressed, a second after the last one"),
    _pressing("change", "18", "*12", "answers, speaks, presses *12: tariff 12 of the set"),
    _pressing("charge", "19", "*91", "answers, speaks, presses *91: fee 1 of the set"),
    Phone("brief", "20", Behaviour(kind=Kind.ANSWER, sound="speech-de", talk=10), _TALK, "answers, speaks, hangs up"),
    Phone(
        "vanish", "21", Behaviour(kind=Kind.VANISH, sound="speech-de", talk=VANISH_AFTER), _TALK,
        "answers, speaks, then is gone without a word: no BYE, no sound, no reply",
    ),
    _pressing("report", "22", "*00", "answers, speaks, presses *00: reports the caller"),
    _refusing("busy", "30", 486, "is busy (486)"),
    _refusing("refuse", "31", 603, "refuses the call (603)"),
    _refusing("forbidden", "32", 403, "refuses the call (403)"),
    _refusing("error", "33", 503, "answers with a server's error (503)"),
    _refusing("unknown", "34", 404, "does not exist (404)"),
    _refusing("away", "35", 480, "is not there for the moment (480)"),
    Phone("silent", "40", Behaviour(kind=Kind.RING_ON), _NOTHING, "rings on and never answers"),
    Phone("trying", "41", Behaviour(kind=Kind.TRYING), _NOTHING, "says 100 Trying and never rings"),
    Phone("unreachable", "42", Behaviour(kind=Kind.UNREACHABLE), _NOTHING, "does not react at all"),
)  # fmt: skip

_BY_NAME = {phone.name: phone for phone in PHONES}
_BY_DIGITS = {phone.digits: phone for phone in PHONES}
_NAME = re.compile(r"(?P<name>[a-z]+(?:-[a-z]{2})?)(?:-(?P<seconds>[0-9]{1,3}))?(?:-hangup-(?P<talk>[0-9]{1,4}))?")
_STATUS = re.compile(r"status-(?P<status>[456][0-9]{2})(?:-(?P<seconds>[0-9]{1,3}))?")
_SCRIPT = re.compile(r"press(?P<presses>(?:-[0-9]{1,3}-[0-9*]{1,8}){1,8})")
_NUMBER = re.compile(re.escape(NUMBER_PREFIX) + r"(?P<digits>[0-9]{2})(?P<seconds>[0-9]{2})")


def phone(*, name: str) -> Phone:
    """The phone of that name. Raises KeyError."""
    return _BY_NAME[name]


def behaviour(*, user: str) -> Behaviour:
    """How the phone behind the user part of a SIP address reacts; total, since a network answers every call.

    Understands the phones' names with their seconds ("busy", "speech-fr-5", "answer-2-hangup-10", "vanish-4"), any
    refusal ("status-480-3": 480 after ringing for 3 s), any keys ("press-2-*12-3-*13": answers, speaks, presses *12
    after two seconds and *13 three seconds later) and the lab's numbers in E.164 form. Anything else does not exist:
    404.
    """
    number = _NUMBER.fullmatch(user)
    if number is not None:
        found = _BY_DIGITS.get(number["digits"])
        return UNKNOWN if found is None else _with_seconds(found, int(number["seconds"]))
    status = _STATUS.fullmatch(user)
    if status is not None:
        return Behaviour(kind=Kind.REFUSE, status=int(status["status"]), ring=int(status["seconds"] or 0))
    script = _SCRIPT.fullmatch(user)
    if script is not None:
        return _with_presses(script["presses"])
    name = _NAME.fullmatch(user)
    found = _BY_NAME.get(name["name"]) if name is not None else None
    if name is None or found is None:
        return UNKNOWN
    plain = found.behaviour if name["seconds"] is None else _with_seconds(found, int(name["seconds"]))
    if name["talk"] is None:
        return plain
    return replace(plain, talk=int(name["talk"])) if found.behaviour.kind is Kind.ANSWER else UNKNOWN


def _with_presses(written: str) -> Behaviour:
    parts = written.split("-")[1:]
    presses = tuple((max(1, int(wait)), keys) for wait, keys in zip(parts[::2], parts[1::2], strict=True))
    return Behaviour(kind=Kind.ANSWER, sound="speech-de", presses=presses)


def _with_seconds(phone: Phone, seconds: int) -> Behaviour:
    if phone.seconds == _RING:
        return replace(phone.behaviour, ring=seconds)
    if phone.seconds == _TALK:
        # A talk of 0 seconds would mean "never" further down: the shortest that can be told is one second.
        return replace(phone.behaviour, talk=max(1, seconds))
    if phone.seconds == _PRESS:
        return replace(phone.behaviour, presses=((max(1, seconds), phone.behaviour.presses[0][1]),))
    return phone.behaviour
