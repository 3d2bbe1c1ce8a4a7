"""The running price of a call: from when it is charged, its time line, and when its money or its time is over."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from smartnumbers.core.callcontrol.call import Call, Meter, Step
from smartnumbers.core.callcontrol.commands import Command, StopTimer, Timer, WakeAt
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.rules import NumberRules, rules_at
from smartnumbers.core.rating.meter import end_of_money
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.bands import band_changes, priced_at
from smartnumbers.core.tariffs.charging import Charging
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.version import TariffVersion

HORIZON_MS = 48 * 3600 * 1000
"""How far ahead of a running call its bands are looked up; the record has them as far as the call lasted."""

WARNING_MS = 30_000
SHORTEST_WARNING_MS = 10_000
"""Where a change brings the end nearer than the usual warning, it is given at once if so much is left."""

FREE = "free-number"
ANNOUNCEMENT = "announcement"
VOICEMAIL = "voicemail"
NOBODY_REACHED = (ANNOUNCEMENT, VOICEMAIL)
"""Why calls that lead to an announcement or a message cost nothing, even where the caller had to be answered."""

STOP_METERING = (StopTimer(timer=Timer.WARNING), StopTimer(timer=Timer.CUTOFF))


def rules_of(call: Call) -> NumberRules | None:
    """The rules of the number's class on the day the call began; None where the class is unknown."""
    zone = ZoneInfo(call.charging.version.timezone)
    day = to_datetime(call.facts.at).astimezone(zone).date()
    return rules_at(class_code=call.charging.class_code, family=call.charging.family, on=day)


def uncharged(call: Call) -> str | None:
    """The code of the reason why the caller pays nothing whatever happens; None where he may have to."""
    if call.uncharged is not None:
        return call.uncharged
    return None if _may_cost(call.charging) else FREE


def _may_cost(charging: Charging) -> bool:
    version = charging.version
    if version.tariff.per_call or version.tariff.per_minute or any(band.per_minute for band in version.bands):
        return True
    return bool(charging.tariff_set.slots or charging.tariff_set.fees)


def time_line(
    *, version: TariffVersion, charging_from: int, agreed: tuple[Change, ...], fees: tuple[Fee, ...], duration: int
) -> Timeline:
    """The time line of a call over `duration` (ms from `charging_from`).

    It begins with the price at that instant and follows the version's bands until the first change that was agreed
    in the call: from then on the agreed price holds, whatever the clock says.
    """
    first = priced_at(version, charging_from)
    bands = tuple(
        Change(
            at=offset,
            tariff=reprice(first, per_call=first.per_call, per_minute=per_minute),
            charge_per_call=False,
        )
        for offset, per_minute in band_changes(version=version, start=charging_from, duration=duration)
        if not agreed or offset < agreed[0].at
    )
    return Timeline(changes=(Change(at=0, tariff=first), *bands, *agreed), fees=fees)


def start(call: Call, at: int) -> Step:
    """The call with its meter, from the instant `at` at which both sides hear each other."""
    if call.facts.charging is None or uncharged(call) is not None:
        return call, ()
    begin = at if call.informed_at is None else max(at, call.informed_at + call.charging.duty.pause_ms)
    timeline = time_line(version=call.charging.version, charging_from=begin, agreed=(), fees=(), duration=HORIZON_MS)
    return bounded(replace(call, meter=Meter(charging_from=begin, timeline=timeline)), at)


def agree(call: Call, *, change: Change | None = None, fee: Fee | None = None, at: int) -> Step:
    """The call with a change or a fee that was agreed at the instant `at`."""
    meter = call.meter
    assert meter is not None
    agreed = meter.agreed if change is None else (*meter.agreed, change)
    fees = meter.fees if fee is None else (*meter.fees, fee)
    duration = max(0, at - meter.charging_from) + HORIZON_MS
    timeline = time_line(
        version=call.charging.version,
        charging_from=meter.charging_from,
        agreed=agreed,
        fees=fees,
        duration=duration,
    )
    return bounded(replace(call, meter=replace(meter, agreed=agreed, fees=fees, timeline=timeline)), at)


def tariff_at(meter: Meter, at: int) -> Tariff:
    """The tariff in force at an instant; before charging begins, the first."""
    offset = at - meter.charging_from
    return [change.tariff for change in meter.timeline.changes if change.at <= max(0, offset)][-1]


def agreed_fees(meter: Meter) -> int:
    """The sum of what was agreed in fixed amounts so far (millionths), prices per call included."""
    changes = sum(change.tariff.per_call for change in meter.timeline.changes if change.charge_per_call)
    return changes + sum(fee.amount for fee in meter.fees)


def bounded(call: Call, at: int) -> Step:
    """The call with the instant at which it is cut off by the price as known now, and the timers for that."""
    meter = call.meter
    if meter is None:
        return call, ()
    end = end_of_money(timeline=meter.timeline, from_ms=max(0, at - meter.charging_from))
    if end is None:
        return replace(call, meter=replace(meter, cut_off_at=None)), STOP_METERING
    cut_off_at = meter.charging_from + end
    cut = WakeAt(timer=Timer.CUTOFF, at=cut_off_at)
    return replace(call, meter=replace(meter, cut_off_at=cut_off_at)), (_warning(call, meter, cut_off_at, at), cut)


def _warning(call: Call, meter: Meter, cut_off_at: int, at: int) -> Command:
    """When to warn of the end: half a minute before, or at once where it came nearer than that during the talk."""
    left = cut_off_at - at
    at_once = at != call.answered_at and left >= SHORTEST_WARNING_MS
    if meter.warned_of == cut_off_at or (left <= WARNING_MS and not at_once):
        return StopTimer(timer=Timer.WARNING)
    return WakeAt(timer=Timer.WARNING, at=max(at, cut_off_at - WARNING_MS))
