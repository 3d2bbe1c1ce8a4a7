"""The words for what became of a caller's message."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.callrecords.models import Delivery, VoiceMessage
from smartnumbers.core.foundation.instants import to_datetime

FAULTS: dict[str, Promise] = {
    "mail-unreachable": _("the mail server could not be reached"),
    "mail-not-secure": _("the way to the mail server is not secure"),
    "mail-login-refused": _("the mail server did not take our log-in"),
    "mail-sender-refused": _("the mail server did not take our address"),
    "mail-postponed": _("the mail server put it off"),
    "mail-recipient-refused": _("the mail server does not know this address"),
    "mail-refused": _("the mail server did not take it"),
    "mail-invalid": _("this is no address that mail can be sent to"),
    "mail-sound-missing": _("its sound is missing"),
}


def fault_words(code: str) -> str:
    """What was in the way of a message; a code without words is shown as it is."""
    found = FAULTS.get(code)
    return code if found is None else str(found)


def delivery_words(message: VoiceMessage) -> str:
    """Where a message is on its way to its mailbox, as a sentence."""
    values = {"address": message.email, "fault": fault_words(message.fault)}
    if message.state == Delivery.SENT:
        return gettext("Mailed to %(address)s on %(at)s.") % {**values, "at": _instant(message.sent_at or 0)}
    if message.state == Delivery.FAILED:
        return gettext("It could not be mailed to %(address)s: %(fault)s.") % values
    if message.fault:
        words = gettext("Not mailed to %(address)s yet: %(fault)s. The next try is on %(at)s.")
        return words % {**values, "at": _instant(message.next_try_at)}
    return gettext("It is being mailed to %(address)s.") % values


def _instant(milliseconds: int) -> str:
    return date_format(localtime(to_datetime(milliseconds)), "SHORT_DATETIME_FORMAT")
