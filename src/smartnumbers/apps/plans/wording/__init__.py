"""The words for routing: what was looked at, what was wrong, what was changed. One table each, for every reader.

The portal shows them in the reader's language, the command line in English. A code without a sentence (written by a
newer release) is shown as it is: a strange word is better than a missing line.
"""

from smartnumbers.apps.plans.wording.blocked import blocked_words
from smartnumbers.apps.plans.wording.changes import DIFFERENCES, change_words
from smartnumbers.apps.plans.wording.codes import (
    BLOCKED_KINDS,
    CHANGES,
    CONDITIONS,
    DISPLAYS,
    KINDS,
    OUTCOMES,
    REFUSALS,
    STRATEGIES,
)
from smartnumbers.apps.plans.wording.faults import FAULTS, fault_words
from smartnumbers.apps.plans.wording.findings import FINDINGS, SEVERITIES, finding_words
from smartnumbers.apps.plans.wording.trace import TRACE, trace_words

__all__ = [
    "BLOCKED_KINDS",
    "CHANGES",
    "CONDITIONS",
    "DIFFERENCES",
    "DISPLAYS",
    "FAULTS",
    "FINDINGS",
    "KINDS",
    "OUTCOMES",
    "REFUSALS",
    "SEVERITIES",
    "STRATEGIES",
    "TRACE",
    "blocked_words",
    "change_words",
    "fault_words",
    "finding_words",
    "trace_words",
]
