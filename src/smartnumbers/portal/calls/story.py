"""The story of a call: what happened in its order, each step with the reason it took."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.wording import OUTCOMES, REASONS, SIDES, caller_words
from smartnumbers.apps.callrecords.wording import words as named
from smartnumbers.core.callcontrol.record import Outcome
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.decision import Refusal
from smartnumbers.portal.calls.attempts import attempt_steps
from smartnumbers.portal.calls.charged import charged_steps
from smartnumbers.portal.calls.looks import Look
from smartnumbers.portal.calls.step import Step
from smartnumbers.portal.calls.told import said_steps
from smartnumbers.portal.calls.traces import reasons
from smartnumbers.portal.templatetags.portal import words as span

_REFUSALS = frozenset(refusal.value for refusal in Refusal)


def headline(call: CallRecord) -> str:
    """What came of the call, as one sentence."""
    if call.answered_at is not None:
        values = {"wait": span(call.wait_milliseconds), "talk": span(call.talk_milliseconds)}
        return _("Answered after %(wait)s, talked for %(talk)s.") % values
    tried = len(call.attempts.all())
    if call.message is not None:
        return _("The caller left a message of %(length)s.") % {"length": span(call.message["ms"])}
    if call.outcome == Outcome.ANNOUNCED and call.treatment:
        return _("The caller heard “%(name)s”.") % {"name": call.treatment}
    if not tried:
        return named(REASONS, call.reason) if call.reason else named(OUTCOMES, call.outcome)
    outcome = named(OUTCOMES, call.outcome)
    return ngettext(
        "%(outcome)s after %(wait)s and one attempt.", "%(outcome)s after %(wait)s and %(count)d attempts.", tried
    ) % {"count": tried, "wait": span(call.wait_milliseconds), "outcome": outcome}


def story(*, access: Access, call: CallRecord) -> list[Step]:
    """All steps of a call, from its arrival to its end; what came into force at the end stands before it."""
    between = sorted([*attempt_steps(call), *said_steps(call), *charged_steps(call)], key=lambda step: step.at)
    return [_arrival(access, call), *_decision(call), *between, _end(call)]


def _arrival(access: Access, call: CallRecord) -> Step:
    caller = caller_words(access=access, caller=call.caller, presentation=call.presentation)
    text = _("%(caller)s calls %(number)s.") % {"caller": caller, "number": display(call.number)}
    notes = [_("Another system recorded this call; it was taken over from there.")] if call.imported else []
    return Step(at=call.setup_at, look=Look(icon="phone-incoming"), title=_("The call arrives"), text=text, notes=notes)


def _decision(call: CallRecord) -> Iterator[Step]:
    if not call.trace:
        return
    refused = call.reason in _REFUSALS
    chosen = _("The way is chosen: %(name)s") % {"name": call.treatment} if call.treatment else _("The way is chosen")
    yield Step(
        at=call.setup_at,
        look=Look(icon="ban", tone="bad") if refused else Look(icon="route", tone="accent"),
        title=_("The call is refused") if refused else chosen,
        reasons=reasons(((step["code"], step.get("values", {})) for step in call.trace), refused=refused),
    )


def _end(call: CallRecord) -> Step:
    text = [named(REASONS, call.reason)] if call.reason else []
    if call.recovered:
        text.append(_("The end was found out after a restart: it may have been earlier."))
    if call.reported:
        text.append(_("The caller is turned away from this number for 24 hours."))
    return Step(
        at=call.ended_at,
        look=Look(icon="phone-end", tone="bad" if call.result == "lost" else ""),
        title=named(SIDES, call.hung_up_by).rstrip("."),
        text=" ".join(text),
        aside=_("talked for %(talk)s") % {"talk": span(call.talk_milliseconds)} if call.answered_at is not None else "",
    )
