"""What counts of a call's money: what its record says, or the last correction of it."""

from dataclasses import dataclass

from smartnumbers.apps.callrecords.models import CallRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Amounts in millionths of `currency`, each None where there is no such thing.

    `amount` is what the caller pays, `holder_cost` what the holder pays, `payout` what the holder gets.
    """

    currency: str
    amount: int | None
    holder_cost: int | None
    payout: int | None
    corrected: bool = False


def money_of(call: CallRecord) -> Money:
    """What counts of a call; its corrections should have been fetched with it."""
    corrections = list(call.corrections.all())
    if not corrections:
        return Money(currency=call.currency, amount=call.amount, holder_cost=call.holder_cost, payout=call.payout)
    last = corrections[-1]
    return Money(
        currency=call.currency,
        amount=last.new_amount,
        # A correction writes 0 where a tariff has no such thing.
        holder_cost=last.new_holder_cost if last.new_holder_cost or call.holder_cost is not None else None,
        payout=last.new_payout if last.new_payout or call.payout is not None else None,
        corrected=True,
    )
