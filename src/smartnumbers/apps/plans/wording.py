"""The words for routing: what was looked at, what was wrong, what was changed. One table each, for every reader.

The portal shows them in the reader's language, the command line in English. A code without a sentence (written by a
newer release) is shown as it is: a strange word is better than a missing line.
"""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.plans.faults import Fault
from smartnumbers.apps.plans.models import BlacklistEntry, Visibility
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.numbering.masking import masked

TRACE: dict[str, Promise] = {
    "number-unknown": _("%(number)s is no service number of this platform."),
    "profile-found": _("%(number)s is known; revision %(revision)s of its settings is in force."),
    "number-out-of-service": _("The number is out of service."),
    "number-in-service": _("The number is in service."),
    "caller-blocked": _("The caller is blocked."),
    "caller-blocked-until": _("The caller is blocked until %(until)s."),
    "caller-not-blocked": _("The caller is not blocked."),
    "caller-without-number": _("The caller came without a number, which nothing blocks."),
    "chain-empty": _("The number has no destination."),
    "display-caller": _("The destination's telephone shows the caller's number."),
    "display-service-number": _("The destination's telephone shows the service number."),
}

REFUSALS: dict[str, Promise] = {
    "unknown-number": _("No such service number"),
    "out-of-service": _("Out of service"),
    "blocked": _("Caller blocked"),
    "no-destination": _("No destination"),
}

DISPLAYS: dict[str, Promise] = {
    "caller": _("The caller's number"),
    "service-number": _("The service number"),
}

CHANGES: dict[str, Promise] = {
    "created": _("Number set up"),
    "chain": _("Destinations changed"),
    "blacklist": _("Blocked callers changed"),
    "display": _("Shown number changed"),
    "limits": _("Limits changed"),
    "service": _("Put in or out of service"),
    "tariff": _("Tariff changed"),
    "tariff-set": _("Tariff set changed"),
    "charging": _("Announcement of the price changed"),
    "restored": _("Earlier settings restored"),
}

FAULTS: dict[str, Promise] = {
    "chain-empty": _("Add at least one destination; without one, every call is refused."),
    "chain-too-long": _("At most %(most)s destinations."),
    "address-missing": _("Enter a telephone number or a SIP address."),
    "destination-invalid": _(
        "“%(written)s” is neither a telephone number nor a SIP address such as sip:name@example.ch."
    ),
    "destination-premium": _("“%(written)s” is a service number. Calls can go to ordinary numbers only."),
    "name-too-long": _("At most %(most)s characters."),
    "ring-seconds-invalid": _("Enter whole seconds from %(least)s to %(most)s."),
    "caller-missing": _("Enter the caller's telephone number."),
    "caller-invalid": _("“%(written)s” is no telephone number."),
    "blacklist-full": _("The list is full: at most %(most)s callers."),
    "until-past": _("Choose a moment that is still to come."),
    "note-too-long": _("At most %(most)s characters."),
    "number-invalid": _("“%(written)s” is no telephone number."),
    "number-classless": _("“%(written)s” is no service number."),
    "number-taken": _("There is “%(written)s” already."),
    "family-fixed": _("For a number in %(class)s the digits tell who pays: choose nothing here."),
}


def trace_words(code: str, values: Mapping[str, object]) -> str:
    """One step of a decision's trace as a sentence."""
    shown = dict(values)
    if "number" in shown:
        shown["number"] = display(str(shown["number"]))
    until = shown.get("until")
    if isinstance(until, int):
        shown["until"] = date_format(localtime(to_datetime(until)), "SHORT_DATETIME_FORMAT")
        code = f"{code}-until"
    destinations = shown.get("destinations")
    if code == "chain-chosen" and isinstance(destinations, int):
        sentence = ngettext(
            "The call goes to one destination: %(first)s.",
            "The call goes to %(destinations)s destinations in turn, first to %(first)s.",
            destinations,
        )
        return sentence % shown
    return _filled(TRACE, code, shown)


def fault_words(fault: Fault) -> str:
    """What is wrong and what would be right, as a sentence to stand beside the field."""
    return _filled(FAULTS, fault.code, fault.parameters)


def blocked_words(*, access: Access, entry: BlacklistEntry) -> str:
    """A blocked caller's number, as far as this access may see it."""
    if access.may(Permission.SEE_WHOLE_CALLERS) or entry.visibility == Visibility.WHOLE:
        return display(entry.value)
    return gettext("Number withheld") if entry.visibility == Visibility.WITHHELD else masked(entry.value)


def _filled(table: Mapping[str, Promise], code: str, values: Mapping[str, object]) -> str:
    sentence = table.get(code)
    if sentence is None:
        return " ".join([code, *(f"{name}={value}" for name, value in values.items())])
    return str(sentence) % values
