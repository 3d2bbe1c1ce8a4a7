"""A test call in words, step by step, and why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.plans.trials import Step, Trial
from smartnumbers.core.callcontrol.trial import TrialStep
from smartnumbers.portal.calls.looks import ATTEMPTS, PLAIN, Look

_WORDS: Mapping[TrialStep, str | Promise] = {
    TrialStep.DIALLED: gettext_lazy("Dialled."),
    TrialStep.PASSED_ON: gettext_lazy("%(carrier)s could not take the call; the next carrier is tried."),
    TrialStep.RINGING: gettext_lazy("It rings after %(time)s."),
    TrialStep.ANSWERED: gettext_lazy("Answered after %(time)s."),
    TrialStep.HEARD: gettext_lazy("The sentence was said, and we hung up after %(time)s."),
    TrialStep.LEFT: gettext_lazy("Whoever answered hung up after %(time)s, before the sentence was over."),
    TrialStep.UNSAID: gettext_lazy("The sentence could not be spoken; we hung up after %(time)s."),
    TrialStep.BUSY: gettext_lazy("Busy, after %(time)s."),
    TrialStep.REFUSED: gettext_lazy("The call was refused after %(time)s."),
    TrialStep.NO_ANSWER: gettext_lazy("Nobody answered within %(time)s."),
    TrialStep.UNREACHABLE: gettext_lazy("Not reachable: nothing rang within %(time)s."),
    TrialStep.ERROR: gettext_lazy("A fault on the way, after %(time)s."),
    TrialStep.NO_CARRIER: gettext_lazy("No carrier can take a call now."),
    TrialStep.INTERRUPTED: gettext_lazy("The telephony engine went away after %(time)s. Try again."),
}
_REFUSALS: Mapping[str, str | Promise] = {
    "trial-running": gettext_lazy("It is being rung for a test already. Wait until that is over."),
    "trial-full": gettext_lazy("It is not rung: it has as many calls as it takes at once."),
    "trial-too-many": gettext_lazy("Enough test calls for now. Try again in %(seconds)s s."),
    "trial-engine-down": gettext_lazy("The telephony engine is down; nobody was rung. Try again in a moment."),
    "away": gettext_lazy("Call control cannot be reached; try again in a moment."),
}
_GOOD = Look(icon="circle-check", tone="ok")
_LOOKS: Mapping[TrialStep, Look] = {
    TrialStep.DIALLED: Look(icon="phone-outgoing"),
    TrialStep.PASSED_ON: Look(icon="alert-triangle", tone="warn"),
    TrialStep.RINGING: Look(icon="phone-call"),
    TrialStep.ANSWERED: _GOOD,
    TrialStep.HEARD: _GOOD,
    TrialStep.LEFT: _GOOD,
    TrialStep.UNSAID: Look(icon="alert-triangle", tone="warn"),
    TrialStep.NO_CARRIER: Look(icon="alert-triangle", tone="bad"),
    TrialStep.INTERRUPTED: Look(icon="alert-triangle", tone="bad"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a test call; `note` is what the wire says of it."""

    look: Look
    text: str
    note: str


def trial_lines(trial: Trial) -> list[Line]:
    """The steps of a test call in words."""
    return [
        Line(
            look=_LOOKS.get(step.code) or ATTEMPTS.get(step.code.value, PLAIN),
            text=str(_WORDS[step.code]) % {"time": _seconds(step.ms), "carrier": step.carrier},
            note=" · ".join(_notes(step)),
        )
        for step in trial.steps
    ]


def refusal_words(code: str, parameters: Mapping[str, object]) -> str:
    """Why nobody is rung."""
    return str(_REFUSALS.get(code, _REFUSALS["away"])) % parameters


def _notes(step: Step) -> list[str]:
    notes = []
    if step.carrier and step.code is not TrialStep.PASSED_ON:
        notes.append(_("Dialled through %(carrier)s.") % {"carrier": step.carrier})
    if step.sip_status is not None:
        notes.append(_("SIP status %(status)d") % {"status": step.sip_status})
    return notes


def _seconds(ms: int) -> str:
    return f"{localize(round(ms / 1000, 1))} s"
