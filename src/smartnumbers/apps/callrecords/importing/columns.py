"""The columns of a file of calls, and the codes of what can be wrong with a line. docs/reference/calls-file.md."""

from enum import StrEnum
from types import MappingProxyType

COLUMNS = (
    "id",
    "reference",
    "number",
    "caller",
    "withheld",
    "started_at",
    "answered_at",
    "ended_at",
    "outcome",
    "hung_up_by",
    "cause",
    "currency",
    "amount",
    "payout",
    "holder_cost",
    "billed_seconds",
    "tariff",
    "destination",
    "destination_name",
    "destination_outcome",
    "attempts",
    "treatment",
    "agent",
    "campaign",
)
REQUIRED = ("number", "started_at", "ended_at")


class Fault(StrEnum):
    """Why a line is not taken over."""

    FIELDS = "wrong-number-of-fields"
    NUMBER = "number-unreadable"
    STOCK = "number-not-in-stock"
    CALLER = "caller-unreadable"
    WITHHELD = "withheld-unreadable"
    START = "started-at-unreadable"
    ANSWER = "answered-at-unreadable"
    END = "ended-at-unreadable"
    ORDER = "times-out-of-order"
    FUTURE = "in-the-future"
    OUTCOME = "outcome-unknown"
    CONTRADICTION = "outcome-and-answer-contradict"
    SIDE = "hung-up-by-unknown"
    CAUSE = "cause-unreadable"
    CURRENCY = "currency-unknown"
    AMOUNT = "amount-unreadable"
    BILLED = "billed-seconds-unreadable"
    ATTEMPTS = "attempts-unreadable"
    ID = "id-unreadable"
    LENGTH = "text-too-long"
    SETTLED = "month-settled"


MEANINGS = MappingProxyType(
    {
        Fault.FIELDS: "it has not as many fields as the first line has columns",
        Fault.NUMBER: "the service number cannot be read",
        Fault.STOCK: "the service number is not on this platform",
        Fault.CALLER: "the caller's number cannot be read",
        Fault.WITHHELD: 'withheld must be "true", "false" or empty',
        Fault.START: "started_at is no time with an offset, such as 2026-11-22T09:30:00+01:00 (or give --zone)",
        Fault.ANSWER: "answered_at is no time with an offset, such as 2026-11-22T09:30:00+01:00 (or give --zone)",
        Fault.END: "ended_at is no time with an offset, such as 2026-11-22T09:30:00+01:00 (or give --zone)",
        Fault.ORDER: "the call must start, then be answered, then end",
        Fault.FUTURE: "the call ends in the future",
        Fault.OUTCOME: "the outcome is none that this platform knows",
        Fault.CONTRADICTION: "a call was answered if and only if it has answered_at",
        Fault.SIDE: 'hung_up_by must be "caller", "destination" or "platform"',
        Fault.CAUSE: "the cause must be a Q.850 cause, 1 to 127",
        Fault.CURRENCY: "an amount needs a currency: CHF or EUR",
        Fault.AMOUNT: "an amount must be like 1.25, not negative, with at most six decimals",
        Fault.BILLED: "billed_seconds must be a number of seconds, not negative",
        Fault.ATTEMPTS: "the attempts cannot be read",
        Fault.ID: "the id is no UUID",
        Fault.LENGTH: "a text is longer than 200 characters (tariff: 40)",
        Fault.SETTLED: "the call lies in a month that is settled",
    }
)
