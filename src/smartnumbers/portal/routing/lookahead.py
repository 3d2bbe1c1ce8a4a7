"""Beside the editor: which calls of last week the draft would have sent elsewhere, and what a message sounds like."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.replay import Led, Moved, Replay, replay
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused, RevisionUnknown
from smartnumbers.apps.plans.wording import REFUSALS
from smartnumbers.core.routing.planning import PlanInvalid
from smartnumbers.core.routing.profile import ProfileInvalid
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.sheet import head
from smartnumbers.portal.routing.drafting import Drafting, drafting
from smartnumbers.portal.routing.forms.messages import MessageForm
from smartnumbers.portal.routing.heard import heard


@dataclass(frozen=True, slots=True)
class Group:
    """Calls that went one way and would go another, with one of them to look at."""

    calls: int
    before: str
    after: str
    example: str


@page(Permission.SEE_CALLS)
def replayed(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The calls of last week through the draft."""
    working = drafting(access=access, number=find(access=access, written=written))
    found = replay_of(working)
    values = head(access=access, number=working.number, tab="routing")
    values["replay"] = found
    values["groups"] = [] if found is None else groups(found)
    return render(request, "routing/replay.html", values)


@require_POST
@page(Permission.CHANGE_ROUTING)
def hear(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """What callers would hear of the message that is being typed; nothing is saved."""
    working = drafting(access=access, number=find(access=access, written=written))
    form = MessageForm(request.POST, recordings=working.named.recordings)
    message = form.message() if form.is_valid() else None
    if message is not None and not message["languages"]:
        message = None
    values = {"heard": heard(drafting=working, message=message), "path": working.path}
    return render(request, "routing/_heard.html", values)


def replay_of(working: Drafting) -> Replay | None:
    """The replay of last week's calls through the draft; None where there is no draft or it cannot be read."""
    if working.draft is None:
        return None
    try:
        return replay(access=working.access, number=working.number, document=working.document, at=timezone.now())
    except (ChangeRefused, PlanInvalid, ProfileInvalid, RevisionUnknown):
        return None


def groups(found: Replay) -> list[Group]:
    """The calls that would move, the largest group first."""
    return [
        Group(
            calls=moved.calls,
            before=_led_words(moved.before),
            after=_after_words(moved),
            example=str(moved.examples[0]),
        )
        for moved in found.moved
    ]


def _after_words(moved: Moved) -> str:
    before, after = _led_words(moved.before), _led_words(moved.after)
    # The same place, where callers hear something else: the opening hours, for one, are others.
    return after if after != before else _("%(where)s with another text") % {"where": after}


def _led_words(led: Led) -> str:
    """Where a plan leads a call, in a few words."""
    if led.refusal is not None:
        return str(REFUSALS[led.refusal])
    if led.destinations:
        return " → ".join(led.destinations)
    return _("“%(name)s”") % {"name": led.treatment}
