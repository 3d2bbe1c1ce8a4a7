"""The words for the classes of numbers and for what the law says of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.numbering.rulebook import Basis, Ceiling, Duty, NumberRules, Payer, Vat
from smartnumbers.core.numbering.rules import CLASSES, Family, payer_of
from smartnumbers.portal.money import percent
from smartnumbers.portal.tariffs.lawwords import law_words

PAYERS: dict[Payer, Promise] = {
    Payer.HOLDER: gettext_lazy("free for callers"),
    Payer.SHARED: gettext_lazy("cost shared"),
    Payer.ORDINARY: gettext_lazy("price of an ordinary call"),
    Payer.CALLER: gettext_lazy("callers pay"),
}
_WHO_PAYS: dict[Payer, Promise] = {
    Payer.HOLDER: gettext_lazy("Callers pay nothing. You pay for every minute."),
    Payer.SHARED: gettext_lazy("Callers pay for the minutes, up to the legal maximum. You may pay a share."),
    Payer.ORDINARY: gettext_lazy("Callers pay what any call costs them; the service itself is free."),
    Payer.CALLER: gettext_lazy("Callers pay the price you set, and you get your share of it."),
}
_BASES: dict[Basis, Promise] = {
    Basis.FREE: gettext_lazy("No price may be charged."),
    Basis.TIME: gettext_lazy("By the minute only: no price for the call itself."),
    Basis.EITHER: gettext_lazy("By the call or by the minute, but not both."),
    Basis.BOTH: gettext_lazy("By the call, by the minute, or both."),
}
_BLOCKING: dict[str, Promise] = {
    "business": gettext_lazy("business and marketing"),
    "entertainment": gettext_lazy("entertainment, games and votes"),
    "adult": gettext_lazy("adult entertainment; closed to people under 16"),
    "premium": gettext_lazy("numbers with a surcharge"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the law says: its name, its sentences, and where it is written."""

    name: str
    sentences: tuple[str, ...]
    source: str = ""


def class_name(code: str, *, family: Family | None = None) -> str:
    """A class with who pays: "0900, callers pay"; "" for a code that there is none of.

    `family` is that of a number whose digits do not tell it. Raises FamilyFixed.
    """
    known = CLASSES.get(code)
    return "" if known is None else f"{known.label}, {PAYERS[payer_of(known, family=family)]}"


def class_label(code: str) -> str:
    """How the numbers of a class begin: "0900", "30xx"."""
    known = CLASSES.get(code)
    return code if known is None else known.label


def rule_card(rules: NumberRules) -> tuple[Rule, ...]:
    """All rules of a class, in the order in which somebody asks for them."""
    return tuple(replace(rule, source=law_words(rule.source)) for rule in _rules(rules))


def _rules(rules: NumberRules) -> Iterator[Rule]:
    yield Rule(_("Who pays"), (str(_WHO_PAYS[rules.payer]),), rules.source)
    yield Rule(_("How it may be charged"), tuple(_charged(rules)), "")
    yield from _ceilings(rules)
    yield Rule(_("Price announcement"), tuple(_announced(rules)), rules.announcement.source)
    if rules.consent is not None:
        yield Rule(_("Caller's consent"), (_consent(rules),), rules.consent.source)
    if rules.longest_call is not None:
        longest = _("At most %(minutes)d minutes, where the minute costs more than %(price)s.") % {
            "minutes": rules.longest_call.seconds // 60,
            "price": money(rules.longest_call.per_minute_above, rules.currency),
        }
        yield Rule(_("Longest call"), (longest,), rules.longest_call.source)
    yield Rule(_("During the call"), (_in_the_call(rules),), "")
    if rules.blocking_category is not None:
        barred = _("Callers can have this kind barred: %(kind)s.") % {"kind": _BLOCKING[rules.blocking_category]}
        yield Rule(_("Barring"), (barred,), "")
    yield Rule(
        _("VAT"), (_("%(rate)s, included in every price shown.") % {"rate": percent(rules.vat)},), rules.vat_source
    )


def _charged(rules: NumberRules) -> Iterator[str]:
    yield str(_BASES[rules.basis])
    if rules.basis is Basis.FREE:
        return
    if rules.per_second:
        yield _("Time counts by the second, from the first one on.")
    if rules.price_step is not None:
        yield _("Prices go in steps of %(step)s.") % {"step": money(rules.price_step, rules.currency)}
    if rules.rounding_up_to is not None:
        yield _("The end amount may be rounded up to the next %(unit)s.") % {
            "unit": money(rules.rounding_up_to, rules.currency)
        }
    yield (
        _("Other prices at other hours are allowed.")
        if rules.bands_allowed
        else _("The price is the same at every hour.")
    )


def _ceilings(rules: NumberRules) -> Iterator[Rule]:
    """The ceilings, those from the same article together; what may not be charged at all is said once, above."""
    named: tuple[tuple[str, Ceiling | None], ...] = (
        (_("%(price)s for the call"), rules.ceilings.per_call),
        (_("%(price)s per minute"), rules.ceilings.per_minute),
        (_("%(price)s for each fee during the call"), rules.ceilings.fee),
        (_("%(price)s for all of a call together"), rules.ceilings.total),
        (_("%(price)s for one caller in a month"), rules.ceilings.month),
    )
    lines = [(words % {"price": _price(rules, most)}, most.source) for words, most in named if most and most.amount]
    if not lines:
        return
    sources = list(dict.fromkeys(source for _words, source in lines))
    yield Rule(_("At most"), tuple(words for words, _source in lines), "; ".join(sources))


def _price(rules: NumberRules, most: Ceiling) -> str:
    price = money(most.amount, rules.currency)
    return _("%(price)s excl. VAT") % {"price": price} if most.vat is Vat.EXCLUDED else price


def _announced(rules: NumberRules) -> Iterator[str]:
    announcement = rules.announcement
    if announcement.duty is Duty.NEVER and announcement.change is Duty.NEVER:
        yield _("None is required.")
        return
    if announcement.duty is Duty.ABOVE:
        price = money(announcement.above or 0, rules.currency)
        yield _("Spoken before charging, from a price above %(price)s for the call or the minute.") % {"price": price}
    elif announcement.duty is Duty.ALWAYS:
        yield _("Spoken before charging, always.")
    yield _("It is free for the caller.")
    if announcement.pause_ms:
        yield _("Charging begins %(seconds)d seconds after it.") % {"seconds": announcement.pause_ms // 1000}
    if announcement.beep:
        yield _("A tone tells the caller that charging begins.")
    if announcement.skip_key is not None:
        yield _("The caller may skip it with the key %(key)s.") % {"key": announcement.skip_key}


def _consent(rules: NumberRules) -> str:
    assert rules.consent is not None
    return _("Pressing a key is needed where a fee is above %(fee)s or the minute above %(minute)s.") % {
        "fee": money(rules.consent.fee_above, rules.currency),
        "minute": money(rules.consent.per_minute_above, rules.currency),
    }


def _in_the_call(rules: NumberRules) -> str:
    if rules.mid_call_change_allowed:
        return _("The price may change and fees may be added; each is announced before.")
    if rules.basis is Basis.FREE:
        return _("Nothing is charged, so nothing can change.")
    return _("One price from the first second to the last: no change, no fees.")
