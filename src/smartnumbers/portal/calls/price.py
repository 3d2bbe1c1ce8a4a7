"""The price of a call as its page shows it: what counts, how it came about line by line, and what was corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.counting import money_of
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.pricewords import price_words, uncharged_words
from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.callcontrol.documents import charging_from_document


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One correction: from what to what, why, by whom."""

    before: str
    after: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePanel:
    """What a call cost: amounts with their currency, "" where there is no such thing.

    `free` says why nothing was charged; `lines` are those of the record, also where it was corrected since.
    """

    price: str
    free: str
    lines: Sequence[str]
    payout: str
    holder_cost: str
    tariff: str
    corrections: Sequence[CorrectionRow]


def price_panel(call: CallRecord) -> PricePanel | None:
    """The price of a call; None where nothing is known of money, as for a number without a tariff."""
    if call.charging is None and call.amount is None and call.payout is None and call.holder_cost is None:
        return None
    charging = None if call.charging is None else charging_from_document(call.charging)
    counts = money_of(call)

    def written(amount: int | None) -> str:
        return "" if amount is None else money(amount, counts.currency)

    steps = () if charging is None else (charging.rated or {}).get("explanation", ())
    return PricePanel(
        price=written(counts.amount),
        free=uncharged_words(charging.uncharged) if charging is not None and charging.uncharged else "",
        lines=[price_words(step["code"], step["values"]) for step in steps],
        payout=written(counts.payout),
        holder_cost=written(counts.holder_cost),
        tariff=_tariff(call),
        corrections=[
            CorrectionRow(
                before=written(row.old_amount), after=written(row.new_amount), reason=row.reason, at=row.at, by=row.by
            )
            for row in call.corrections.all()
        ],
    )


def _tariff(call: CallRecord) -> str:
    """The tariff of the record; of a call that was taken over, only its code is known."""
    if call.tariff_version is None:
        return call.tariff_code
    return _("%(code)s, version %(version)d") % {"code": call.tariff_code, "version": call.tariff_version}
