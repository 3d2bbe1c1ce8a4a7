"""Which arm of a branching a caller takes."""

from zlib import crc32

from smartnumbers.core.numbering.areas import line_of, regions_of
from smartnumbers.core.numbering.countries import country_of
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.question import LOTS, Question
from smartnumbers.core.routing.screening import on_list
from smartnumbers.core.routing.tracecodes import TraceCode
from smartnumbers.core.routing.treatments import Branches, Condition, ConditionKind, Treatment

KNOWN_DAYS = 90
"""How far back a caller is known where the condition does not say."""

_DAY_MS = 86_400_000


def way_of(*, treatment: Treatment, branches: Branches, plan: Plan, question: Question) -> str:
    """The id of the treatment that the caller goes on with."""
    for position, arm in enumerate(branches.arms, start=1):
        salt = f"{treatment.treatment_id}:{position}"
        if all(_holds(condition, plan, question, salt) for condition in arm.when):
            question.tell(TraceCode.BRANCH_TAKEN, {"name": treatment.name, "arm": position})
            return arm.then
    question.tell(TraceCode.BRANCH_OTHERWISE, {"name": treatment.name})
    return branches.otherwise


def _holds(condition: Condition, plan: Plan, question: Question, salt: str) -> bool:
    return _answer(condition, plan, question, salt) is not condition.negated


def _answer(condition: Condition, plan: Plan, question: Question, salt: str) -> bool:
    number, values = question.caller.number, condition.values
    match condition.kind:
        case ConditionKind.REGION:
            return any(region in values for region in regions_of(number))
        case ConditionKind.LINE:
            return line_of(number) in values
        case ConditionKind.COUNTRY:
            return country_of(number) in values
        case ConditionKind.WITHHELD:
            return question.withheld
        case ConditionKind.KNOWN:
            return _known(question, int(values[0]) if values else KNOWN_DAYS)
        case ConditionKind.LIST:
            return any(key in plan.lists and on_list(number, plan.lists[key]) for key in values)
        case ConditionKind.SHARE:
            return _place(question, salt) * 100 < int(values[0]) * LOTS


def _known(question: Question, days: int) -> bool:
    number, since = question.caller.number, question.at - days * _DAY_MS
    if not number:
        return False
    return question.circumstances.calls_since(number=question.number, caller=number, since=since) > 0


def _place(question: Question, salt: str) -> int:
    """A caller's place among ten thousand, always the same in the same arm; a caller without a number draws lots."""
    who = question.caller.number or str(question.lot)
    return crc32(f"{question.number}:{salt}:{who}".encode()) % LOTS
