"""Whom a number lets in: lists of welcome callers, the blacklist, reports of the telephone, the plan's screening."""

from smartnumbers.core.numbering.countries import country_of
from smartnumbers.core.routing.blacklist import in_force
from smartnumbers.core.routing.decision import Refusal
from smartnumbers.core.routing.plan import CallerList, Plan, Screening
from smartnumbers.core.routing.question import Question
from smartnumbers.core.routing.tracecodes import TraceCode

TESTED_MS = 30 * 86_400_000
"""Who passed the key test within so many milliseconds is not asked again."""


def welcome(question: Question, plan: Plan) -> bool:
    """Whether the caller is on one of the lists that pass every screening."""
    for list_id in plan.screening.welcome:
        callers = plan.lists.get(list_id)
        if callers is not None and on_list(question.caller.number, callers):
            question.tell(TraceCode.CALLER_WELCOME, {"list": callers.name})
            return True
    return False


def on_list(number: str, callers: CallerList) -> bool:
    """Whether a number is on a list, or begins as one of its prefixes does; no number is on none."""
    return bool(number) and (number in callers.numbers or number.startswith(callers.prefixes))


def refusal_of(question: Question, plan: Plan) -> Refusal | None:
    """Why the caller is turned away, if so."""
    return _blocked(question) or _reported(question) or _screened(question, plan.screening)


def _blocked(question: Question) -> Refusal | None:
    blacklist, number, at = question.profile.blacklist, question.caller.number, question.at
    if number and number in blacklist.numbers and in_force(blacklist.numbers[number], at):
        question.tell(TraceCode.CALLER_BLOCKED, _until(blacklist.numbers[number]))
        return Refusal.BLOCKED
    prefix = blacklist.longest_prefix(number, at)
    if prefix is not None:
        question.tell(TraceCode.PREFIX_BLOCKED, {"prefix": prefix, **_until(blacklist.prefixes[prefix])})
        return Refusal.BLOCKED
    if blacklist.countries:
        country = country_of(number)
        if country in blacklist.countries and in_force(blacklist.countries[country], at):
            until = _until(blacklist.countries[country])
            question.tell(TraceCode.COUNTRY_BLOCKED, {"country": country, **until})
            return Refusal.COUNTRY_BLOCKED
    if question.withheld and blacklist.withheld is not False and in_force(blacklist.withheld, at):
        question.tell(TraceCode.WITHHELD_BLOCKED, _until(blacklist.withheld))
        return Refusal.WITHHELD
    return None


def _until(until: int | None) -> dict[str, str | int]:
    return {} if until is None else {"until": until}


def _reported(question: Question) -> Refusal | None:
    number = question.caller.number
    if not number:
        question.tell(TraceCode.CALLER_WITHOUT_NUMBER)
        return None
    until = question.circumstances.reported_until(number=question.number, caller=number)
    if until is not None and question.at < until:
        question.tell(TraceCode.CALLER_REPORTED, {"until": until})
        return Refusal.REPORTED
    question.tell(TraceCode.CALLER_NOT_BLOCKED)
    return None


def _screened(question: Question, screening: Screening) -> Refusal | None:
    if screening.withheld and question.withheld:
        question.tell(TraceCode.WITHHELD_TURNED_AWAY)
        return Refusal.WITHHELD
    if screening.countries:
        country = country_of(question.caller.number)
        if country in screening.countries:
            question.tell(TraceCode.COUNTRY_TURNED_AWAY, {"country": country})
            return Refusal.COUNTRY_BLOCKED
    if screening.only_welcome:
        question.tell(TraceCode.NOT_WELCOME)
        return Refusal.NOT_WELCOME
    return _too_many(question, screening)


def _too_many(question: Question, screening: Screening) -> Refusal | None:
    limit, number = screening.limit, question.caller.number
    if limit is None or not number:
        return None
    since = question.at - 1000 * limit.seconds
    if question.circumstances.calls_since(number=question.number, caller=number, since=since) < limit.calls:
        return None
    question.tell(TraceCode.TOO_MANY_CALLS, {"calls": limit.calls, "seconds": limit.seconds})
    return Refusal.TOO_MANY_CALLS


def must_press(question: Question, screening: Screening) -> bool:
    """Whether the caller has to pass the key test; one without a number has to each time."""
    if not screening.key_test:
        return False
    number = question.caller.number
    if screening.tested_once and number:
        since = question.at - TESTED_MS
        if question.circumstances.passed_test_since(number=question.number, caller=number, since=since):
            question.tell(TraceCode.KEY_TEST_PASSED)
            return False
    return True
