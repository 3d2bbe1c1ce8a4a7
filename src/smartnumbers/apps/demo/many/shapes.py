"""What the made-up calls of one number are like."""

from dataclasses import dataclass, field

from smartnumbers.core.tariffs.version import TariffVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere calls are led: its name and address, and how it takes them, as shares that add up to 1.

    What is left of answered, busy and refused rings until it is given up after `ring_seconds`.
    """

    name: str
    address: str
    ring_seconds: int = 20
    answered: float = 0.85
    busy: float = 0.08
    refused: float = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One number: whose it is, how many calls of all it has (`weight`), and what those are like.

    `pool` names whose callers these are: numbers of one account share theirs. `growth` is the change in a year (0.2 is
    20 % more), `talk_seconds` the median of a conversation, `patience_seconds` the mean of how long callers wait.
    `since` is the day of the span (from 0) with its first call. `version` rates the calls.
    """

    number: str
    pool: int
    weight: float
    rhythm: str
    talk_seconds: float
    version: TariffVersion
    chain: tuple[Place, ...]
    growth: float = 0.1
    patience_seconds: float = 60.0
    repeat: float = 0.5
    since: int = 0
    region: str = "CH-ZH"
    summer: float = field(default=0.0)
