"""The documents of the API. Amounts are decimal strings, instants UTC in ISO 8601, spans of time milliseconds."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema


class Error(Schema):
    """What went wrong: a stable code, a sentence for developers, and the values that belong to the code."""

    code: str
    message: str
    parameters: dict[str, Any] = Field(default_factory=dict)


class Problem(Schema):
    """The body of every answer that is no success."""

    error: Error


class Price(Schema):
    """An amount of money."""

    amount: str = Field(examples=["35.00"])
    currency: str = Field(examples=["CHF"])


class Slot(Schema):
    """One tariff of a number's set."""

    slot: int
    name: str
    per_call: str
    per_minute: str


class SetFee(Schema):
    """One fixed fee of a number's set."""

    fee: int
    name: str
    amount: str


class Number(Schema):
    """A service number, with the tariff that is in force now and the set it can be changed to in a call."""

    number: str = Field(examples=["+41900575123"])
    written: str = Field(examples=["0900 575 123"])
    name: str
    class_code: str = Field(examples=["ch-0900"])
    family: Literal["free", "ordinary", "premium"] | None = Field(
        description="The tariff family on record for a French short number, whose digits do not tell it.",
    )
    in_service: bool
    currency: str | None
    per_call: str | None
    per_minute: str | None
    tariffs: list[Slot]
    fees: list[SetFee]


class Numbers(Schema):
    """The numbers of the account."""

    numbers: list[Number]


class Pending(Schema):
    """A change that is on its way."""

    kind: Literal["tariff", "fee"]
    slot: int
    by: str
    phase: str
    effective_at: datetime | None


class LiveCallOut(Schema):
    """A running call. `price` is what the caller owes by now, None where the call costs its caller nothing.

    `state` is "announcing" (the caller hears something), "ringing" or "talking"; `stage` says it more closely: "price",
    "consent", "greeting", "key-test", "ringing", "announcement", "message" or "talking". `treatment` is the name of
    what the routing plan led to.
    """

    id: str
    number: str
    caller: str | None
    state: str
    stage: str
    treatment: str
    destination: str
    setup_at: datetime
    answered_at: datetime | None
    charging_from: datetime | None
    price: Price | None
    slot: int | None
    pending: Pending | None
    cut_off_at: datetime | None


class LiveCalls(Schema):
    """The running calls of the account, the longest-running first."""

    calls: list[LiveCallOut]


class CallOut(Schema):
    """A call that is over. `caller` has its last four digits hidden, and is None where the caller withheld it.

    `treatment` is the name of what the routing plan led to, `destination` the one that answered, else the last tried.
    """

    id: UUID
    number: str
    caller: str | None
    treatment: str
    destination: str | None
    setup_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    result: str
    outcome: str
    reason: str
    price: Price | None
    payout: Price | None
    holder_cost: Price | None


class AttemptOut(Schema):
    """One destination tried."""

    name: str
    address: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: str


class Explanation(Schema):
    """One step of how the price came about: a code and its values (amounts in millionths, time in milliseconds)."""

    code: str
    values: dict[str, Any]


class Evidence(Schema):
    """An announcement that was played to the caller."""

    purpose: str
    language: str
    text: str
    recording: str | None
    revision: int | None
    started_at: datetime
    played_ms: int
    result: str | None
    consented_at: datetime | None


class CallDetail(CallOut):
    """A call with its attempts, the lines of its price and what was said to the caller.

    `announcements` are about the price, `said` is everything else. `message_ms` is the length of the message the caller
    left; `reported`: the destination reported him as a nuisance.
    """

    attempts: list[AttemptOut]
    charging_from: datetime | None
    billed_ms: int | None
    tariff: str | None
    explanation: list[Explanation]
    announcements: list[Evidence]
    said: list[Evidence]
    message_ms: int | None
    reported: bool


class Calls(Schema):
    """A page of calls, the newest first; `older` and `newer` are cursors for the pages beside."""

    calls: list[CallOut]
    older: str | None
    newer: str | None


class TariffIn(Schema):
    """Which tariff of the number's set shall hold."""

    slot: int = Field(ge=1, le=90)


class FeeIn(Schema):
    """Which fixed fee of the number's set shall be charged."""

    fee: int = Field(ge=1, le=9)


class Done(Schema):
    """What came of it: "done" and the instant from which it is in force, or "pending": not settled within a minute."""

    result: Literal["done", "pending"]
    effective_at: datetime | None
