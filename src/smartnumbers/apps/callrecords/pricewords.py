"""The words for a call's price: each step of its explanation, and why a call cost nothing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.tariffbooks.wording import NO_BREAK, figure, money
from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating.segments import DENOMINATOR

EXPLANATION: dict[str, Promise] = {
    "price-cut-at-maximum": _("The call may last %(max_s)s at most; what lies beyond is not charged."),
    "price-within-free": _("The call ended within its free %(free_s)s: nothing is charged for it."),
    "price-free": _("%(start)s to %(end)s: free."),
    "price-per-call": _("At %(at)s: price for the call, %(amount)s."),
    "price-time": _("%(start)s to %(end)s: %(length)s at %(per_minute)s per minute, %(exact)s."),
    "price-minimum": _(
        "%(start)s to %(end)s: the minimum is charged in full, %(length)s more at %(per_minute)s per minute, %(exact)s."
    ),
    "price-padding": _(
        "%(start)s to %(end)s: the last unit begun is charged in full, %(length)s more at %(per_minute)s per minute, "
        "%(exact)s."
    ),
    "price-fee": _("At %(at)s: one-off fee, %(amount)s."),
    "price-fee-named": _("At %(at)s: one-off fee “%(label)s”, %(amount)s."),
    "price-sum": _("Together: %(exact)s."),
    "price-capped": _("A call costs %(cap)s at most."),
    "price-rounded-up": _("Rounded up to a multiple of %(to)s."),
    "price-rounded-down": _("Rounded down to a multiple of %(to)s."),
    "price-rounded-half_up": _("Rounded to the nearest multiple of %(to)s, a half up."),
    "price-rounded-half_down": _("Rounded to the nearest multiple of %(to)s, a half down."),
    "price-rounded-half_even": _("Rounded to the nearest multiple of %(to)s, a half to the even one."),
    "price-total": _("The call costs %(amount)s, for %(billed)s charged."),
}

UNCHARGED: dict[str, Promise] = {
    "free-number": _("Calls to this number are free for the caller."),
    "announcement-failed": _("The price could not be announced, so the call was not charged."),
    "not-answered": _("Nobody answered, so nothing was charged."),
    "ended-before-charging": _("The call ended before charging began."),
    "announcement": _("The caller heard an announcement only, which costs nothing."),
    "voicemail": _("The caller reached the answering machine only, which costs nothing."),
}

_SPANS = frozenset({"at", "start", "end"})


def price_words(code: str, values: Mapping[str, object]) -> str:
    """One step of a price's explanation (`core.rating.explanation`) as a sentence; an unknown one as it is."""
    if code == "price-rounded":
        code = f"{code}-{values['mode']}"
    elif code == "price-fee" and values.get("label"):
        code = "price-fee-named"
    sentence = EXPLANATION.get(code)
    if sentence is None:
        return " ".join([code, *(f"{name}={value}" for name, value in values.items())])
    # An amount without end in decimals closes with dots of its own.
    return (str(sentence) % _shown(values)).replace("….", "…")


def uncharged_words(code: str) -> str:
    """Why the caller paid nothing, as a sentence; an unknown code as it is."""
    sentence = UNCHARGED.get(code)
    return code if sentence is None else str(sentence)


def span_words(milliseconds: int) -> str:
    """A place on a call's time line, or a span of it, to the millisecond where it has any: "1:05", "0:29.604"."""
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03}" if rest else ""
    hours, minutes = seconds // 3600, seconds // 60 % 60
    head = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{head}:{seconds % 60:02}{fraction}"


def _shown(values: Mapping[str, object]) -> dict[str, str]:
    currency = str(values.get("currency", ""))
    shown = {name: str(value) for name, value in values.items()}
    whole = {name: value for name, value in values.items() if isinstance(value, int)}
    for name, value in whole.items():
        if name in _SPANS:
            shown[name] = span_words(value)
        elif name in ("amount", "per_minute", "cap", "to"):
            shown[name] = money(value, currency)
        elif name.endswith("_s"):
            shown[name.removesuffix("_s") if name == "billed_s" else name] = span_words(value * 1000)
    if "start" in whole and "end" in whole:
        shown["length"] = span_words(whole["end"] - whole["start"])
    if "numerator" in whole:
        shown["exact"] = _exact(whole["numerator"], currency)
    return shown


def _exact(numerator: int, currency: str) -> str:
    """An exact amount over 60 000 millionths; one that has no end in decimals is cut and says so."""
    millionths, rest = divmod(numerator, DENOMINATOR)
    if rest == 0:
        return money(millionths, currency)
    hundredths, endless = divmod(rest * 100, DENOMINATOR)
    units, decimals = divmod(millionths, MILLION)
    whole = figure(units * MILLION).partition(".")[0]
    return f"{currency}{NO_BREAK}{whole}.{decimals:06}{hundredths:02}{'…' if endless else ''}"
