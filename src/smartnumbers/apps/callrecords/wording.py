"""The words for calls: how they ended, who ended them, what became of each attempt. See also `plans.wording`."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.numbering.masking import masked
from smartnumbers.core.routing.decision import Presentation

RESULTS: dict[str, Promise] = {
    "answered": _("Answered"),
    "informed": _("Announcement or message"),
    "lost": _("Lost"),
    "blocked": _("Blocked"),
}

OUTCOMES: dict[str, Promise] = {
    "answered": _("Answered"),
    "announced": _("Announcement"),
    "message": _("Message left"),
    "busy": _("Busy"),
    "no-answer": _("No answer"),
    "failed": _("Not connected"),
    "blocked": _("Blocked"),
    "abandoned": _("Caller gave up"),
    "limited": _("Limit reached"),
}

ATTEMPT_OUTCOMES: dict[str, Promise] = {
    "answered": _("Answered"),
    "answered-elsewhere": _("Answered elsewhere"),
    "busy": _("Busy"),
    "no-answer": _("No answer"),
    "refused": _("Refused"),
    "unreachable": _("Not reachable"),
    "error": _("Network fault"),
    "abandoned": _("Caller gave up"),
    "": _("Cut short"),
}

SIDES: dict[str, Promise] = {
    "caller": _("The caller hung up."),
    "destination": _("The destination hung up."),
    "platform": _("The platform ended the call."),
}

REASONS: dict[str, Promise] = {
    "hang-up": _("The conversation ended normally."),
    "caller-gave-up": _("Nobody had answered yet."),
    "gave-up-in-announcement": _("The caller hung up while the price was announced."),
    "no-consent": _("The caller did not accept the price."),
    "cap-reached": _("A call may not cost more."),
    "maximum-duration": _("A call may not last longer."),
    "gave-up-in-greeting": _("The caller hung up while being greeted."),
    "gave-up-in-key-test": _("The caller hung up instead of pressing the key that was asked for."),
    "gave-up-before-tone": _("The caller hung up before the tone."),
    "announcement": _("The announcement was over."),
    "announcement-failed": _("The announcement could not be played."),
    "recording-failed": _("The message could not be recorded."),
    "message-left": _("The caller left a message."),
    "no-message": _("The caller left no message."),
    "key-test-failed": _("The caller did not press the key that was asked for."),
    "nuisance-reported": _("The caller was reported as a nuisance."),
    "chain-exhausted": _("No destination took the call."),
    "not-moved-on": _("After this outcome no other destination was to be tried."),
    "connect-failed": _("A destination answered, but the two sides could not be connected."),
    "lost-while-connecting": _("A destination answered and was gone before it was connected."),
    "unknown-number": _("There is no such service number."),
    "out-of-service": _("The number was out of service."),
    "blocked": _("The caller was blocked."),
    "reported": _("The caller had been reported as a nuisance."),
    "withheld": _("The caller hid the number."),
    "country-blocked": _("Calls from this country are turned away."),
    "not-welcome": _("Only callers of the number's lists are let in."),
    "too-many-calls": _("The caller had called too often."),
    "gap": _("Nothing was planned for this time."),
    "loop": _("The plan led in a circle."),
    "no-destination": _("The number had no destination."),
    "platform-rate": _("Too many calls arrived on the platform in one second."),
    "platform-calls": _("Too many calls ran on the platform at once."),
    "number-rate": _("Too many calls to this number arrived in one second."),
    "number-calls": _("Too many calls to this number ran at once."),
    "journal": _("The call could not be written down, so it was not let in."),
}


def words(table: dict[str, Promise], code: str) -> str:
    """What a code means, from one of the tables above; a code without words is shown as it is."""
    found = table.get(code)
    return code if found is None else str(found)


def caller_words(*, access: Access, caller: str, presentation: str) -> str:
    """A caller as this access may see them: masked for holders, and not at all where the caller withheld the number."""
    if not caller:
        return gettext("Number unknown") if presentation == Presentation.UNAVAILABLE else gettext("Number withheld")
    if access.may(Permission.SEE_WHOLE_CALLERS):
        return display(caller)
    return gettext("Number withheld") if presentation == Presentation.RESTRICTED else masked(caller)


def call_words(*, access: Access, caller: str, presentation: str) -> str:
    """A call by its caller, as a heading: "Call from +41 79 412 ••••", or that no number came with it."""
    who = caller_words(access=access, caller=caller, presentation=presentation)
    if any(letter.isdigit() for letter in who):
        return gettext("Call from %(caller)s") % {"caller": who}
    return gettext("Call without a number") if presentation == Presentation.UNAVAILABLE else gettext("Anonymous call")
