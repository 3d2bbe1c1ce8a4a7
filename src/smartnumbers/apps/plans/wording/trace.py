"""The steps of a decision as sentences."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from smartnumbers.apps.plans.wording.codes import STRATEGIES
from smartnumbers.apps.plans.wording.terms import (
    day_words,
    filled,
    holiday_words,
    hours_words,
    instant_words,
    period_words,
    wall_words,
)
from smartnumbers.core.numbering.dialled import display

TRACE: dict[str, Promise] = {
    "number-unknown": _("%(number)s is no service number of this platform."),
    "profile-found": _("%(number)s is known; revision %(revision)s of its settings is in force."),
    "number-out-of-service": _("The number is out of service."),
    "number-in-service": _("The number is in service."),
    "plan-in-force": _("The number's plan is in force."),
    "plan-since": _("The change “%(name)s” has been in force since %(since)s."),
    "plan-temporary": _("The change “%(name)s” is in force from %(since)s until %(until)s."),
    "caller-welcome": _("The caller is on the list “%(list)s” and let in without further questions."),
    "caller-blocked": _("The caller is blocked."),
    "caller-blocked-until": _("The caller is blocked until %(until)s."),
    "prefix-blocked": _("Numbers that begin with %(prefix)s are blocked."),
    "prefix-blocked-until": _("Numbers that begin with %(prefix)s are blocked until %(until)s."),
    "country-blocked": _("Callers from %(country)s are blocked."),
    "country-blocked-until": _("Callers from %(country)s are blocked until %(until)s."),
    "withheld-blocked": _("Callers who hide their number are blocked."),
    "withheld-blocked-until": _("Callers who hide their number are blocked until %(until)s."),
    "caller-reported-until": _("The caller was reported as a nuisance and is turned away until %(until)s."),
    "caller-not-blocked": _("The caller is not blocked."),
    "caller-without-number": _("The caller came without a number, which nothing blocks."),
    "withheld-turned-away": _("The plan turns away callers who hide their number."),
    "country-turned-away": _("The plan turns away callers from %(country)s."),
    "not-welcome": _("The plan lets in callers of its lists only, and this one is on none."),
    "too-many-calls": ngettext_lazy(
        "The caller has called %(calls)d time %(period)s, and more is too often.",
        "The caller has called %(calls)d times %(period)s, and more is too often.",
        "calls",
    ),
    "key-test": _("The caller must press the key %(key)s, which machines do not."),
    "key-test-passed": _("The caller has pressed the key before and need not again."),
    "local-time": _("It is %(day)s, %(time)s (%(zone)s)."),
    "exception": _("The exception “%(name)s” holds from %(begins)s until %(ends)s: %(treatment)s."),
    "special-day": _("It is the special day “%(name)s”: %(treatment)s."),
    "holiday": _("It is a public holiday, %(name)s: %(treatment)s."),
    "holiday-worked": _("It is a public holiday, %(name)s, on which the week applies as on any other day."),
    "window": _("%(day)s, %(hours)s: %(treatment)s."),
    "otherwise": _("No window of the week covers this time; otherwise: %(treatment)s."),
    "gap": _("The plan says nothing about this time."),
    "treatment-missing": _("The plan leads to “%(treatment)s”, which it does not have."),
    "chain-empty": _("“%(name)s” has no destination that could be rung."),
    # Written by releases without plans.
    "chain-empty-before": _("The number has no destination."),
    "destination-paused": _("%(destination)s is paused and gets no calls."),
    "announcement": _("The caller hears the announcement “%(name)s”, then the call ends."),
    "voicemail": _("The caller can leave a message: “%(name)s”."),
    "nothing-to-say": _("There is nothing to say in “%(name)s”."),
    "branch-taken": _("“%(name)s”: the conditions of branch %(arm)s hold for this caller."),
    "branch-otherwise": _("“%(name)s”: no branch is for this caller."),
    "flow-not-in-force": _("The menu “%(flow)s” of “%(name)s” is not in force, so the call goes on without it."),
    "other-number": _("“%(name)s”: the call goes on as if to %(number)s."),
    "other-number-unknown": _("“%(name)s” leads to %(number)s, which is no number of this platform."),
    "other-number-out-of-service": _("“%(name)s” leads to %(number)s, which is out of service."),
    "other-number-foreign": _("“%(name)s” leads to %(number)s, which belongs to another account."),
    "loop": _("The plan leads in a circle: “%(name)s” was passed before."),
    "greeting": _("The caller hears the greeting."),
    "display-caller": _("The destination's telephone shows the caller's number."),
    "display-service-number": _("The destination's telephone shows the service number."),
    "display-fixed-number": _("The destination's telephone shows %(number)s."),
    "display-withheld": _("The destination's telephone shows no number."),
    "display-caller-and-name": _("The destination's telephone shows the caller's number, and “%(prefix)s” before it."),
    "display-forbidden": _("%(number)s must not be shown on telephones."),
    "display-nothing": _("There is no number of the caller that could be shown."),
}

_TERMS: dict[str, Callable[[object], str]] = {
    "number": lambda value: display(str(value)),
    "until": lambda value: instant_words(int(str(value))),
    "since": lambda value: instant_words(int(str(value))),
    "day": lambda value: day_words(int(str(value))),
    "time": lambda value: wall_words(str(value)),
    "begins": lambda value: wall_words(str(value)),
    "ends": lambda value: wall_words(str(value)),
}


def trace_words(code: str, values: Mapping[str, object]) -> str:
    """One step of a decision's trace as a sentence."""
    shown = {name: _TERMS[name](value) if name in _TERMS else value for name, value in values.items()}
    if f"{code}-until" in TRACE and "until" in values:
        return filled(TRACE, f"{code}-until", shown)
    if code == "chain-chosen":
        return _chain_words(values)
    if code == "chain-empty" and "name" not in values:
        return str(TRACE["chain-empty-before"])
    if code == "too-many-calls":
        shown["period"] = period_words(int(str(values["seconds"])))
    if code == "window":
        shown["day"] = capfirst(str(shown["day"]))
        shown["hours"] = hours_words(int(str(values["start"])), int(str(values["end"])))
    if code in ("holiday", "holiday-worked"):
        shown["name"] = holiday_words(region=str(values["region"]), name=str(values["name"]))
    return filled(TRACE, code, shown)


def _chain_words(values: Mapping[str, object]) -> str:
    """Where a call goes, in the order of ringing; releases without plans knew one order only."""
    count, strategy = int(str(values["destinations"])), str(values.get("strategy", "in-order"))
    if strategy == "at-once" and count > 1:
        sentence = ngettext("%(destinations)s destination rings.", "%(destinations)s destinations ring at once.", count)
        return sentence % values
    sentence = ngettext(
        "The call goes to one destination: %(first)s.",
        "The call goes to %(destinations)s destinations one after the other, first to %(first)s.",
        count,
    )
    order = "" if count == 1 or strategy == "in-order" else f" ({str(STRATEGIES.get(strategy, strategy)).lower()})"
    return sentence % values + order
