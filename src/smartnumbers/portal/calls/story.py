"""The story of a call: what happened in its order, each step with the reason it took."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.models import Attempt, CallRecord
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, REASONS, SIDES, caller_words
from smartnumbers.apps.callrecords.wording import words as named
from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.calls.charged import charged_steps
from smartnumbers.portal.calls.looks import ATTEMPTS, PLAIN, Look
from smartnumbers.portal.calls.step import Reason, Step
from smartnumbers.portal.templatetags.portal import words as span

# Steps of a decision's trace after which the call went nowhere.
_STOPS = frozenset({"number-unknown", "number-out-of-service", "caller-blocked", "chain-empty"})


def headline(call: CallRecord) -> str:
    """What came of the call, as one sentence."""
    if call.answered_at is not None:
        values = {"wait": span(call.wait_milliseconds), "talk": span(call.talk_milliseconds)}
        return _("Answered after %(wait)s, talked for %(talk)s.") % values
    tried = len(call.attempts.all())
    if not tried:
        return named(REASONS, call.reason) if call.reason else named(OUTCOMES, call.outcome)
    outcome = named(OUTCOMES, call.outcome)
    return ngettext(
        "%(outcome)s after %(wait)s and one attempt.", "%(outcome)s after %(wait)s and %(count)d attempts.", tried
    ) % {"count": tried, "wait": span(call.wait_milliseconds), "outcome": outcome}


def story(*, access: Access, call: CallRecord) -> list[Step]:
    """All steps of a call, from its arrival to its end; what came into force at the end stands before it."""
    between = sorted([*_attempts(call), *charged_steps(call)], key=lambda step: step.at)
    return [_arrival(access, call), *_decision(call), *between, _end(call)]


def _arrival(access: Access, call: CallRecord) -> Step:
    caller = caller_words(access=access, caller=call.caller, presentation=call.presentation)
    text = _("%(caller)s calls %(number)s.") % {"caller": caller, "number": display(call.number)}
    return Step(at=call.setup_at, look=Look(icon="phone-incoming"), title=_("The call arrives"), text=text)


def _decision(call: CallRecord) -> Iterator[Step]:
    if not call.trace:
        return
    reasons = [
        Reason(sentence=trace_words(step["code"], step.get("values", {})), stop=step["code"] in _STOPS)
        for step in call.trace
    ]
    refused = any(reason.stop for reason in reasons)
    yield Step(
        at=call.setup_at,
        look=Look(icon="ban", tone="bad") if refused else Look(icon="route", tone="accent"),
        title=_("The call is refused") if refused else _("The way is chosen"),
        reasons=reasons,
    )


def _attempts(call: CallRecord) -> Iterator[Step]:
    attempts = list(call.attempts.all())
    for index, attempt in enumerate(attempts):
        yield Step(
            at=attempt.started_at,
            look=ATTEMPTS.get(attempt.outcome or "", PLAIN),
            title=_("%(place)d. %(name)s: %(outcome)s")
            % {
                "place": attempt.ordinal,
                "name": attempt.name or display(attempt.address),
                # As the table has it: German nouns ("Netzstörung") are never written small.
                "outcome": named(ATTEMPT_OUTCOMES, attempt.outcome or ""),
            },
            text=_attempt_text(attempt, last=index == len(attempts) - 1),
            aside=_rang(attempt),
        )


def _attempt_text(attempt: Attempt, *, last: bool) -> str:
    address = display(attempt.address) if attempt.kind == "telephone" else attempt.address
    if attempt.outcome == "answered" or last:
        return address
    return _("%(address)s. On to the next destination.") % {"address": address}


def _rang(attempt: Attempt) -> str:
    until = attempt.answered_at or attempt.ended_at
    if attempt.alerting_at is None or until is None:
        return _("did not ring")
    rang = span(max(0, until - attempt.alerting_at))
    limit = attempt.ring_seconds
    if attempt.outcome == "no-answer":
        return _("rang %(rang)s, at most %(limit)d s") % {"rang": rang, "limit": limit}
    return _("rang %(rang)s") % {"rang": rang}


def _end(call: CallRecord) -> Step:
    text = [named(REASONS, call.reason)] if call.reason else []
    if call.recovered:
        text.append(_("The end was found out after a restart: it may have been earlier."))
    lost = call.answered_at is None
    return Step(
        at=call.ended_at,
        look=Look(icon="phone-end", tone="bad" if lost and call.outcome != "blocked" else ""),
        title=named(SIDES, call.hung_up_by).rstrip("."),
        text=" ".join(text),
        aside=_("talked for %(talk)s") % {"talk": span(call.talk_milliseconds)} if not lost else "",
    )
