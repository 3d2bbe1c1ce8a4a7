"""What happens if somebody calls: asked of the same code that the switch asks, for any instant and any plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.checking import published_of
from smartnumbers.apps.plans.faults import Fault, RevisionUnknown
from smartnumbers.apps.plans.models import ScheduledPlan
from smartnumbers.apps.plans.queries import draft, profile_with, published
from smartnumbers.apps.plans.walltime import MomentInvalid, moment
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.routing.documents import PlanInvalid
from smartnumbers.core.routing.profile import Profile, ProfileInvalid
from smartnumbers.portal.numbers.answer import Answer, StageRow, answer_of
from smartnumbers.portal.numbers.whatifform import By, WhatIfForm, Which, read_by


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that is supposed."""

    caller: Caller
    at: datetime
    by: By


def what_if(
    *,
    access: Access,
    number: ServiceNumber,
    query: QueryDict,
    zone: str,
    revision: int,
    scheduled: Sequence[ScheduledPlan],
) -> dict[str, Any]:
    """The form and, where something was asked, the answer; faults stand beside their fields.

    `scheduled` is what `plans.queries.scheduled` gives for the number.
    """
    bound = any(name in query for name in WhatIfForm.base_fields)
    form = WhatIfForm(query if bound else None, initial={"by": Which.PUBLISHED.value})
    form.choose_from(
        draft=draft(access=access, number=number),
        scheduled=scheduled,
        revision=revision,
        also=query.get("by", ""),
    )
    if not bound or not form.is_valid():
        return {"what_if": form}
    asked = _read(form, zone)
    if asked is None:
        return {"what_if": form}
    profile = _profile(access, number, form, asked.by, scheduled)
    if profile is None:
        return {"what_if": form}
    return {"what_if": form, "answer": _answer(number, profile, asked)}


def _read(form: WhatIfForm, zone: str) -> Asked | None:
    """The call that was typed; None with a fault beside each field that cannot be read."""
    data = form.cleaned_data
    written, at = data["caller"].strip(), timezone.now()
    caller = Caller("", Presentation.RESTRICTED if data["withheld"] else Presentation.UNAVAILABLE)
    if written:
        try:
            shown = Presentation.RESTRICTED if data["withheld"] else Presentation.ALLOWED
            caller = Caller(normalise(written), shown)
        except NumberUnreadable:
            form.add_error("caller", _("“%(written)s” is no telephone number.") % {"written": written})
    if data["at"].strip():
        try:
            at = moment(written=data["at"], zone=zone)
        except MomentInvalid as fault:
            form.add_error("at", fault_words(Fault(field="at", code=fault.code, parameters=dict(fault.parameters))))
    if form.errors:
        return None
    return Asked(caller, at, read_by(data["by"]) or By(Which.PUBLISHED))


def _profile(
    access: Access, number: ServiceNumber, form: WhatIfForm, by: By, scheduled: Sequence[ScheduledPlan]
) -> Profile | None:
    """The profile that is asked; None with a fault where there is none that can be read."""
    try:
        match by.which:
            case Which.DRAFT:
                written = draft(access=access, number=number)
                if written is not None:
                    return profile_with(access=access, number=number, document=written.document)
            case Which.SCHEDULED:
                row = next((row for row in scheduled if row.pk == by.of), None)
                if row is not None:
                    return profile_with(access=access, number=number, document=row.document)
            case Which.REVISION:
                return published(access=access, number=number, revision=by.of)
            case _:
                return published(access=access, number=number)
    except RevisionUnknown:
        form.add_error("by", _("There is no such revision."))
        return None
    except (ProfileInvalid, PlanInvalid):
        form.add_error("by", _("This plan cannot be read: something in it is missing."))
        return None
    form.add_error("by", _("This plan is not there any more."))
    return None


def stages_now(*, access: Access, number: ServiceNumber, at: int) -> Sequence[StageRow]:
    """What a call without a number goes through at an instant (milliseconds); nothing where that cannot be told."""
    try:
        profile = published(access=access, number=number)
    except (RevisionUnknown, ProfileInvalid):
        return ()
    asked = Asked(Caller("", Presentation.UNAVAILABLE), to_datetime(at), By(Which.PUBLISHED))
    return _answer(number, profile, asked).stages


def _answer(number: ServiceNumber, profile: Profile, asked: Asked) -> Answer:
    decision = decide(
        number=number.number,
        profile=profile,
        caller=asked.caller,
        at=from_datetime(asked.at),
        look_up=published_of(account_id=number.account_id),
    )
    return answer_of(decision=decision, asked_at=from_datetime(asked.at), plan=profile.plan_at(from_datetime(asked.at)))
