"""What was published for a number, and the way back to any of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import NothingToUndo, RevisionConflict, RevisionUnknown
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.operations.restoring import restore_revision, undo
from smartnumbers.apps.plans.queries import history as published
from smartnumbers.apps.plans.queries import routing
from smartnumbers.apps.plans.wording import CHANGES
from smartnumbers.core.routing.profile import ProfileInvalid, parse
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.sheet import address, changed, conflict, head, way_back


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of the history: what changed, who did it, and how calls went from then on."""

    published: PublishedProfile
    change: str
    way: str
    blocked: int
    readable: bool
    newest: bool


@page(Permission.SEE_HISTORY)
def history(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The revisions, the newest first."""
    number = find(access=access, written=written)
    found = published(access=access, number=number)
    values = head(access=access, number=number, tab="history")
    values["revisions"] = [_line(row, newest=index == 0) for index, row in enumerate(found)]
    values["revision"] = routing(access=access, number=number).revision
    return render(request, "numbers/history.html", values)


def _line(row: PublishedProfile, *, newest: bool) -> Revision:
    change = str(CHANGES.get(row.change, row.change))
    try:
        profile = parse(row.document)
    except ProfileInvalid:
        return Revision(published=row, change=change, way="", blocked=0, readable=False, newest=newest)
    way = " → ".join(entry.name for entry in profile.chain) or _("no destination")
    blocked = len(profile.blacklist)
    return Revision(published=row, change=change, way=way, blocked=blocked, readable=True, newest=newest)


@require_POST
@page(Permission.CHANGE_ROUTING)
def restore(request: HttpRequest, access: Access, written: str, revision: int) -> HttpResponse:
    """An older revision in force again."""
    number = find(access=access, written=written)
    given = request.POST.get("revision", "")
    try:
        new = restore_revision(
            access=access,
            number=number,
            revision=revision,
            expected_revision=int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None,
            at=timezone.now(),
        )
    except RevisionConflict as fault:
        conflict(request, fault)
    except (RevisionUnknown, ProfileInvalid):
        messages.error(request, _("This revision cannot be restored."))
    else:
        text = _("Revision %(revision)d is in force again.") % {"revision": revision}
        return changed(request, new, text, number=number, tab="number-history")
    return HttpResponseRedirect(address(number, "number-history"))


@require_POST
@page(Permission.CHANGE_ROUTING)
def undo_change(request: HttpRequest, access: Access, written: str, revision: int) -> HttpResponse:
    """Take back the change that was published as this revision."""
    number = find(access=access, written=written)
    try:
        undo(access=access, number=number, revision=revision, at=timezone.now())
    except RevisionConflict as fault:
        conflict(request, fault)
    except (NothingToUndo, RevisionUnknown, ProfileInvalid):
        messages.error(request, _("This change cannot be undone."))
    else:
        done(request, _("Undone. It is as it was before."))
    return way_back(request, otherwise=address(number))
