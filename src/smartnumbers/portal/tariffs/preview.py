"""What a tariff means before it is saved: what calls cost under it, and what callers hear."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.core import signing
from django.utils.translation import gettext as _

from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.numbering.rulebook import NumberRules, Payer
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import Change, Timeline
from smartnumbers.core.tariffs.costs import holder_cost, payout
from smartnumbers.core.tariffs.duty import duty_at_start
from smartnumbers.core.tariffs.origin import Origin
from smartnumbers.core.tariffs.prompting import announcement_prompt
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.validation import bounded
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.portal.money import cents
from smartnumbers.portal.tariffs.termwords import band_words

MINUTES = (1, 3, 10)
_MINUTE = 60_000
SAYING = "portal.tariffs.saying"


@dataclass(frozen=True, slots=True)
class Line:
    """What calls of one, three and ten minutes cost in one situation; `aside` where it is not the caller's price."""

    name: str
    amounts: tuple[str, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The prices of some calls, what is said before them, and what else is due."""

    currency: str
    lines: Sequence[Line]
    announcement: str
    say: str
    duties: Sequence[str]


def preview(*, version: TariffVersion, rules: NumberRules, language: str, operator: bool) -> Preview:
    """What a version of a tariff means to the operator or the holder; announcements are in `language`."""
    duty = duty_at_start(version=version, rules=rules)
    text = ""
    if duty.announce:
        text = announcement_prompt(tariff=version.tariff, rules=rules, duty=duty, language=language).text
    return Preview(
        currency=version.tariff.currency,
        lines=tuple(_lines(version, rules, operator=operator)),
        announcement=text,
        say=signing.dumps([language, text, duty.beep], salt=SAYING, compress=True) if text else "",
        duties=tuple(_duties(version, rules)),
    )


def price_of(tariff: Tariff, *, minutes: int) -> int:
    """What a call costs the caller (millionths), worked out by the code that rates the calls."""
    return rate(duration=minutes * _MINUTE, timeline=Timeline((Change(at=0, tariff=tariff),))).amount


def _lines(version: TariffVersion, rules: NumberRules, *, operator: bool) -> Iterator[Line]:
    tariff = bounded(tariff=version.tariff, rules=rules)
    prices = [price_of(tariff, minutes=minutes) for minutes in MINUTES]
    if rules.payer in (Payer.CALLER, Payer.SHARED):
        usual = _("other hours") if version.bands else _("the caller pays")
        yield Line(usual, tuple(figure(price) for price in prices))
        for band in version.bands:
            other = replace(tariff, per_minute=band.per_minute)
            yield Line(band_words(band), tuple(figure(price_of(other, minutes=minutes)) for minutes in MINUTES))
    else:
        yield Line(_("the caller pays"), tuple(figure(price) for price in prices))
    if version.payout_share:
        yield Line(
            _("the holder gets") if operator else _("you get"),
            tuple(figure(cents(payout(amount=price, version=version))) for price in prices),
            True,
        )
    yield from _costs(version, operator=operator)


def _costs(version: TariffVersion, *, operator: bool) -> Iterator[Line]:
    costs = version.costs
    if costs is None:
        return
    pays = _("the holder pays") if operator else _("you pay")
    if len({costs.fixed, costs.mobile, costs.payphone, costs.abroad}) == 1:
        named = [(pays, Origin.FIXED)]
    else:
        named = [
            (_("%(pays)s, from fixed lines") % {"pays": pays}, Origin.FIXED),
            (_("%(pays)s, from mobiles") % {"pays": pays}, Origin.MOBILE),
        ]
    for name, origin in named:
        amounts = [holder_cost(costs=costs, origin=origin, duration=minutes * _MINUTE) for minutes in MINUTES]
        yield Line(name, tuple(figure(cents(amount)) for amount in amounts), True)


def _duties(version: TariffVersion, rules: NumberRules) -> Iterator[str]:
    duty = duty_at_start(version=version, rules=rules)
    if not duty.announce:
        yield _("No announcement is due at these prices.")
        return
    if duty.consent:
        yield _("The caller must accept with a key; who does not is not connected.")
    if duty.pause_ms:
        yield _("Then %(seconds)d free seconds, then charging begins.") % {"seconds": duty.pause_ms // 1000}
    if duty.beep:
        yield _("Then a tone, then charging begins.")
    if duty.skip_key is not None:
        yield _("The caller may skip it with the key %(key)s.") % {"key": duty.skip_key}
