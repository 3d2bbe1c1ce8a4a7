"""The words for a tariff's prices and terms, in one line and in full."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.foundation.money import RoundingMode
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import Band, TariffVersion
from smartnumbers.portal.money import percent
from smartnumbers.portal.tariffs.reading import clock_entered

_ALL_DAYS = frozenset(range(7))


def price_words(tariff: Tariff) -> str:
    """The prices in one line: "CHF 10.00 per call + CHF 5.00 per minute"; "free" where there is none."""
    parts = []
    if tariff.per_call:
        parts.append(_("%(price)s per call") % {"price": money(tariff.per_call, tariff.currency)})
    if tariff.per_minute:
        parts.append(_("%(price)s per minute") % {"price": money(tariff.per_minute, tariff.currency)})
    return " + ".join(parts) or _("free")


def term_words(version: TariffVersion) -> tuple[str, ...]:
    """Everything else that a version says, a short sentence each; what is usual is left out."""
    return tuple(_terms(version))


def band_words(band: Band) -> str:
    """When a band holds: "Mon–Fri 08:00–18:00"."""
    return f"{_days(band.days)} {clock_entered(band.start)}–{clock_entered(band.end)}"


def _terms(version: TariffVersion) -> Iterator[str]:
    tariff = version.tariff
    if tariff.per_minute or version.bands:
        yield _counted(tariff)
    if tariff.free_s:
        yield _("the first %(seconds)d s free") % {"seconds": tariff.free_s}
    for band in version.bands:
        price = money(band.per_minute, tariff.currency)
        yield _("%(hours)s: %(price)s per minute") % {"hours": band_words(band), "price": price}
    if tariff.cap is not None:
        yield _("at most %(price)s per call") % {"price": money(tariff.cap, tariff.currency)}
    if tariff.max_s is not None:
        yield _("ends after %(span)s") % {"span": _span(tariff.max_s)}
    if tariff.rounding is not None and (tariff.per_call or tariff.per_minute or version.bands):
        yield _rounded(tariff)
    if version.payout_share:
        yield _("holder's share %(share)s") % {"share": percent(version.payout_share)}


def _counted(tariff: Tariff) -> str:
    if tariff.increment_s == 1 and not tariff.minimum_s:
        return _("counted by the second")
    steps = ngettext("in steps of %(count)d s", "in steps of %(count)d s", tariff.increment_s)
    words = steps % {"count": tariff.increment_s}
    return (
        words
        if not tariff.minimum_s
        else _("%(steps)s, at least %(least)d s")
        % {
            "steps": words,
            "least": tariff.minimum_s,
        }
    )


def _rounded(tariff: Tariff) -> str:
    assert tariff.rounding is not None
    values = {"unit": money(tariff.rounding.to, tariff.currency)}
    if tariff.rounding.mode is RoundingMode.UP:
        return _("rounded up to %(unit)s") % values
    if tariff.rounding.mode is RoundingMode.DOWN:
        return _("rounded down to %(unit)s") % values
    return _("rounded to the nearest %(unit)s") % values


def _span(seconds: int) -> str:
    if seconds % 60:
        return _("%(seconds)d s") % {"seconds": seconds}
    return _("%(minutes)d min") % {"minutes": seconds // 60}


def _days(days: frozenset[int]) -> str:
    """Days of the week with what lies between left out: "Mon–Fri", "Sat, Sun", "daily"."""
    if days == _ALL_DAYS:
        return _("daily")
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{names[ordered[0]]}–{names[ordered[-1]]}"
    return ", ".join(names[day] for day in ordered)
