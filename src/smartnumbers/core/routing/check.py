"""The check of a plan before it is published: everything about it that would cost its holder calls.

`decide` copes with any plan; the check says beforehand what it would have to cope with.
"""

from smartnumbers.core.routing.checking.arms import arms
from smartnumbers.core.routing.checking.callers import callers
from smartnumbers.core.routing.checking.chains import chains
from smartnumbers.core.routing.checking.finding import CheckFacts, Finding, Severity
from smartnumbers.core.routing.checking.graph import graph
from smartnumbers.core.routing.checking.times import times
from smartnumbers.core.routing.checking.words import words
from smartnumbers.core.routing.plan import Plan

__all__ = ["CODES", "CheckFacts", "Finding", "Severity", "check"]

CODES = (
    "gap", "overlap", "exceptions-overlap", "special-days-overlap", "exception-past", "window-in-skipped-hour",
    "exception-in-skipped-hour", "treatment-missing", "treatment-unreachable", "loop", "loop-between-numbers",
    "number-unknown", "number-out-of-service", "flow-unknown", "arm-unreachable", "arm-contradictory", "chain-empty",
    "chain-paused", "chain-longer-than-patience", "destination-silent", "destination-paused", "premium-destination",
    "message-empty", "message-hours-empty", "message-language-missing", "message-place-unknown", "voicemail-address",
    "list-missing", "list-empty", "nobody-welcome", "display-illegal",
)  # fmt: skip
"""All there are, for whoever has words for them."""

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def check(*, plan: Plan, number: str, facts: CheckFacts) -> tuple[Finding, ...]:
    """Everything found about a plan for `number` (canonical), the gravest first, else in the order of the plan."""
    found = [
        *times(plan=plan, facts=facts),
        *graph(plan=plan, number=number, facts=facts),
        *arms(plan=plan),
        *chains(plan=plan, facts=facts),
        *words(plan=plan, facts=facts),
        *callers(plan=plan, number=number),
    ]
    return tuple(sorted(found, key=lambda finding: _GRAVITY[finding.severity]))
