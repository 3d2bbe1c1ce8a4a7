"""Why something holds, in words: the rule of the plan that leads to it."""

from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.routing.outlook import Standing
from smartnumbers.core.routing.tracecodes import TraceCode

_ORDINARY = frozenset({TraceCode.WINDOW, TraceCode.OTHERWISE, TraceCode.GAP})


def rule_words(held: Standing) -> str:
    """The rule that leads to what holds, as a trace says it."""
    step = held.rule.steps[-1]
    return trace_words(step.code, step.values)


def unusual_words(held: Standing) -> str:
    """The rule where it is not the ordinary week: an exception, a special day, a holiday; else ""."""
    return "" if held.rule.steps[-1].code in _ORDINARY else rule_words(held)
