"""The story of a call: what happened in its order, each step with the reason it took."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.models import Attempt, CallRecord
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, REASONS, SIDES, caller_words
from smartnumbers.apps.callrecords.wording import words as named
from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.decision import Refusal
from smartnumbers.portal.calls.charged import charged_steps
from smartnumbers.portal.calls.looks import ATTEMPTS, PLAIN, Look
from smartnumbers.portal.calls.step import Reason, Step
from smartnumbers.portal.calls.told import said_steps
from smartnumbers.portal.templatetags.portal import words as span

# Steps of a decision's trace after which the call may have gone nowhere: the last of them is why it was refused.
_STOPS = frozenset(
    {
        "number-unknown",
        "number-out-of-service",
        "caller-blocked",
        "prefix-blocked",
        "country-blocked",
        "withheld-blocked",
        "caller-reported",
        "withheld-turned-away",
        "country-turned-away",
        "not-welcome",
        "too-many-calls",
        "gap",
        "loop",
        "treatment-missing",
        "chain-empty",
        "other-number-unknown",
        "other-number-out-of-service",
        "other-number-foreign",
        "nothing-to-say",
    }
)


_REFUSALS = frozenset(refusal.value for refusal in Refusal)


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
    between = sorted([*_attempts(call), *said_steps(call), *charged_steps(call)], key=lambda step: step.at)
    return [_arrival(access, call), *_decision(call), *between, _end(call)]


def _arrival(access: Access, call: CallRecord) -> Step:
    caller = caller_words(access=access, caller=call.caller, presentation=call.presentation)
    text = _("%(caller)s calls %(number)s.") % {"caller": caller, "number": display(call.number)}
    return Step(at=call.setup_at, look=Look(icon="phone-incoming"), title=_("The call arrives"), text=text)


def _decision(call: CallRecord) -> Iterator[Step]:
    if not call.trace:
        return
    refused = call.reason in _REFUSALS
    reasons = [
        Reason(sentence=trace_words(step["code"], step.get("values", {})), stop=refused and step["code"] in _STOPS)
        for step in call.trace
    ]
    yield Step(
        at=call.setup_at,
        look=Look(icon="ban", tone="bad") if refused else Look(icon="route", tone="accent"),
        title=_("The call is refused") if refused else _("The way is chosen"),
        text=call.treatment,
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
            text=_attempt_text(attempt, led_on=_led_on(attempts[index:])),
            aside=_rang(attempt),
            notes=list(_attempt_notes(attempt)),
        )


def _led_on(attempts: Sequence[Attempt]) -> bool:
    """Whether the first of these attempts led to another one, rather than to ring together with it or to the end."""
    first, *later = attempts
    over = first.ended_at if first.ended_at is not None else first.started_at
    return first.outcome != "answered" and any(attempt.started_at >= over for attempt in later)


def _attempt_text(attempt: Attempt, *, led_on: bool) -> str:
    address = display(attempt.address) if attempt.kind == "telephone" else attempt.address
    return _("%(address)s. On to the next destination.") % {"address": address} if led_on else address


def _attempt_notes(attempt: Attempt) -> Iterator[str]:
    if attempt.full:
        yield _("It was not dialled: it had as many calls as it takes at once.")
    if attempt.carrier:
        yield _("Dialled through %(carrier)s.") % {"carrier": attempt.carrier}


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
    if call.reported:
        text.append(_("The caller is turned away from this number for 24 hours."))
    lost = call.answered_at is None
    return Step(
        at=call.ended_at,
        look=Look(icon="phone-end", tone="bad" if call.result == "lost" else ""),
        title=named(SIDES, call.hung_up_by).rstrip("."),
        text=" ".join(text),
        aside=_("talked for %(talk)s") % {"talk": span(call.talk_milliseconds)} if not lost else "",
    )
