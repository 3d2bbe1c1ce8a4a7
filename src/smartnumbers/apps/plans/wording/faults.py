"""What was wrong with what was typed, as sentences that say what would be right."""

from collections.abc import Mapping
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.wording.terms import filled

FAULTS: dict[str, Promise] = {
    "chain-empty": _("Add at least one destination; without one, every call is refused."),
    "chain-too-long": _("At most %(most)s destinations."),
    "no-chain-now": _("Just now calls do not go to destinations (%(name)s). Change that in the plan."),
    "address-missing": _("Enter a telephone number or a SIP address."),
    "destination-invalid": _(
        "“%(written)s” is neither a telephone number nor a SIP address such as sip:name@example.ch."
    ),
    "destination-premium": _("“%(written)s” is a service number. Calls can go to ordinary numbers only."),
    "destination-taken": _("There is “%(name)s” with this address already."),
    "limit-invalid": _("Enter a whole number from %(least)s to %(most)s, or nothing for no limit."),
    "name-missing": _("Enter a name."),
    "name-taken": _("There is “%(name)s” already."),
    "name-too-long": _("At most %(most)s characters."),
    "ring-seconds-invalid": _("Enter whole seconds from %(least)s to %(most)s."),
    "caller-missing": _("Enter the caller's telephone number."),
    "caller-invalid": _("“%(written)s” is no telephone number."),
    "prefix-missing": _("Enter the digits with which the numbers begin."),
    "prefix-invalid": _("No telephone number begins with “%(written)s”."),
    "prefix-too-wide": _(
        "Every number in Switzerland begins with “%(written)s”. Write more digits, such as 079, or +41 for all of them."
    ),
    "country-missing": _("Choose a country."),
    "country-invalid": _("“%(written)s” is no country; write it with two letters, such as DE."),
    "too-many-callers": _("At most %(most)s callers."),
    "blacklist-full": _("The list is full: at most %(most)s callers."),
    "until-past": _("Choose a moment that is still to come."),
    "note-too-long": _("At most %(most)s characters."),
    "moment-missing": _("Enter date and time."),
    "moment-invalid": _("“%(written)s” is no date with a time; write it as 2026-12-24T16:00."),
    "moment-skipped": _("“%(written)s” does not come: the clocks go forward over it. Choose an hour before or after."),
    "moment-past": _("Choose a moment that is still to come."),
    "moment-taken": _("“%(name)s” begins at that very moment. Choose another one, or cancel that change first."),
    "ends-too-early": _("The end must be after the beginning."),
    "too-many-scheduled": _("At most %(most)s changes can wait at once."),
    "number-invalid": _("“%(written)s” is no telephone number."),
    "number-classless": _("“%(written)s” is no service number."),
    "number-taken": _("There is “%(written)s” already."),
    "family-fixed": _("For a number in %(class)s the digits tell who pays: choose nothing here."),
    # Why a plan cannot be read: the reasons of `core.routing.documents`, at their places.
    "missing": _("Something is missing here (%(place)s)."),
    "wrong-kind": _("This cannot be read (%(place)s)."),
    "out-of-range": _("This number is too small or too large (%(place)s)."),
    "too-long": _("This text is too long (%(place)s)."),
    "too-many": _("There are too many of these (%(place)s)."),
    "unknown": _("There is no such thing any more (%(place)s)."),
    "not-on-raster": _("Times must be at a full quarter of an hour (%(place)s)."),
    "not-a-date": _("There is no such date (%(place)s)."),
    "not-a-number": _("This is no telephone number (%(place)s)."),
    "not-a-destination": _("No call can go to this address (%(place)s)."),
    "premium-number": _("This is a service number. Calls can go to ordinary numbers only (%(place)s)."),
    "not-an-id": _("This is no name that a treatment can have (%(place)s)."),
}


class Told(Protocol):
    """A fault with a code and what belongs into its sentence."""

    @property
    def code(self) -> str:
        """The stable code."""

    @property
    def parameters(self) -> Mapping[str, object]:
        """What belongs into the sentence."""


def fault_words(fault: Told) -> str:
    """What is wrong and what would be right, as a sentence to stand beside the field."""
    return filled(FAULTS, fault.code, fault.parameters)
