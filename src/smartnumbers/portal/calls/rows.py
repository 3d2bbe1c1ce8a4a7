"""Calls as lists show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.counting import money_of
from smartnumbers.apps.callrecords.destinations import destination_of
from smartnumbers.apps.callrecords.localdays import day_of
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.wording import OUTCOMES, caller_words, words
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.portal.calls.looks import OUTCOMES as LOOKS
from smartnumbers.portal.calls.looks import PLAIN, Look


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of a list of calls; `where` is the destination that answered, else the last one tried, else what was
    done with the call.

    `price` is what the caller pays, "" where nothing is known of money; `free`: that is nothing; `corrected`: the
    record says something else.
    """

    call: CallRecord
    caller: str
    number_name: str
    where: str
    tried: int
    outcome: str
    look: Look
    day: date
    currency: str
    price: str
    free: bool
    corrected: bool


def call_rows(*, access: Access, calls: Sequence[CallRecord]) -> list[CallRow]:
    """The lines of some calls, with what this access may see of their callers."""
    names = number_names(access=access, written={call.number for call in calls})
    return [_row(access, call, names) for call in calls]


def number_names(*, access: Access, written: set[str]) -> Mapping[str, str]:
    """The holder's names of some canonical numbers, as far as this access covers them."""
    return dict(numbers(access=access).filter(number__in=written).values_list("number", "name"))


def _row(access: Access, call: CallRecord, names: Mapping[str, str]) -> CallRow:
    money = money_of(call)
    return CallRow(
        call=call,
        caller=caller_words(access=access, caller=call.caller, presentation=call.presentation),
        number_name=names.get(call.number, ""),
        where=destination_of(call=call) or call.treatment,
        tried=len(call.attempts.all()),
        outcome=words(OUTCOMES, call.outcome),
        look=LOOKS.get(call.outcome, PLAIN),
        day=day_of(call.setup_at),
        currency=money.currency,
        price="" if money.amount is None else figure(money.amount),
        free=money.amount == 0 and not money.corrected,
        corrected=money.corrected,
    )
