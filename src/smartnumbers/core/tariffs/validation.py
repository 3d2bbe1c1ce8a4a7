"""What the law says against a tariff: every rule of the number's class that it breaks, not just the first.

The rules themselves are data (`numbering.rules`). Where a tariff sets no cap and no longest call, those of the law hold
by themselves (`bounded`), so leaving them out is no fault.
"""

from collections.abc import Iterator
from dataclasses import replace

from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.numbering.rulebook import Basis, Ceiling, NumberRules, Vat
from smartnumbers.core.numbering.rules import CLASSES
from smartnumbers.core.tariffs.duty import refusal_of_change
from smartnumbers.core.tariffs.faultcodes import Rule, RuleFault, fault_sentence
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import TariffSet
from smartnumbers.core.tariffs.version import TariffVersion

__all__ = ["Rule", "RuleFault", "bounded", "fault_sentence", "faults"]


def faults(
    *,
    rules: NumberRules,
    version: TariffVersion | None = None,
    set: TariffSet | None = None,  # noqa: A002 - it is what it is called
) -> tuple[RuleFault, ...]:
    """Every rule of the class that a version, or a tariff set, breaks; none for what is lawful."""
    found: list[RuleFault] = []
    if version is not None:
        found += _of_version(version, rules)
    if set is not None:
        found += _of_set(set, rules)
    return tuple(found)


def bounded(*, tariff: Tariff, rules: NumberRules) -> Tariff:
    """The tariff with the law's cap and longest call where it sets none of its own."""
    cap, max_s = tariff.cap, tariff.max_s
    total, longest = rules.ceilings.total, rules.longest_call
    if cap is None and total is not None and total.amount:
        cap = _with_vat(total, rules)
    if max_s is None and longest is not None and tariff.per_minute > longest.per_minute_above:
        max_s = longest.seconds
    return replace(tariff, cap=cap, max_s=max_s)


def _of_version(version: TariffVersion, rules: NumberRules) -> Iterator[RuleFault]:
    tariff = version.tariff
    if tariff.currency != rules.currency:
        yield _fault(Rule.CURRENCY, "currency", rules, rules.source, currency=rules.currency)
    yield from _prices("", tariff.per_call, tariff.per_minute, rules)
    for index, band in enumerate(version.bands):
        yield from _price(f"bands[{index}].per_minute", band.per_minute, Rule.PER_MINUTE, rules)
    if version.bands and not rules.bands_allowed:
        yield _fault(Rule.BANDS, "bands", rules, rules.source)
    if tariff.cap is not None and _above(tariff.cap, rules.ceilings.total, rules) and rules.basis is not Basis.FREE:
        yield _ceiling_fault(Rule.TOTAL, "cap", rules.ceilings.total, rules)
    if rules.basis is not Basis.FREE:
        yield from _terms(version, rules)


def _terms(version: TariffVersion, rules: NumberRules) -> Iterator[RuleFault]:
    """How time is counted, how the end amount is rounded, how long a call lasts."""
    tariff = version.tariff
    if rules.per_second and tariff.increment_s != 1:
        yield _fault(Rule.PER_SECOND, "increment_s", rules, rules.source)
    if rules.per_second and tariff.minimum_s:
        yield _fault(Rule.MINIMUM, "minimum_s", rules, rules.source)
    if rules.basis is Basis.EITHER and tariff.free_s:
        yield _fault(Rule.FIRST_SECOND, "free_s", rules, rules.source)
    coarsest = rules.rounding_up_to or rules.price_step
    if tariff.rounding is not None and coarsest is not None and tariff.rounding.to > coarsest:
        yield _fault(Rule.ROUNDING, "rounding", rules, rules.source, unit=coarsest, currency=rules.currency)
    longest = rules.longest_call
    dearest = max(tariff.per_minute, *(band.per_minute for band in version.bands), 0)
    if longest is None or tariff.max_s is None or dearest <= longest.per_minute_above:
        return
    if tariff.max_s > longest.seconds:
        above = longest.per_minute_above
        yield _fault(
            Rule.LONGEST, "max_s", rules, longest.source,
            seconds=longest.seconds, above=above, currency=rules.currency,
        )  # fmt: skip


def _of_set(tariff_set: TariffSet, rules: NumberRules) -> Iterator[RuleFault]:
    refusal = refusal_of_change(rules=rules)
    if refusal is not None:
        for field, chosen in (("slots", tariff_set.slots), ("fees", tariff_set.fees)):
            if chosen:
                yield _fault(Rule.CHANGE, field, rules, rules.source, reason=refusal.value)
        return
    for number, slot in sorted(tariff_set.slots.items()):
        yield from _prices(f"slots.{number}.", slot.per_call, slot.per_minute, rules)
    for number, fee in sorted(tariff_set.fees.items()):
        yield from _price(f"fees.{number}.amount", fee.amount, Rule.FEE, rules)


def _prices(place: str, per_call: int, per_minute: int, rules: NumberRules) -> Iterator[RuleFault]:
    yield from _price(f"{place}per_call", per_call, Rule.PER_CALL, rules)
    yield from _price(f"{place}per_minute", per_minute, Rule.PER_MINUTE, rules)
    if rules.basis is Basis.EITHER and per_call and per_minute:
        yield _fault(Rule.CALL_OR_TIME, f"{place}per_minute", rules, rules.source)


def _price(field: str, amount: int, rule: Rule, rules: NumberRules) -> Iterator[RuleFault]:
    """One price against its ceiling and the step of prices."""
    ceilings = {
        Rule.PER_CALL: rules.ceilings.per_call,
        Rule.PER_MINUTE: rules.ceilings.per_minute,
        Rule.FEE: rules.ceilings.fee,
    }
    ceiling = ceilings[rule]
    if rules.basis is Basis.FREE and amount:
        yield _fault(Rule.FREE, field, rules, rules.source)
    elif rules.basis is Basis.TIME and rule is Rule.PER_CALL and amount:
        yield _fault(Rule.TIME_ONLY, field, rules, rules.source if ceiling is None else ceiling.source)
    elif _above(amount, ceiling, rules):
        yield _ceiling_fault(rule, field, ceiling, rules)
    if rules.price_step is not None and amount % rules.price_step:
        yield _fault(Rule.STEP, field, rules, rules.source, step=rules.price_step, currency=rules.currency)


def _with_vat(ceiling: Ceiling, rules: NumberRules) -> int:
    """A ceiling as prices are written, tax included; a fraction of a millionth is cut off."""
    if ceiling.vat is Vat.INCLUDED:
        return ceiling.amount
    return ceiling.amount * (MILLION + rules.vat) // MILLION


def _above(amount: int, ceiling: Ceiling | None, rules: NumberRules) -> bool:
    return ceiling is not None and amount > _with_vat(ceiling, rules)


def _ceiling_fault(rule: Rule, field: str, ceiling: Ceiling | None, rules: NumberRules) -> RuleFault:
    assert ceiling is not None
    return _fault(
        rule, field, rules, ceiling.source, ceiling=ceiling.amount, currency=rules.currency, vat=ceiling.vat.value
    )


def _fault(rule: Rule, field: str, rules: NumberRules, source: str, **parameters: object) -> RuleFault:
    label = CLASSES[rules.class_code].label
    named = {"class_code": rules.class_code, "label": label, **parameters}
    return RuleFault(code=rule.value, field=field, parameters=named, source=source)
