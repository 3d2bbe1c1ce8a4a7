"""A test call: a destination is rung once without any caller, told that it is a test, and hung up."""

from enum import StrEnum

from smartnumbers.core.tariffs.prompting import Prompt

TRIAL_SECONDS = 20
"""How long a destination rings at a test call, unless somebody wishes otherwise."""

TRIAL_SECONDS_MAXIMUM = 30

_SENTENCES = {
    "de": "Das ist ein Testanruf von Smart Numbers für {destination}. Sie können auflegen.",
    "fr": "Ceci est un appel de test de Smart Numbers pour {destination}. Vous pouvez raccrocher.",
    "it": "Questa è una chiamata di prova di Smart Numbers per {destination}. Può riagganciare.",
    "en": "This is a test call of Smart Numbers for {destination}. You can hang up.",
}


class TrialStep(StrEnum):
    """What happens in a test call, in its order; after DIALLED, PASSED_ON, RINGING and ANSWERED something follows.

    The outcomes of a call that nobody answers have the values of `record.AttemptOutcome`.
    """

    DIALLED = "dialled"
    PASSED_ON = "passed-on"
    """A carrier could not take it; the next one is tried."""
    RINGING = "ringing"
    ANSWERED = "answered"

    HEARD = "heard"
    """The sentence was said to its end."""
    LEFT = "left"
    """Who answered hung up before."""
    UNSAID = "unsaid"
    """The sentence could not be made or played."""

    BUSY = "busy"
    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    UNREACHABLE = "unreachable"
    ERROR = "error"
    NO_CARRIER = "no-carrier"
    """Of the carriers in use none could take it."""
    INTERRUPTED = "interrupted"
    """The telephony engine went away meanwhile."""


def trial_prompt(*, destination: str, language: str) -> Prompt:
    """What is said to who answers; `language` is one of `core.tariffs.spoken.LANGUAGES`."""
    return Prompt(language=language, text=_SENTENCES[language].format(destination=destination))
