"""What is said in a call about its price, whole: the words, how to agree where the law asks for it, and the tone.

The switch plays these, the library of prompts makes their sound beforehand, and the portal shows them: one place, so
that all three have the same words.
"""

from dataclasses import dataclass
from typing import Any

from smartnumbers.core.numbering.rulebook import NumberRules
from smartnumbers.core.tariffs.announcing import announcement_text, change_text, consent_text, fee_text, warning_text
from smartnumbers.core.tariffs.documents import optional, refuse, take
from smartnumbers.core.tariffs.duty import Duty
from smartnumbers.core.tariffs.spoken import LANGUAGES
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee

CONSENT_KEY = "1"
"""What the caller presses to agree to a price; a prompt ends with saying so where the law demands it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Something said to people in a call: the own recording of that content hash, else speech of the text.

    The text stands in the evidence either way. `beep`: a tone follows, as France has it before charging begins.
    """

    language: str
    text: str
    recording: str | None = None
    beep: bool = False


def announcement_prompt(
    *, tariff: Tariff, rules: NumberRules, duty: Duty, language: str, recording: str | None = None
) -> Prompt:
    """The price before the call; `duty` is that of the call's beginning, `recording` stands for the speech."""
    text = announcement_text(tariff=tariff, rules=rules, language=language)
    return _prompt(text, duty=duty, language=language, recording=recording)


def change_prompt(*, new: Tariff, old: Tariff, duty: Duty, language: str) -> Prompt:
    """Another price during the call."""
    text = change_text(new=new, old=old, language=language, pause_ms=duty.pause_ms)
    return _prompt(text, duty=duty, language=language)


def fee_prompt(*, fee: SetFee, currency: str, duty: Duty, language: str) -> Prompt:
    """A fixed fee during the call."""
    text = fee_text(
        amount=fee.amount, currency=currency, name=fee.name, language=language, pause_ms=duty.pause_ms
    )  # fmt: skip
    return _prompt(text, duty=duty, language=language)


def warning_prompt(*, seconds: int, language: str) -> Prompt:
    """The call will be cut off in so many seconds."""
    return Prompt(language=language, text=warning_text(seconds=seconds, language=language))


def _prompt(text: str, *, duty: Duty, language: str, recording: str | None = None) -> Prompt:
    if duty.consent:
        text = f"{text} {consent_text(key=CONSENT_KEY, language=language)}"
    return Prompt(language=language, text=text, recording=recording, beep=duty.beep)


def prompt_document(prompt: Prompt) -> dict[str, Any]:
    """The JSON document of a prompt; `parse_prompt` gives it back."""
    return {"language": prompt.language, "text": prompt.text, "recording": prompt.recording, "beep": prompt.beep}


def parse_prompt(source: Any, *, place: str = "") -> Prompt:
    """The prompt of a JSON document. Raises TariffInvalid, naming the field behind `place`."""
    return Prompt(
        language=take_language(source, place),
        text=take(source, "text", str, place),
        recording=optional(source, "recording", str, place),
        beep=take(source, "beep", bool, place),
    )


def take_language(source: Any, place: str) -> str:
    """The language of a document, one that can be spoken. Raises TariffInvalid, naming the field behind `place`."""
    language = take(source, "language", str, place)
    if language not in LANGUAGES:
        raise refuse(field=f"{place}language", reason=f"expected one of {', '.join(LANGUAGES)}")
    return language
