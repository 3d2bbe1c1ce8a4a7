"""What calls under a charging plan will probably have to say, known before any of them comes.

A guess that costs nothing when it is wrong: what is not foreseen is made when a call needs it.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from smartnumbers.core.callcontrol.metering import WARNING_MS
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.rulebook import NumberRules
from smartnumbers.core.numbering.rules import rules_at
from smartnumbers.core.tariffs.bands import band_changes
from smartnumbers.core.tariffs.charging import Charging, ChargingPlan, charging_at, version_at
from smartnumbers.core.tariffs.duty import duty_of_change, duty_of_fee, refusal_of_change
from smartnumbers.core.tariffs.prompting import Prompt, change_prompt, fee_prompt, warning_prompt
from smartnumbers.core.tariffs.tariff import Tariff, reprice

WEEK_MS = 7 * 24 * 3600 * 1000

PAIRS_MAXIMUM = 8
"""Up to so many tariffs in a set, every change from one to another is foreseen; of more, those from the first price."""


def foreseen(*, plan: ChargingPlan, at: int) -> Iterator[Prompt]:
    """The prompts of calls under a plan from `at` (milliseconds) on, without repetition, the most likely first."""
    seen: set[Prompt] = set()
    held = [charging for instant in instants(plan=plan, at=at) if (charging := charging_at(plan, instant)) is not None]
    for prompt in (*_at_start(held), *(prompt for charging in held for prompt in _in_talk(charging, at))):
        if prompt not in seen:
            seen.add(prompt)
            yield prompt


def instants(*, plan: ChargingPlan, at: int) -> Iterator[int]:
    """Now, when later versions begin, and every beginning of a band within a week of each."""
    later = (dated.valid_from for dated in plan.schedule if dated.valid_from is not None and dated.valid_from > at)
    for begin in (at, *later):
        yield begin
        version = version_at(plan=plan, at=begin)
        if version is not None:
            for offset, _ in band_changes(version=version, start=begin, duration=WEEK_MS):
                yield begin + offset


def _at_start(held: list[Charging]) -> Iterator[Prompt]:
    for charging in held:
        if charging.announcement is not None:
            yield charging.announcement


def _in_talk(charging: Charging, at: int) -> Iterator[Prompt]:
    first = charging.version.tariff
    if first.cap is not None or first.max_s is not None:
        yield warning_prompt(seconds=WARNING_MS // 1000, language=charging.language)
    day = to_datetime(at).astimezone(ZoneInfo(charging.version.timezone)).date()
    rules = rules_at(class_code=charging.class_code, family=charging.family, on=day)
    if rules is None or refusal_of_change(rules=rules) is not None:
        return
    for number in sorted(charging.tariff_set.fees):
        fee = charging.tariff_set.fees[number]
        duty = duty_of_fee(amount=fee.amount, agreed_fees=first.per_call, rules=rules)
        if duty.announce:
            yield fee_prompt(fee=fee, currency=first.currency, duty=duty, language=charging.language)
    yield from _changes(charging, first, rules)


def _changes(charging: Charging, first: Tariff, rules: NumberRules) -> Iterator[Prompt]:
    slots = [charging.tariff_set.slots[number] for number in sorted(charging.tariff_set.slots)]
    prices = [reprice(first, per_call=slot.per_call, per_minute=slot.per_minute) for slot in slots]
    for old in (first, *(prices if len(prices) <= PAIRS_MAXIMUM else ())):
        for new in prices:
            duty = duty_of_change(old=old, new=new, rules=rules, agreed_fees=first.per_call)
            if duty.announce:
                yield change_prompt(new=new, old=old, duty=duty, language=charging.language)
