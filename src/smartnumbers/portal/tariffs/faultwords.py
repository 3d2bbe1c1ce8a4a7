"""The words for what is wrong with a tariff: the rule it breaks, and where that rule is written."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.tariffs.duty import ChangeRefusal
from smartnumbers.core.tariffs.validation import Rule, RuleFault
from smartnumbers.portal.tariffs.lawwords import law_words

REFUSALS: dict[str, Promise] = {
    ChangeRefusal.ONE_PRICE: gettext_lazy("one price from the first second to the last, without fees"),
    ChangeRefusal.FREE: gettext_lazy("free for the caller, so nothing can be charged during a call"),
    ChangeRefusal.TIME_ONLY: gettext_lazy("time only, at one price: no change and no fee during a call"),
    ChangeRefusal.ORDINARY: gettext_lazy("the service has no price that could change during a call"),
}

SENTENCES: dict[str, Promise] = {
    Rule.CURRENCY: gettext_lazy("charged in %(currency)s"),
    Rule.FREE: gettext_lazy("nothing may be charged to the caller"),
    Rule.TIME_ONLY: gettext_lazy("only time may be charged, not the call"),
    Rule.CALL_OR_TIME: gettext_lazy("a price for the call or for the minute, not both"),
    Rule.PER_CALL: gettext_lazy("at most %(ceiling)s for the call, %(vat)s"),
    Rule.PER_MINUTE: gettext_lazy("at most %(ceiling)s per minute, %(vat)s"),
    Rule.FEE: gettext_lazy("at most %(ceiling)s for a fee, %(vat)s"),
    Rule.TOTAL: gettext_lazy("at most %(ceiling)s for a call in all, %(vat)s"),
    Rule.STEP: gettext_lazy("prices go in steps of %(step)s"),
    Rule.PER_SECOND: gettext_lazy("time counts by the second"),
    Rule.MINIMUM: gettext_lazy("time counts from the first second on, without a minimum"),
    Rule.FIRST_SECOND: gettext_lazy("one price from the first second on, without free seconds"),
    Rule.ROUNDING: gettext_lazy("the end amount is rounded to %(unit)s at most"),
    Rule.BANDS: gettext_lazy("the same price at every hour"),
    Rule.LONGEST: gettext_lazy("at most %(minutes)s minutes where the minute costs more than %(above)s"),
}
# The platform's own: whole sentences that stand alone.
OWN: dict[str, Promise] = {
    "name-missing": gettext_lazy("Enter a name."),
    "name-too-long": gettext_lazy("At most %(most)s characters."),
    "code-missing": gettext_lazy("Enter a code."),
    "code-too-long": gettext_lazy("At most %(most)s characters."),
    "code-taken": gettext_lazy("There is “%(written)s” already."),
    "class-unknown": gettext_lazy("There is no such class of numbers."),
    "class-differs": gettext_lazy("This tariff is for another class of numbers."),
    "valid-from-past": gettext_lazy("Choose a moment that is still to come."),
    "no-version-yet": gettext_lazy("This tariff has no price at that moment yet."),
}
_AMOUNTS = ("ceiling", "step", "unit", "above")


def fault_words(fault: RuleFault) -> str:
    """What is wrong as a sentence for its field: "0848: at most CHF 0.075 per minute, excl. VAT, OST art. 39a"."""
    own = OWN.get(fault.code)
    if own is not None:
        return str(own) % dict(fault.parameters)
    said = _rule(fault)
    label = str(fault.parameters.get("label", ""))
    named = _("%(class)s: %(rule)s") % {"class": label, "rule": said} if label else said
    return f"{named}, {law_words(fault.source)}" if fault.source else named


def _rule(fault: RuleFault) -> str:
    if fault.code == Rule.CHANGE:
        return str(REFUSALS[str(fault.parameters["reason"])])
    sentence = SENTENCES.get(fault.code)
    # A code without a sentence (written by a newer release): a strange word is better than none.
    return fault.code if sentence is None else str(sentence) % _shown(fault.parameters)


def _shown(parameters: Mapping[str, object]) -> dict[str, object]:
    shown = dict(parameters)
    currency = str(parameters.get("currency", ""))
    for name in _AMOUNTS:
        amount = parameters.get(name)
        if isinstance(amount, int):
            shown[name] = money(amount, currency)
    if "vat" in parameters:
        shown["vat"] = _("incl. VAT") if parameters["vat"] == "included" else _("excl. VAT")
    seconds = parameters.get("seconds")
    if isinstance(seconds, int):
        shown["minutes"] = seconds // 60
    return shown
