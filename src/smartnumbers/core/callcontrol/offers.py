"""What is offered to the caller when a tariff or a fee is asked for, or why it may not be offered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartnumbers.core.callcontrol.call import Call, Meter, Request
from smartnumbers.core.callcontrol.events import TariffAsked
from smartnumbers.core.callcontrol.metering import agreed_fees, rules_of, tariff_at, uncharged
from smartnumbers.core.callcontrol.record import Purpose
from smartnumbers.core.callcontrol.requests import (
    IN_FORCE_ALREADY,
    NO_TARIFF_SET,
    NOT_CHARGED,
    OVER_CAP,
    OVER_CEILING,
    REFUSED,
    UNKNOWN_SLOT,
)
from smartnumbers.core.numbering.rules import NumberRules
from smartnumbers.core.rating.meter import meter as price_at
from smartnumbers.core.tariffs.duty import Duty, duty_of_change, duty_of_fee, refusal_of_change
from smartnumbers.core.tariffs.prompting import Prompt, change_prompt, fee_prompt
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.tariffset import TariffSet
from smartnumbers.core.tariffs.validation import faults


@dataclass(frozen=True, slots=True)
class Offer:
    """What is said to both sides, and what is owed to the caller before it holds."""

    purpose: Purpose
    prompt: Prompt
    duty: Duty


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing is offered: a code of `requests` and what belongs into its sentence."""

    result: str
    parameters: Mapping[str, int | str] = field(default_factory=dict)


def offer_of(call: Call, request: Request, at: int) -> Offer | Refused:
    """What is said for a request at the instant `at`, or why it is refused."""
    rules, meter = rules_of(call), call.meter
    barred = None if rules is None else refusal_of_change(rules=rules)
    if rules is None or barred is not None:
        code = NOT_CHARGED if barred is None else f"{REFUSED}{barred.value}"
        return Refused(code, {"class_code": call.charging.class_code})
    if meter is None:
        return Refused(NOT_CHARGED, {"reason": uncharged(call) or ""})
    tariff_set = call.charging.tariff_set
    if not tariff_set.slots and not tariff_set.fees:
        return Refused(NO_TARIFF_SET)
    if isinstance(request, TariffAsked):
        return _tariff(call, meter, rules, request.slot, at)
    return _fee(call, meter, rules, request.fee, at)


def slot_tariff(call: Call, slot: int) -> Tariff:
    """The tariff of a slot of the number's set, with the terms the call began with."""
    prices = call.charging.tariff_set.slots[slot]
    return reprice(call.charging.version.tariff, per_call=prices.per_call, per_minute=prices.per_minute)


def _tariff(call: Call, meter: Meter, rules: NumberRules, slot: int, at: int) -> Offer | Refused:
    prices = call.charging.tariff_set.slots.get(slot)
    if prices is None:
        return Refused(UNKNOWN_SLOT, {"slot": slot})
    if slot == meter.slot:
        return Refused(IN_FORCE_ALREADY, {"slot": slot})
    refused = _over(meter, rules, TariffSet(slots={slot: prices}), prices.per_call, at)
    if refused is not None:
        return refused
    old, new = tariff_at(meter, at), slot_tariff(call, slot)
    duty = duty_of_change(old=old, new=new, rules=rules, agreed_fees=agreed_fees(meter))
    return Offer(Purpose.CHANGE, change_prompt(new=new, old=old, duty=duty, language=call.charging.language), duty)


def _fee(call: Call, meter: Meter, rules: NumberRules, number: int, at: int) -> Offer | Refused:
    fee = call.charging.tariff_set.fees.get(number)
    if fee is None:
        return Refused(UNKNOWN_SLOT, {"slot": number})
    refused = _over(meter, rules, TariffSet(fees={number: fee}), fee.amount, at)
    if refused is not None:
        return refused
    duty = duty_of_fee(amount=fee.amount, agreed_fees=agreed_fees(meter), rules=rules)
    currency, language = meter.timeline.terms.currency, call.charging.language
    return Offer(Purpose.FEE, fee_prompt(fee=fee, currency=currency, duty=duty, language=language), duty)


def _over(meter: Meter, rules: NumberRules, asked: TariffSet, amount: int, at: int) -> Refused | None:
    """Why the price asked for is too high, in itself or with what the call costs already."""
    broken = faults(set=asked, rules=rules)
    if broken:
        return Refused(OVER_CEILING, {"rule": broken[0].code, "source": broken[0].source})
    cap = meter.timeline.terms.cap
    if cap is not None and price_at(timeline=meter.timeline, now=at - meter.charging_from) + amount > cap:
        return Refused(OVER_CAP, {"cap": cap})
    return None
