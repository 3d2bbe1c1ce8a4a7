"""What must be said, and agreed, before money is taken: at the start of a call and when a price changes in it.

The thresholds are data of the number's class (`numbering.rules`): in Switzerland OIP art. 11a, in France the order of
10 June 2009. Here they meet the prices of a tariff.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from smartnumbers.core.numbering.rulebook import Announcement, Consent, NumberRules, Payer
from smartnumbers.core.numbering.rulebook import Duty as Due
from smartnumbers.core.tariffs.documents import count, optional, take
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import TariffVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What is owed to the caller before a price holds.

    `announce`: say the price, free of charge. `consent`: charge only what the caller accepted expressly. `pause_ms`:
    free time after the announcement. `beep`: a tone ends it. `skip_key`: what the caller may press to end it sooner.
    """

    announce: bool = False
    consent: bool = False
    pause_ms: int = 0
    beep: bool = False
    skip_key: str | None = None


NO_DUTY = Duty()


class ChangeRefusal(StrEnum):
    """Why a class of numbers has no change of price, and no fee, while a call runs."""

    ONE_PRICE = "price-change-not-allowed"
    FREE = "price-change-number-free"
    TIME_ONLY = "price-change-time-only"
    ORDINARY = "price-change-number-ordinary"


def duty_at_start(*, version: TariffVersion, rules: NumberRules) -> Duty:
    """What is due before a call is charged under the version; of its bands the dearest counts."""
    tariff = version.tariff
    per_minute = max(tariff.per_minute, *(band.per_minute for band in version.bands), 0)
    said = rules.announcement
    # Where every price is announced, no price is none: a French short number may be free.
    above = 0 if said.duty is Due.ALWAYS else said.above
    announce = said.duty is not Due.NEVER and above is not None and max(tariff.per_call, per_minute) > above
    consent = _consent(rules.consent, fees=tariff.per_call, per_minute=per_minute)
    return _duty(said, announce=announce or consent, consent=consent)


def duty_of_change(*, old: Tariff, new: Tariff, rules: NumberRules, agreed_fees: int = 0) -> Duty:
    """What is due before the price changes from `old` to `new` during a call.

    The new tariff's price per call is a fixed fee of the change. `agreed_fees` (millionths) is what was agreed in
    fixed fees before, the first price per call included: the threshold of consent is for their sum.
    """
    if new.per_call == 0 and new.per_minute == old.per_minute:
        return NO_DUTY
    fees = agreed_fees + new.per_call if new.per_call else 0
    return _duty(
        rules.announcement,
        announce=rules.announcement.change is Due.ALWAYS,
        consent=_consent(rules.consent, fees=fees, per_minute=new.per_minute),
    )


def duty_of_fee(*, amount: int, agreed_fees: int, rules: NumberRules) -> Duty:
    """What is due before a fixed fee (millionths) is charged during a call; `agreed_fees` as in `duty_of_change`."""
    return _duty(
        rules.announcement,
        announce=rules.announcement.change is Due.ALWAYS,
        consent=_consent(rules.consent, fees=agreed_fees + amount, per_minute=0),
    )


def refusal_of_change(*, rules: NumberRules) -> ChangeRefusal | None:
    """Why neither price nor fee may change during a call to a number of the class; None where they may."""
    if rules.mid_call_change_allowed:
        return None
    if rules.country == "FR":
        return ChangeRefusal.ONE_PRICE
    if rules.payer is Payer.HOLDER:
        return ChangeRefusal.FREE
    return ChangeRefusal.TIME_ONLY if rules.payer is Payer.SHARED else ChangeRefusal.ORDINARY


def refusal_sentence(refusal: ChangeRefusal) -> str:
    """The reason in English, for the command line; the portal says it in the reader's language."""
    return {
        ChangeRefusal.ONE_PRICE: "one price from the first second to the last: no change and no fee during a call",
        ChangeRefusal.FREE: "free for the caller: nothing can be charged during a call",
        ChangeRefusal.TIME_ONLY: "time alone may be charged, at one price: no change and no fee during a call",
        ChangeRefusal.ORDINARY: "the service has no price that could change during a call",
    }[refusal]


def _consent(consent: Consent | None, *, fees: int, per_minute: int) -> bool:
    return consent is not None and (fees > consent.fee_above or per_minute > consent.per_minute_above)


def _duty(said: Announcement, *, announce: bool, consent: bool) -> Duty:
    if not announce:
        return NO_DUTY
    return Duty(announce=True, consent=consent, pause_ms=said.pause_ms, beep=said.beep, skip_key=said.skip_key)


def duty_document(duty: Duty) -> dict[str, Any]:
    """The JSON document of a duty; `parse_duty` gives it back."""
    return {
        "announce": duty.announce,
        "consent": duty.consent,
        "pause_ms": duty.pause_ms,
        "beep": duty.beep,
        "skip_key": duty.skip_key,
    }


def parse_duty(source: Any, *, place: str = "") -> Duty:
    """The duty of a JSON document. Raises TariffInvalid, naming the field behind `place`."""
    return Duty(
        announce=take(source, "announce", bool, place),
        consent=take(source, "consent", bool, place),
        pause_ms=count(source, "pause_ms", place),
        beep=take(source, "beep", bool, place),
        skip_key=optional(source, "skip_key", str, place),
    )
