"""What came of looking a call up: a list of stages to go through, and the trace that led there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.core.tariffs.prompting import Prompt


class Presentation(StrEnum):
    """Whether a caller's number may be shown (RFC 3325, section 9.3; Q.931 presentation indicator)."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    UNAVAILABLE = "unavailable"


class Refusal(StrEnum):
    """Why a call goes nowhere."""

    UNKNOWN_NUMBER = "unknown-number"
    OUT_OF_SERVICE = "out-of-service"
    BLOCKED = "blocked"
    REPORTED = "reported"
    WITHHELD = "withheld"
    COUNTRY_BLOCKED = "country-blocked"
    NOT_WELCOME = "not-welcome"
    TOO_MANY_CALLS = "too-many-calls"
    GAP = "gap"
    LOOP = "loop"
    NO_DESTINATION = "no-destination"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a canonical number, or "" where none came, and the name that its network sends with it, if any."""

    number: str
    presentation: Presentation
    name: str = ""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One thing looked at; `code` is stable, `values` belong into its sentence."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a destination's telephone is to show; "" where it must not know the caller."""

    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Greet:
    """Say something before anybody is rung; then go on."""

    kind: ClassVar[str] = "greet"

    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class KeyTest:
    """Let the caller press `key`, which the prompts tell; who does not is turned away."""

    kind: ClassVar[str] = "key-test"

    prompts: tuple[Prompt, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring these at once (usually one); where none takes the call and the outcomes allow it, go on."""

    kind: ClassVar[str] = "dial"

    entries: tuple[ChainEntry, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Say something and hang up, without ever answering."""

    kind: ClassVar[str] = "say"

    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Answer, say something, record what the caller says after a tone, hang up; the sound goes to `email`."""

    kind: ClassVar[str] = "take-message"

    prompts: tuple[Prompt, ...]
    email: str
    max_seconds: int


Stage = Greet | KeyTest | Dial | Say | TakeMessage


@dataclass(frozen=True, slots=True)
class Decision:
    """Either a refusal, or the stages to go through in their order; in both cases the trace that led there.

    `treatment` and `treatment_id` name what the plan led to first ("" where it led nowhere); a Say or TakeMessage can
    only be the last stage. `reports`: the destination may report this caller as a nuisance with its telephone's keys,
    for the plan has it so and the caller's number is known.
    """

    refusal: Refusal | None
    stages: tuple[Stage, ...]
    shown: Shown
    trace: tuple[TraceStep, ...]
    treatment_id: str = ""
    treatment: str = ""
    reports: bool = False
    turns: tuple[tuple[str, str], ...] = ()

    @property
    def entries(self) -> tuple[ChainEntry, ...]:
        """All destinations that may be rung, in their order; attempts count their positions in it from 1."""
        return tuple(entry for stage in self.stages if isinstance(stage, Dial) for entry in stage.entries)


class Circumstances(Protocol):
    """What the switch remembers, beyond profiles, that a decision may depend on. Instants in milliseconds."""

    def calls_since(self, *, number: str, caller: str, since: int) -> int:
        """How many calls to a number this caller has made since an instant, the present one not counted."""

    def passed_test_since(self, *, number: str, caller: str, since: int) -> bool:
        """Whether this caller has passed the number's key test since an instant."""

    def reported_until(self, *, number: str, caller: str) -> int | None:
        """Until when a nuisance report from the telephone turns this caller away; None where there is none."""

    def turn(self, *, number: str, treatment_id: str) -> int:
        """How many calls this treatment's chain has begun so far: whose turn it is."""

    def idle_since(self, *, destination: str) -> int:
        """When the last call of a destination (its address) ended; 0 for never, the present instant while in a call."""


class Nothing:
    """The circumstances of a simulation, and of a switch that has just begun: nothing is remembered."""

    def calls_since(self, *, number: str, caller: str, since: int) -> int:
        """No calls."""
        del number, caller, since
        return 0

    def passed_test_since(self, *, number: str, caller: str, since: int) -> bool:
        """Nobody has."""
        del number, caller, since
        return False

    def reported_until(self, *, number: str, caller: str) -> int | None:
        """Nobody was reported."""
        del number, caller
        return None

    def turn(self, *, number: str, treatment_id: str) -> int:
        """The first one's."""
        del number, treatment_id
        return 0

    def idle_since(self, *, destination: str) -> int:
        """All have been idle for ever."""
        del destination
        return 0


NOTHING_REMEMBERED = Nothing()
