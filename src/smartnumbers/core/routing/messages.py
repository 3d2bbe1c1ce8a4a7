"""What a plan's messages say in a call: the holder's words, with hours and price of that instant put in."""

from collections.abc import Iterator
from zlib import crc32

from smartnumbers.core.numbering.rules import rules_at
from smartnumbers.core.routing.localclock import local_time
from smartnumbers.core.routing.messagewording import MESSAGE_WORDINGS
from smartnumbers.core.routing.openinghours import hours_text
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import Announcement, Message, Voicemail
from smartnumbers.core.tariffs.announcing import price_text
from smartnumbers.core.tariffs.bands import priced_at
from smartnumbers.core.tariffs.charging import version_at
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.core.tariffs.spoken import spoken_key

HOURS = "{hours}"
PRICE = "{price}"
# Neither 1 nor 0, which machines press to reach somebody; no two keys whose words sound alike in any of the languages.
_KEYS = "23456789"


def prompts_of(*, message: Message, plan: Plan, profile: Profile, at: int) -> tuple[Prompt, ...]:
    """What a message of a plan says to callers of a number at an instant (milliseconds), each language in turn.

    Nothing where there are no words: neither the holder's nor opening hours.
    """
    languages = message.languages or (profile.language,)
    if message.recording is not None:
        words = _words(message, languages[0], plan, profile, at)
        return (Prompt(language=languages[0], text=words, recording=message.recording),)
    said = [(language, _words(message, language, plan, profile, at)) for language in languages]
    return tuple([Prompt(language=language, text=words) for language, words in said if words])


def key_of(number: str) -> str:
    """The key that callers of a number press in its test: one for each number, so that it can be said beforehand."""
    return _KEYS[crc32(number.encode()) % len(_KEYS)]


def key_prompts(*, profile: Profile, languages: tuple[str, ...] = ()) -> tuple[Prompt, ...]:
    """What asks callers of a number for its key, in these languages or its own."""
    key = key_of(profile.number)
    return tuple(
        Prompt(
            language=language,
            text=MESSAGE_WORDINGS[language].key_test.format(key=spoken_key(key=key, language=language)),
        )
        for language in languages or (profile.language,)
    )


def price_of(*, profile: Profile, language: str, at: int) -> str:
    """What the call costs at that instant; "" where nothing is known of it or nothing is charged."""
    charging = profile.charging
    version = None if charging is None else version_at(plan=charging, at=at)
    if charging is None or version is None:
        return ""
    day = local_time(at=at, zone=version.timezone).day
    rules = rules_at(class_code=charging.class_code, family=charging.family, on=day)
    tariff = priced_at(version, at)
    if rules is None or not (tariff.per_call or tariff.per_minute):
        return ""
    return price_text(tariff=tariff, rules=rules, language=language)


def put_together(profile: Profile) -> None:
    """Put together beforehand what the plans of a number say, so that no call waits for it."""
    plans = (*(dated.plan for dated in profile.plans.dated), *(one.plan for one in profile.plans.temporary))
    for plan in plans:
        for message in _messages(plan):
            prompts_of(message=message, plan=plan, profile=profile, at=0)


def _messages(plan: Plan) -> Iterator[Message]:
    if plan.greeting is not None:
        yield plan.greeting
    for treatment in plan.treatments.values():
        if isinstance(treatment.action, Announcement | Voicemail):
            yield treatment.action.message


def _words(message: Message, language: str, plan: Plan, profile: Profile, at: int) -> str:
    written = message.texts.get(language, "")
    if PRICE in written:
        return _with_hours(written.replace(PRICE, price_of(profile=profile, language=language, at=at)), plan, language)
    known = plan.spoken.get((language, written))
    if known is None:
        known = plan.spoken[language, written] = _with_hours(written, plan, language)
    return known


def _with_hours(written: str, plan: Plan, language: str) -> str:
    """Words with the opening hours in them; without words, the sentence that tells the hours, if there are any."""
    if written and HOURS not in written:
        return " ".join(written.split())
    hours = hours_text(plan=plan, language=language)
    if not written:
        return MESSAGE_WORDINGS[language].hours.format(hours=hours) if hours else ""
    return " ".join(written.replace(HOURS, hours).split())
