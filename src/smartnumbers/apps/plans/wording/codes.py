"""Single words and short phrases for codes: refusals, kinds of treatments and conditions, strategies, outcomes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Promise] = {
    "unknown-number": _("No such service number"),
    "out-of-service": _("Out of service"),
    "blocked": _("Caller blocked"),
    "reported": _("Caller reported as a nuisance"),
    "withheld": _("Number withheld"),
    "country-blocked": _("Country blocked"),
    "not-welcome": _("Not on a list of welcome callers"),
    "too-many-calls": _("Too many calls from this caller"),
    "gap": _("Nothing planned for this time"),
    "loop": _("The plan leads in a circle"),
    "no-destination": _("No destination"),
}

DISPLAYS: dict[str, Promise] = {
    "caller": _("The caller's number"),
    "service-number": _("The service number"),
    "fixed-number": _("A fixed number of yours"),
    "withheld": _("No number"),
    "caller-and-name": _("The caller's number and a name"),
}

CHANGES: dict[str, Promise] = {
    "created": _("Number set up"),
    "chain": _("Destinations changed"),
    "plan": _("Plan changed"),
    "scheduled": _("Change settled for later"),
    "cancelled": _("Change for later cancelled"),
    "destination": _("A destination changed"),
    "callerlist": _("A list of callers changed"),
    "blacklist": _("Blocked callers changed"),
    "display": _("Shown number changed"),
    "limits": _("Limits changed"),
    "service": _("Put in or out of service"),
    "tariff": _("Tariff changed"),
    "tariff-set": _("Tariff set changed"),
    "charging": _("Announcement of the price changed"),
    "restored": _("Earlier settings restored"),
}

KINDS: dict[str, Promise] = {
    "chain": _("Ring destinations"),
    "announcement": _("Announcement, then hang up"),
    "voicemail": _("Voicemail"),
    "flow": _("Menu"),
    "number": _("As another number"),
    "branches": _("By caller"),
}

STRATEGIES: dict[str, Promise] = {
    "in-order": _("One after the other"),
    "at-once": _("All at once"),
    "in-turn": _("In turn"),
    "by-weight": _("By weight"),
    "longest-idle": _("Longest idle first"),
}

OUTCOMES: dict[str, Promise] = {
    "busy": _("Busy"),
    "no-answer": _("No answer"),
    "refused": _("Refused"),
    "error": _("Error"),
    "unreachable": _("Unreachable"),
}

CONDITIONS: dict[str, Promise] = {
    "region": _("Region"),
    "line": _("Fixed or mobile"),
    "country": _("Country"),
    "withheld": _("Number withheld"),
    "known": _("Called before"),
    "list": _("On a list"),
    "share": _("Share of callers"),
}

BLOCKED_KINDS: dict[str, Promise] = {
    "number": _("One number"),
    "prefix": _("Numbers that begin with"),
    "country": _("A country"),
    "withheld": _("Callers who hide their number"),
}
