"""A call as it is read from the record for the replica."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptOfRecord:
    """One destination tried. `destination` is its id, "" where it had none; `ring` ends with its answer or end."""

    ordinal: int
    destination: str
    name: str
    address: str
    outcome: str
    carrier: str
    started_at: int
    ring: int
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOfRecord:
    """One call, its price as it is in force. Instants and durations in milliseconds, money in millionths.

    `shown` says whether a caller showed his number. The source leaves out the number of who did not: what withholds
    itself cannot be filtered, counted or recognised by anybody.
    """

    sequence: int
    id: UUID
    account: int | None
    number: str
    caller: str
    shown: bool
    setup_at: int
    answered_at: int | None
    ended_at: int
    result: str
    outcome: str
    hung_up_by: str
    cause: int
    currency: str
    amount: int | None
    holder_cost: int | None
    payout: int | None
    billed_ms: int | None
    corrected: bool
    tariff: str
    treatment: str
    agent: str
    campaign: str
    attempts: tuple[AttemptOfRecord, ...]
