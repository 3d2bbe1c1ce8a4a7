"""Why something holds, in words: the rule of the plan that leads to it, and the settled change the plan came from."""

from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.routing.outlook import Standing


def rule_words(held: Standing) -> str:
    """The rule that leads to what holds, as a trace says it."""
    step = held.rule.steps[-1]
    return trace_words(step.code, step.values)
