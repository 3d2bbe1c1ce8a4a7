"""What is wrong with what callers are told, and with where their messages go."""

import re
from collections.abc import Iterator

from smartnumbers.core.routing.checking.finding import CheckFacts, Finding, error, warning
from smartnumbers.core.routing.messages import HOURS, PRICE
from smartnumbers.core.routing.openinghours import open_spans
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.treatments import Announcement, Message, Voicemail

_BRACES = re.compile(r"\{[^{}]*\}")
# RFC 5321, section 4.1.2, without quoted local parts and address literals; 4.5.3.1 for the lengths.
_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


def words(*, plan: Plan, facts: CheckFacts) -> Iterator[Finding]:
    """All findings about messages and voicemail."""
    if plan.greeting is not None:
        yield from _message(plan, plan.greeting, "greeting", "", facts)
    for treatment_id, treatment in plan.treatments.items():
        place = f"treatments.{treatment_id}"
        if isinstance(treatment.action, Announcement | Voicemail):
            yield from _message(plan, treatment.action.message, f"{place}.message", treatment.name, facts)
        if isinstance(treatment.action, Voicemail) and not is_mail_address(treatment.action.email):
            email = treatment.action.email
            yield error("voicemail-address", f"{place}.email", name=treatment.name, email=email)


def is_mail_address(written: str) -> bool:
    """Whether mail can be sent to what was written, by its form."""
    return _ADDRESS.fullmatch(written) is not None


def unknown_places(text: str) -> list[str]:
    """What stands in braces in a message and nothing is put in for."""
    return sorted(set(_BRACES.findall(text)) - {HOURS, PRICE})


def _message(plan: Plan, message: Message, place: str, name: str, facts: CheckFacts) -> Iterator[Finding]:
    if message.recording is not None:
        return
    said = {language: text for language, text in message.texts.items() if text.strip()}
    silent = [language for language in message.languages or facts.languages if language not in said]
    is_open = bool(open_spans(plan=plan))
    if not is_open and (silent or not said):
        # A language without words says the hours, and there are none.
        yield warning("message-empty", place, name=name)
    elif said and silent:
        yield warning("message-language-missing", place, name=name, languages=", ".join(silent))
    for language, text in said.items():
        if HOURS in text and not is_open:
            yield warning("message-hours-empty", f"{place}.texts.{language}", name=name, written=HOURS)
        # Everything else in braces would be read out.
        for unknown in unknown_places(text):
            yield error("message-place-unknown", f"{place}.texts.{language}", name=name, written=unknown)
