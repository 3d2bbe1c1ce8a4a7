"""From what the database and call control hold to the documents of the API."""

from datetime import datetime
from typing import Any

from smartnumbers.api import schemas
from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.counting import money_of
from smartnumbers.apps.callrecords.destinations import destination_of
from smartnumbers.apps.callrecords.livecalls import price_at
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.masking import masked
from smartnumbers.core.routing.decision import Presentation


def live_document(*, access: Access, call: LiveCall, at: int) -> schemas.LiveCallOut:
    """A running call, priced at an instant (milliseconds)."""
    pending = call.pending
    return schemas.LiveCallOut(
        id=call.call_id,
        number=call.number,
        caller=_caller(access, call.caller, call.presentation),
        state=call.state.value,
        stage=call.stage,
        treatment=call.treatment,
        destination=call.destination_name or call.destination_address,
        setup_at=to_datetime(call.setup_at),
        answered_at=_moment(call.answered_at),
        charging_from=_moment(call.charging_from),
        price=_price(price_at(call=call, at=at), call.currency),
        slot=call.slot,
        pending=None
        if pending is None
        else schemas.Pending(
            kind=pending["kind"],
            slot=pending["slot"],
            by=pending["by"],
            phase=pending["phase"],
            effective_at=_moment(pending["effective_at"]),
        ),
        cut_off_at=_moment(call.cut_off_at),
    )


def call_document(*, access: Access, call: CallRecord) -> schemas.CallOut:
    """A call that is over."""
    return schemas.CallOut(**_call(access, call))


def call_detail(*, access: Access, call: CallRecord) -> schemas.CallDetail:
    """A call that is over, with everything that is kept of it."""
    charging: dict[str, Any] = call.charging or {}
    rated = charging.get("rated") or {}
    return schemas.CallDetail(
        **_call(access, call),
        attempts=[
            schemas.AttemptOut(
                name=attempt.name,
                address=attempt.address,
                started_at=to_datetime(attempt.started_at),
                answered_at=_moment(attempt.answered_at),
                ended_at=_moment(attempt.ended_at),
                outcome=attempt.outcome,
            )
            for attempt in call.attempts.all()
        ],
        charging_from=_moment(call.charging_from),
        billed_ms=call.billed_ms,
        tariff=call.tariff_code or None,
        explanation=[schemas.Explanation(**step) for step in rated.get("explanation", ())],
        announcements=[_evidence(prompt) for prompt in charging.get("prompts", ())],
        said=[_evidence(prompt) for prompt in call.said],
        message_ms=None if call.message is None else call.message["ms"],
        reported=call.reported,
    )


def _call(access: Access, call: CallRecord) -> dict[str, Any]:
    money = money_of(call)
    return {
        "id": call.id,
        "number": call.number,
        "caller": _caller(access, call.caller, call.presentation),
        "treatment": call.treatment,
        "destination": destination_of(call=call) or None,
        "setup_at": to_datetime(call.setup_at),
        "answered_at": _moment(call.answered_at),
        "ended_at": to_datetime(call.ended_at),
        "result": call.result,
        "outcome": call.outcome,
        "reason": call.reason,
        "price": _price(money.amount, money.currency),
        "payout": _price(money.payout, money.currency),
        "holder_cost": _price(money.holder_cost, money.currency),
    }


def _caller(access: Access, caller: str, presentation: str) -> str | None:
    if access.may(Permission.SEE_WHOLE_CALLERS):
        return caller or None
    return masked(caller) or None if presentation == Presentation.ALLOWED else None


def _price(amount: int | None, currency: str | None) -> schemas.Price | None:
    return (
        None
        if amount is None or not currency
        else schemas.Price(amount=amount_text(amount, decimals=2), currency=currency)
    )


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else to_datetime(milliseconds)


def _evidence(prompt: dict[str, Any]) -> schemas.Evidence:
    return schemas.Evidence(
        **{
            **{name: prompt[name] for name in schemas.Evidence.model_fields},
            "started_at": to_datetime(prompt["started_at"]),
            "consented_at": _moment(prompt["consented_at"]),
        }
    )
