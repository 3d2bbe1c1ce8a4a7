"""Which number a destination's telephone shows, within the law: never a premium one.

OST art. 26a(3) forbids 090x numbers as calling line identification (see `core.numbering.premium`). Where the plan wants
one shown, or the caller's own number is one, the next best is shown: the caller's number, or none.
"""

from smartnumbers.core.numbering.premium import is_premium
from smartnumbers.core.routing.decision import Presentation, Shown
from smartnumbers.core.routing.plan import Display, DisplayRule
from smartnumbers.core.routing.question import Question
from smartnumbers.core.routing.tracecodes import TraceCode

NOTHING_SHOWN = Shown()


def shown(*, rule: DisplayRule, question: Question) -> Shown:
    """What is shown of a call."""
    match rule.mode:
        case Display.WITHHELD:
            question.tell(TraceCode.DISPLAY_WITHHELD)
            return NOTHING_SHOWN
        case Display.SERVICE_NUMBER if _allowed(question, question.number):
            question.tell(TraceCode.DISPLAY_SERVICE_NUMBER)
            return Shown(number=question.number)
        case Display.FIXED_NUMBER if _allowed(question, rule.fixed_number):
            question.tell(TraceCode.DISPLAY_FIXED_NUMBER, {"number": rule.fixed_number})
            return Shown(number=rule.fixed_number)
        case Display.CALLER_AND_NAME:
            question.tell(TraceCode.DISPLAY_CALLER_AND_NAME, {"prefix": rule.prefix})
            number = _callers_number(question)
            return Shown(number=number, name=f"{rule.prefix}{question.caller.name}" if number else rule.prefix)
    number = _callers_number(question)
    if not number:
        return NOTHING_SHOWN
    question.tell(TraceCode.DISPLAY_CALLER)
    return Shown(number=number, name=question.caller.name)


def may_be_shown(number: str) -> bool:
    """Whether a number may be shown. A short number is none that a telephone abroad could call back."""
    return number.startswith("+") and not is_premium(number)


def _callers_number(question: Question) -> str:
    caller = question.caller
    if not caller.number or caller.presentation is not Presentation.ALLOWED:
        question.tell(TraceCode.DISPLAY_NOTHING)
        return ""
    return caller.number if _allowed(question, caller.number) else ""


def _allowed(question: Question, number: str) -> bool:
    """Whether a number may be shown; the trace tells where it may not."""
    if may_be_shown(number):
        return True
    question.tell(TraceCode.DISPLAY_FORBIDDEN, {"number": number})
    return False
