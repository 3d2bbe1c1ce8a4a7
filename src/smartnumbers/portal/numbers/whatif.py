"""What happens if somebody calls now: asked of the same code that the switch asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import RevisionUnknown
from smartnumbers.apps.plans.queries import published
from smartnumbers.apps.plans.wording import REFUSALS, trace_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.routing.profile import ProfileInvalid


@dataclass(frozen=True, slots=True)
class Answer:
    """What would happen, in one sentence, and why; `fault` instead where the question cannot be answered."""

    sentence: str = ""
    refused: bool = False
    trace: Sequence[str] = ()
    fault: str = ""


def answer(*, access: Access, number: ServiceNumber, written: str, at: datetime) -> Answer:
    """What a call from the number that was typed would meet; nothing typed stands for a withheld number."""
    try:
        caller = Caller(normalise(written), Presentation.ALLOWED) if written.strip() else None
        profile = published(access=access, number=number)
    except NumberUnreadable:
        return Answer(fault=_("“%(written)s” is no telephone number.") % {"written": written})
    except (ProfileInvalid, RevisionUnknown):
        return Answer(fault=_("The published settings cannot be read. The operator has been told."))
    decision = decide(
        number=number.number,
        profile=profile,
        caller=caller or Caller("", Presentation.UNAVAILABLE),
        at=from_datetime(at),
    )
    trace = [trace_words(step.code, step.values) for step in decision.trace]
    if decision.refusal is not None:
        return Answer(sentence=str(REFUSALS[decision.refusal]), refused=True, trace=trace)
    first = decision.chain[0]
    return Answer(sentence=_("The call goes to %(name)s.") % {"name": first.name}, trace=trace)
