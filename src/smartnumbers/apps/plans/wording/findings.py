"""What the check of a plan found, as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from smartnumbers.apps.plans.wording.terms import LANGUAGES, date_only_words, day_words, filled, hours_words, wall_words
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.check import Finding

SEVERITIES: dict[str, Promise] = {"error": _("Error"), "warning": _("Warning"), "note": _("Note")}

FINDINGS: dict[str, Promise] = {
    "gap": _("%(day)s, %(hours)s: nothing is planned. Calls would be refused."),
    "overlap": _("%(day)s, %(hours)s: “%(first)s” and “%(second)s” overlap."),
    "exceptions-overlap": _("The exceptions “%(first)s” and “%(second)s” overlap; “%(first)s” counts."),
    "special-days-overlap": _("The special days “%(first)s” and “%(second)s” overlap; “%(first)s” counts."),
    "exception-past": _("The exception “%(name)s” is over since %(ends)s."),
    "window-in-skipped-hour": _("On %(date)s the clocks skip %(hours)s, so this window does not come that day."),
    "exception-in-skipped-hour": _("On %(date)s the clocks skip the exception “%(name)s”: it never comes."),
    "treatment-missing": _("Something leads to “%(treatment)s”, which the plan does not have."),
    "treatment-unreachable": _("Nothing leads to “%(name)s”."),
    "loop": _("The plan leads in a circle: %(names)s."),
    "loop-between-numbers": _("“%(name)s” leads back to this number: %(numbers)s."),
    "number-unknown": _("“%(name)s” leads to %(number)s, which is no number of this account."),
    "number-out-of-service": _("“%(name)s” leads to %(number)s, which is out of service."),
    "flow-unknown": _("The menu of “%(name)s” is not in force; calls go on without it."),
    "arm-unreachable": _("“%(name)s”: nobody takes branch %(arm)s, because branch %(earlier)s takes them all."),
    "arm-contradictory": _("“%(name)s”: the conditions of branch %(arm)s contradict each other; nobody takes it."),
    "chain-empty": _("“%(name)s” has no destination."),
    "chain-paused": _("All destinations of “%(name)s” are paused."),
    "chain-longer-than-patience": _(
        "“%(name)s” can ring for %(seconds)s seconds; callers wait %(patience)s seconds before they give up."
    ),
    "destination-silent": ngettext_lazy(
        "%(name)s was rung %(rung)d time in the last 30 days and did not answer.",
        "%(name)s was rung %(rung)d times in the last 30 days and never answered.",
        "rung",
    ),
    "destination-paused": _("%(name)s is paused and gets no calls."),
    "premium-destination": _("%(name)s (%(address)s) has a price of its own. Calls can go to ordinary numbers only."),
    "message-empty": _("There is nothing to say in “%(name)s”."),
    "message-empty-greeting": _("The greeting has no words."),
    "message-language-missing": _("“%(name)s” has no words in %(languages)s; there it says the opening hours."),
    "message-language-missing-greeting": _(
        "The greeting has no words in %(languages)s; there it says the opening hours."
    ),
    "message-hours-empty": _("“%(written)s” has nothing to say: the plan has no hours in which anybody is rung."),
    "message-place-unknown": _("“%(written)s” would be read out. Only {hours} and {price} are filled in."),
    "voicemail-address": _("“%(email)s” is no e-mail address to which “%(name)s” could send messages."),
    "list-missing": _("A list of callers is asked for that there is not any more."),
    "list-empty": _("The list “%(name)s” is empty."),
    "nobody-welcome": _("Only callers of the lists are let in, and these are empty: every call would be refused."),
    "display-illegal-premium": _(
        "%(number)s must not be shown on telephones: no 090x number may (Swiss FDV, art. 26a)."
    ),
    "display-illegal-short": _("%(number)s is a short number, which telephones cannot show as the caller's."),
    "display-illegal-missing": _("Enter the number to be shown."),
    "display-illegal-not-fixed": _("“%(number)s” is no fixed number. Choose one of yours."),
}


def finding_words(finding: Finding) -> str:
    """What was found, as a sentence to stand at its place."""
    return filled(FINDINGS, _code(finding), _terms(finding.parameters))


def _code(finding: Finding) -> str:
    if finding.code == "display-illegal":
        return f"{finding.code}-{finding.parameters['reason']}"
    if finding.place.startswith("greeting") and f"{finding.code}-greeting" in FINDINGS:
        return f"{finding.code}-greeting"
    return finding.code


def _terms(parameters: Mapping[str, str | int]) -> dict[str, object]:
    """The values as people read them."""
    shown: dict[str, object] = dict(parameters)
    if "day" in shown:
        shown["day"] = capfirst(day_words(int(parameters["day"])))
    if "start" in shown:
        shown["hours"] = hours_words(int(parameters["start"]), int(parameters["end"]))
    if "ends" in shown:
        shown["ends"] = wall_words(str(parameters["ends"]))
    if "date" in shown:
        shown["date"] = date_only_words(str(parameters["date"]))
    for name in ("number", "address"):
        if name in shown:
            shown[name] = display(str(parameters[name]))
    if "numbers" in shown:
        shown["numbers"] = " → ".join(display(number) for number in str(parameters["numbers"]).split(" → "))
    if "languages" in shown:
        codes = str(parameters["languages"]).split(", ")
        shown["languages"] = ", ".join(str(LANGUAGES.get(code, code)) for code in codes)
    return shown
