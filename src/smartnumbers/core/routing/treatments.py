"""What can be done with a call: the treatments that a plan's windows lead to.

A treatment has an id that is unique within its plan and a name that people gave it. Treatments lead to each other by
id (`then`, `otherwise`, the arms of branches); `check` sees to it that they lead somewhere and never in a circle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from smartnumbers.core.routing.destinations import Destination


class MoveOn(StrEnum):
    """How a destination may fail to take a call; the values are those of `callcontrol.record.AttemptOutcome`.

    A destination that has as many calls as it may have counts as busy.
    """

    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REFUSED = "refused"
    ERROR = "error"
    UNREACHABLE = "unreachable"


ALWAYS = frozenset(MoveOn)


class Strategy(StrEnum):
    """In which order the destinations of a chain are rung."""

    IN_ORDER = "in-order"
    AT_ONCE = "at-once"
    IN_TURN = "in-turn"
    BY_WEIGHT = "by-weight"
    LONGEST_IDLE = "longest-idle"


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One destination of a chain with its ring time (seconds).

    `destination_id` is that of the named destination (its address where it has no name of its own), `limit` how many
    calls it takes at once (None: any number), `paused` that it gets none for now. A call goes on after the outcomes in
    `moves_on`; after any other it ends with that outcome. `weight` (1-100) counts where the strategy is BY_WEIGHT.
    """

    destination: Destination
    name: str
    ring_seconds: int
    destination_id: str = ""
    limit: int | None = None
    paused: bool = False
    moves_on: frozenset[MoveOn] = ALWAYS
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be said to a caller, in each of `languages` in turn.

    `texts` holds the words by language. "{hours}" in them becomes the opening hours of the plan, "{price}" the price
    announcement of the number at that instant; a language without words says the hours. An own recording (its content
    hash) stands for all of it. No languages: the number's spoken language.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Ring destinations; where none takes the call, go on with the treatment `then`, or end the call (None)."""

    kind: ClassVar[str] = "chain"

    entries: tuple[ChainEntry, ...]
    strategy: Strategy = Strategy.IN_ORDER
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """Say something and hang up; the call is not answered, so that nobody pays for it."""

    kind: ClassVar[str] = "announcement"

    message: Message


@dataclass(frozen=True, slots=True)
class Voicemail:
    """Say something, record what the caller says after the tone (at most `max_seconds`), and mail it to `email`."""

    kind: ClassVar[str] = "voicemail"

    message: Message
    email: str
    max_seconds: int = 120


@dataclass(frozen=True, slots=True)
class Flow:
    """Hand the call to the IVR flow of that id; while there is none in force, go on with `otherwise`."""

    kind: ClassVar[str] = "flow"

    flow: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """Do what the plan of another number of the same account does at this instant (canonical number)."""

    kind: ClassVar[str] = "number"

    number: str


class ConditionKind(StrEnum):
    """What a branch can ask about the caller; what its `values` mean.

    REGION: numbering areas ("ch-044", "fr-01") or language regions ("ch-de", "ch-fr", "ch-it"); LINE: "fixed",
    "mobile"; COUNTRY: ISO 3166 codes ("CH", "FR"); WITHHELD and KNOWN take none, or for KNOWN a number of days ("90")
    within which the caller called this number before; LIST: ids of caller lists; SHARE: one percentage ("25"), of
    callers, always the same ones.
    """

    REGION = "region"
    LINE = "line"
    COUNTRY = "country"
    WITHHELD = "withheld"
    KNOWN = "known"
    LIST = "list"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about the caller; `negated` turns the answer round."""

    kind: ConditionKind
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """Callers for whom every one of `when` holds go on with the treatment `then`."""

    when: tuple[Condition, ...]
    then: str


@dataclass(frozen=True, slots=True)
class Branches:
    """The first arm whose conditions hold is taken; callers of no arm go on with `otherwise`."""

    kind: ClassVar[str] = "branches"

    arms: tuple[Arm, ...]
    otherwise: str


Action = Chain | Announcement | Voicemail | Flow | OtherNumber | Branches


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done with a call, under the name its holder gave it."""

    treatment_id: str
    name: str
    action: Action
