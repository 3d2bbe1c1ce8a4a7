"""What is different in a new plan, as sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.wording.codes import DISPLAYS, KINDS, OUTCOMES, STRATEGIES
from smartnumbers.apps.plans.wording.regions import region_words
from smartnumbers.apps.plans.wording.terms import (
    LANGUAGES,
    date_words,
    days_words,
    filled,
    hours_words,
    joined,
    period_words,
    wall_words,
)
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.difference import Change

DIFFERENCES: dict[str, Promise] = {
    "zone-changed": _("Time zone %(to)s instead of %(from)s."),
    "week-changed": _("%(days)s, %(hours)s: %(to)s instead of %(from)s."),
    "otherwise-changed": _("At all other times: %(to)s instead of %(from)s."),
    "holidays-added": _("Public holidays (%(region)s): %(treatment)s."),
    "holidays-removed": _("Public holidays (%(region)s) are days like any other."),
    "holidays-region-changed": _("Public holidays of %(to)s instead of %(from)s."),
    "holidays-treatment-changed": _("On public holidays: %(to)s instead of %(from)s."),
    "holidays-worked": _("The week applies on the public holidays %(worked)s."),
    "holidays-free": _("The week does not apply any more on the public holidays %(free)s."),
    "special-day-added": _("New special day “%(name)s”, %(date)s, %(hours)s: %(treatment)s."),
    "special-day-changed": _("Special day “%(name)s” is now %(date)s, %(hours)s: %(treatment)s."),
    "special-day-removed": _("The special day “%(name)s” is gone."),
    "special-days-reordered": _("Special days in another order."),
    "exception-added": _("New exception “%(name)s”, from %(begins)s until %(ends)s: %(treatment)s."),
    "exception-changed": _("Exception “%(name)s” is now from %(begins)s until %(ends)s: %(treatment)s."),
    "exception-removed": _("The exception “%(name)s” is gone."),
    "exceptions-reordered": _("Exceptions in another order."),
    "treatment-added": _("New: “%(name)s” (%(kind)s)."),
    "treatment-removed": _("“%(name)s” is gone."),
    "treatment-renamed": _("“%(from)s” is now called “%(to)s”."),
    "treatment-kind-changed": _("“%(treatment)s”: %(to)s instead of %(from)s."),
    "strategy-changed": _("“%(treatment)s” rings: %(to)s, instead of: %(from)s."),
    "destination-added": _("“%(treatment)s” also rings %(destination)s, for %(ring_seconds)s seconds."),
    "destination-removed": _("“%(treatment)s” does not ring %(destination)s any more."),
    "destinations-reordered": _("“%(treatment)s” rings in another order: %(order)s."),
    "ring-time-changed": _("“%(treatment)s”: %(destination)s rings for %(to)s seconds instead of %(from)s."),
    "weight-changed": _("“%(treatment)s”: the weight of %(destination)s is %(to)s instead of %(from)s."),
    "moves-on-changed": _("“%(treatment)s”: after %(destination)s the call goes on when %(to)s."),
    "destination-renamed": _("%(from)s is now called %(to)s."),
    "destination-address-changed": _("%(destination)s is now at %(to)s instead of %(from)s."),
    "destination-limit-changed": _(
        "%(destination)s takes at most this many calls at once: %(to)s instead of %(from)s."
    ),
    "destination-paused": _("%(destination)s is paused."),
    "destination-resumed": _("%(destination)s gets calls again."),
    "then-changed": _("After “%(treatment)s” comes %(to)s instead of %(from)s."),
    "message-changed": _("“%(treatment)s” says something else (%(language)s)."),
    "message-changed-greeting": _("The greeting says something else (%(language)s)."),
    "message-languages-changed": _("“%(treatment)s” speaks %(to)s instead of %(from)s."),
    "message-languages-changed-greeting": _("The greeting speaks %(to)s instead of %(from)s."),
    "recording-added": _("“%(treatment)s” plays an own recording."),
    "recording-added-greeting": _("The greeting is an own recording."),
    "recording-changed": _("“%(treatment)s” plays another recording."),
    "recording-changed-greeting": _("The greeting is another recording."),
    "recording-removed": _("“%(treatment)s” is spoken instead of played."),
    "recording-removed-greeting": _("The greeting is spoken instead of played."),
    "email-changed": _("Messages of “%(treatment)s” go to %(to)s instead of %(from)s."),
    "message-length-changed": _("Messages of “%(treatment)s” last at most %(to)s seconds instead of %(from)s."),
    "flow-changed": _("“%(treatment)s” is the menu %(to)s instead of %(from)s."),
    "flow-otherwise-changed": _("“%(treatment)s”: without the menu, %(to)s instead of %(from)s."),
    "number-changed": _("“%(treatment)s” does as %(to)s instead of %(from)s."),
    "arm-added": _("“%(treatment)s”: a new branch at place %(position)s leads to %(to)s."),
    "arm-removed": _("“%(treatment)s”: a branch to %(to)s is gone."),
    "arms-reordered": _("“%(treatment)s”: branches in another order."),
    "arms-otherwise-changed": _("“%(treatment)s”: callers of no branch get %(to)s instead of %(from)s."),
    "screening-only-welcome-on": _("Only callers of the lists are let in."),
    "screening-only-welcome-off": _("Callers who are on no list are let in too."),
    "screening-withheld-on": _("Callers who hide their number are turned away."),
    "screening-withheld-off": _("Callers who hide their number are let in."),
    "screening-key-test-on": _("Callers must press a key, which machines do not."),
    "screening-key-test-off": _("Callers need not press a key any more."),
    "screening-tested-once-on": _("Who has pressed the key need not again for 30 days."),
    "screening-tested-once-off": _("The key must be pressed at every call."),
    "screening-reports-on": _("Destinations can report callers by *00."),
    "screening-reports-off": _("Destinations cannot report callers any more."),
    "welcome-added": _("Callers of the list “%(list)s” are let in without further questions."),
    "welcome-removed": _("Callers of the list “%(list)s” are treated as all others."),
    "countries-added": _("Callers from %(added)s are turned away."),
    "countries-removed": _("Callers from %(removed)s are let in again."),
    "call-limit-on": ngettext_lazy(
        "A caller can call %(calls)d time %(period)s.", "A caller can call %(calls)d times %(period)s.", "calls"
    ),
    "call-limit-off": _("Callers can call as often as they like."),
    "list-changed": _("The list “%(list)s” has other callers: %(added)s more, %(removed)s fewer."),
    "greeting-added": _("Callers hear a greeting."),
    "greeting-removed": _("Callers hear no greeting any more."),
    "display-changed": _("Telephones show: %(to)s, instead of: %(from)s."),
}

_CODES: dict[str, Mapping[str, Promise]] = {
    "strategy-changed": STRATEGIES,
    "treatment-kind-changed": KINDS,
    "display-changed": DISPLAYS,
    "message-languages-changed": LANGUAGES,
    "moves-on-changed": OUTCOMES,
}


def change_words(change: Change) -> str:
    """One difference as a sentence, sometimes two."""
    values = change.values
    match change.code:
        case "holidays-worked-changed":
            return _parts({"holidays-worked": "worked", "holidays-free": "free"}, values)
        case "countries-changed":
            return _parts({"countries-added": "added", "countries-removed": "removed"}, values)
        case "call-limit-changed":
            limit = values["to"]
            if limit is None:
                return str(DIFFERENCES["call-limit-off"])
            return filled(DIFFERENCES, "call-limit-on", {**limit, "period": period_words(int(limit["seconds"]))})
    code = change.code
    if values.get("treatment") == "" and f"{code}-greeting" in DIFFERENCES:
        code = f"{code}-greeting"
    return filled(DIFFERENCES, code, _terms(change))


def _parts(parts: Mapping[str, str], values: Mapping[str, Any]) -> str:
    """The sentences of those parts of a change that there are."""
    told = [filled(DIFFERENCES, code, {name: joined(values[name])}) for code, name in parts.items() if values[name]]
    return " ".join(told)


_TERMS: dict[str, Callable[[Any], object]] = {
    "days": lambda days: capfirst(days_words(days)),
    "region": region_words,
    "begins": wall_words,
    "ends": wall_words,
    "kind": lambda kind: KINDS.get(kind, kind),
    "language": lambda language: LANGUAGES.get(language, language),
    "order": joined,
}


def _terms(change: Change) -> dict[str, object]:
    """The values as people read them."""
    values = change.values
    shown = {name: _TERMS[name](value) if name in _TERMS else value for name, value in values.items()}
    for name in ("from", "to"):
        if name in values:
            shown[name] = _side(change.code, values[name])
    if "start" in values:
        shown["hours"] = hours_words(values["start"], values["end"])
    if "month" in values:
        shown["date"] = date_words(values["month"], values["day"])
    return shown


def _side(code: str, value: Any) -> str:
    """What was before or is after a change."""
    words = _CODES.get(code, {})
    if isinstance(value, list | tuple):
        return joined(words.get(item, item) for item in value) or gettext("none")
    if code == "holidays-region-changed":
        return region_words(str(value))
    if code in ("destination-address-changed", "number-changed"):
        return display(str(value))
    if value is None or value == "":
        return gettext("nothing")
    return str(words.get(str(value), value))
