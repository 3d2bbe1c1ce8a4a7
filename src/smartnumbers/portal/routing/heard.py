"""What callers hear of a message that is being written, language by language: put together by the switch's own code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils import timezone

from smartnumbers.apps.plans.schedules import charging_plan
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.messages import PRICE, price_of, prompts_of
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import Message
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.tariffs.preview import SAYING


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said in one language, and the signed text for its sound; `unpriced` where it names a price of nothing."""

    language: str
    text: str
    say: str
    unpriced: bool


def heard(*, drafting: Drafting, message: Mapping[str, Any] | None) -> Sequence[Heard]:
    """A message of the draft as it is spoken at this instant.

    Nothing where there is none, where an own recording is played, or for a plan that cannot be read.
    """
    plan = drafting.plan
    if message is None or message["recording"] is not None or plan is None:
        return ()
    languages = message["languages"] or [drafting.settings.spoken_language]
    spoken = Message(texts=message["texts"], languages=tuple(languages))
    profile, at = _profile(drafting, plan), from_datetime(timezone.now())
    return [
        Heard(
            language=prompt.language,
            text=prompt.text,
            say=signing.dumps([prompt.language, prompt.text, False], salt=SAYING, compress=True),
            unpriced=PRICE in spoken.texts.get(prompt.language, "")
            and not price_of(profile=profile, language=prompt.language, at=at),
        )
        for prompt in prompts_of(message=spoken, plan=plan, profile=profile, at=at)
    ]


def _profile(drafting: Drafting, plan: Plan) -> Profile:
    """The number as it would be published now: as much of it as messages need."""
    number = drafting.number
    return Profile(
        number=number.number,
        account=str(number.account_id),
        revision=drafting.settings.revision,
        in_service=number.in_service,
        plans=PlanSchedule(dated=(DatedPlan(valid_from=None, plan=plan),)),
        charging=charging_plan(settings=drafting.settings, at=timezone.now()),
    )
