"""What calls under the routing plans of a number will be told, known before any of them comes.

Greetings, key tests, announcements and what comes before the tone of a voicemail, in all plans that hold now or later,
and in those of other numbers that they lead to. The words are those that `decide` itself puts together.
"""

from collections.abc import Callable, Iterator

from smartnumbers.core.routing.messages import PRICE, key_prompts, prompts_of
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import Announcement, Message, OtherNumber, Voicemail
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.prompts.foreseen import instants

LookUp = Callable[[str], Profile | None]


def speaks(profile: Profile) -> bool:
    """Whether any plan of a number says something to its callers, be it by way of another number's plan."""
    plans = [dated.plan for dated in profile.plans.dated] + [one.plan for one in profile.plans.temporary]
    return any(_speaks(plan) for plan in plans)


def _speaks(plan: Plan) -> bool:
    return (
        plan.greeting is not None
        or plan.screening.key_test
        or any(isinstance(one.action, Announcement | Voicemail | OtherNumber) for one in plan.treatments.values())
    )


def sayings(*, profile: Profile, look_up: LookUp, at: int) -> Iterator[Prompt]:
    """The prompts of calls to a number from `at` (milliseconds) on, without repetition."""
    seen: set[Prompt] = set()
    for prompt in _sayings(profile, look_up, at):
        if prompt not in seen:
            seen.add(prompt)
            yield prompt


def _sayings(profile: Profile, look_up: LookUp, at: int) -> Iterator[Prompt]:
    for plan in _plans(profile, at):
        if plan.screening.key_test:
            languages = () if plan.greeting is None else plan.greeting.languages
            yield from key_prompts(profile=profile, languages=languages)
        if plan.greeting is not None:
            yield from _said(plan.greeting, plan, profile, at)
    for number in reached(profile=profile, look_up=look_up, at=at):
        for plan in _plans(number, at):
            for treatment in plan.treatments.values():
                if isinstance(treatment.action, Announcement | Voicemail):
                    yield from _said(treatment.action.message, plan, profile, at)


def _said(message: Message, plan: Plan, profile: Profile, at: int) -> Iterator[Prompt]:
    """A message with each price that it may name."""
    priced = profile.charging is not None and any(PRICE in words for words in message.texts.values())
    for instant in instants(plan=profile.charging, at=at) if priced and profile.charging is not None else (at,):
        yield from prompts_of(message=message, plan=plan, profile=profile, at=instant)


def _plans(profile: Profile, at: int) -> Iterator[Plan]:
    """The plan that holds at an instant, and those that will."""
    begun = [dated for dated in profile.plans.dated if dated.valid_from is None or dated.valid_from <= at]
    yield from (dated.plan for dated in (*begun[-1:], *profile.plans.dated[len(begun) :]))
    yield from (one.plan for one in profile.plans.temporary if one.ends > at)


def reached(*, profile: Profile, look_up: LookUp, at: int) -> Iterator[Profile]:
    """A number and those whose plans it leads to from `at` (milliseconds) on, by however many steps."""
    waiting, seen = [profile], {profile.number}
    while waiting:
        one = waiting.pop()
        yield one
        further = _led_to(one, at) - seen
        seen |= further
        waiting += [found for number in sorted(further) if (found := look_up(number)) is not None]


def _led_to(profile: Profile, at: int) -> set[str]:
    return {
        treatment.action.number
        for plan in _plans(profile, at)
        for treatment in plan.treatments.values()
        if isinstance(treatment.action, OtherNumber)
    }
