"""What was published for a number, and the way back to any of it."""

from collections.abc import Sequence
from typing import Any

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
from smartnumbers.core.routing.profile import ProfileInvalid
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.comparing import compared
from smartnumbers.portal.numbers.revisions import revision_lines
from smartnumbers.portal.numbers.sheet import address, changed, conflict, head, way_back

REVISIONS_SHOWN = 50


@page(Permission.SEE_HISTORY)
def history(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The revisions, the newest first, each with what it changed; two are compared where the address asks for it."""
    number = find(access=access, written=written)
    # One more than is shown: the oldest line is told against it.
    found = published(access=access, number=number, limit=REVISIONS_SHOWN + 1)
    values = head(access=access, number=number, tab="history")
    values["revisions"] = revision_lines(found)[:REVISIONS_SHOWN]
    values["revision"] = routing(access=access, number=number).revision
    values |= _comparison(request, found)
    return render(request, "numbers/history.html", values)


def _comparison(request: HttpRequest, found: Sequence[PublishedProfile]) -> dict[str, Any]:
    """The two revisions that the address names, and how they differ."""
    by_revision = {str(row.revision): row for row in found}
    old, new = (by_revision.get(request.GET.get(name, "")) for name in ("from", "to"))
    if old is None or new is None:
        return {"old": old, "new": new, "comparable": False}
    return {"old": old, "new": new, "comparable": True, "compared": compared(old=old, new=new)}


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
