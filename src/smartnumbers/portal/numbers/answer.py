"""A decision in words: what the call goes through, in its order, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.plans.wording import REFUSALS
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.decision import (
    Decision,
    Dial,
    Greet,
    KeyTest,
    Say,
    Shown,
    Stage,
    TakeMessage,
)
from smartnumbers.core.routing.plan import DatedPlan, TemporaryPlan
from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.portal.calls.traces import Reason, reasons
from smartnumbers.portal.numbers.whenwords import local
from smartnumbers.portal.templatetags.portal import address


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of a call: what happens, to which destinations, and what was said; `place` counts destinations."""

    icon: str
    title: str
    detail: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What would happen, in one sentence and stage by stage, and why. `when` is the moment it is about."""

    when: str
    sentence: str
    refused: bool
    stages: Sequence[StageRow]
    shown: str
    trace: Sequence[Reason]


def answer_of(*, decision: Decision, asked_at: int, plan: DatedPlan | TemporaryPlan) -> Answer:
    """The answer of a decision about an instant (milliseconds), told on the clock of its plan."""
    moment = local(asked_at, zone=plan.plan.zone)
    return Answer(
        when=f"{date_format(moment, 'l')} {date_format(moment, 'SHORT_DATE_FORMAT')}, {moment:%H:%M:%S}",
        sentence=_sentence(decision),
        refused=decision.refusal is not None,
        stages=list(_stages(decision)),
        shown=_shown(decision.shown) if decision.entries else "",
        trace=reasons(((step.code, step.values) for step in decision.trace), refused=decision.refusal is not None),
    )


def _sentence(decision: Decision) -> str:
    if decision.refusal is not None:
        return _("The call is refused: %(why)s") % {"why": str(REFUSALS[decision.refusal]).rstrip(".")}
    last = next(stage for stage in decision.stages if isinstance(stage, Dial | Say | TakeMessage))
    match last:
        case Dial(entries=entries):
            names = _(" and ").join(entry.name for entry in entries[:3])
            return _("The call goes to %(name)s") % {"name": names}
        case Say():
            return _("The caller hears “%(name)s”") % {"name": decision.treatment}
        case _:
            return _("The caller can leave a message: “%(name)s”") % {"name": decision.treatment}


def _stages(decision: Decision) -> Iterator[StageRow]:
    place = 0
    for stage in decision.stages:
        if isinstance(stage, Dial):
            place += 1
            yield _dial(stage, place)
        else:
            yield _other(stage)
    if decision.refusal is None and not isinstance(decision.stages[-1], Say | TakeMessage):
        yield StageRow(icon="phone-off", title=_("If nobody answers, the call ends and counts as lost."))


def _dial(stage: Dial, place: int) -> StageRow:
    entries = stage.entries
    if len(entries) == 1:
        return StageRow(
            icon="phone", title=entries[0].name, detail=f"{_where(entries[0])} · {_rings(entries[0])}", place=place
        )
    title = ngettext("%(count)d rings", "%(count)d ring at once", len(entries)) % {"count": len(entries)}
    detail = "; ".join(f"{entry.name}, {_where(entry)}, {_rings(entry)}" for entry in entries)
    return StageRow(icon="users", title=title, detail=detail, place=place)


def _other(stage: Stage) -> StageRow:
    match stage:
        case KeyTest(key=key, prompts=prompts):
            return StageRow(
                icon="dialpad", title=_("The caller must press %(key)s") % {"key": key}, detail=_said(prompts)
            )
        case Greet(prompts=prompts):
            return StageRow(icon="volume", title=_("The caller is greeted"), detail=_said(prompts))
        case Say(prompts=prompts):
            return StageRow(
                icon="speakerphone",
                title=_("The caller hears an announcement, then the call ends"),
                detail=_said(prompts),
            )
        case TakeMessage(prompts=prompts, email=email, max_seconds=seconds):
            title = _("The caller can leave a message of %(seconds)d s, which is mailed to %(email)s")
            return StageRow(
                icon="record-mail", title=title % {"seconds": seconds, "email": email}, detail=_said(prompts)
            )
        case _:
            return StageRow(icon="phone", title="")


def _said(prompts: Sequence[object]) -> str:
    """What is said, in the first language; an own recording is told as such."""
    for prompt in prompts:
        text = getattr(prompt, "text", "")
        return _("“%(text)s”") % {"text": text} if text else _("own recording")
    return ""


def _where(entry: ChainEntry) -> str:
    return address(entry.destination)


def _rings(entry: ChainEntry) -> str:
    return _("rings %(seconds)s s") % {"seconds": entry.ring_seconds}


def _shown(shown: Shown) -> str:
    if not shown.number:
        return _("no number")
    number = display(shown.number)
    return f"{shown.name} {number}" if shown.name else number
