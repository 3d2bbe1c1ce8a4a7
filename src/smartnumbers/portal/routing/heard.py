"""What callers hear of a message: the words with opening hours and price filled in, language by language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing

from smartnumbers.core.routing.openinghours import hours_text
from smartnumbers.core.routing.plan import Plan
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.tariffs.preview import SAYING

HOURS = "{hours}"
PRICE = "{price}"


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said in one language, and the signed text for its sound; `priced` where the price is said in it too."""

    language: str
    text: str
    say: str
    priced: bool


def heard(*, drafting: Drafting, message: Mapping[str, Any] | None) -> Sequence[Heard]:
    """A message of the draft as it is said; nothing for none, or for a plan that cannot be read."""
    plan = drafting.plan
    if message is None or plan is None:
        return ()
    languages = message["languages"] or [drafting.settings.spoken_language]
    return [one for language in languages if (one := _in(plan, message["texts"].get(language, HOURS), language)).text]


def _in(plan: Plan, words: str, language: str) -> Heard:
    # The price of the moment is put in at call time; its own preview stands on the number's tariff page.
    text = " ".join(words.replace(HOURS, hours_text(plan=plan, language=language)).replace(PRICE, "…").split())
    spoken = text.replace("…", "")
    say = signing.dumps([language, spoken, False], salt=SAYING, compress=True) if spoken.strip() else ""
    return Heard(language=language, text=text, say=say, priced=PRICE in words)
