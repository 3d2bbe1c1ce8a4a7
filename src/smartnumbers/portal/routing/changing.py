"""Changing the draft: every step is a form's post, saved at once and taken back at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused, DraftConflict
from smartnumbers.apps.plans.operations.drafts import discard_draft, save_draft
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.sheet import address
from smartnumbers.portal.routing.drafting import Drafting, drafting
from smartnumbers.portal.routing.editor import AT, PANEL, WEEK, show
from smartnumbers.portal.routing.recorded import posted
from smartnumbers.portal.routing.steps.all import STEPS
from smartnumbers.portal.routing.steps.step import Done, StepRefused
from smartnumbers.portal.routing.undoing import can_undo, last, remember, undone

EDITOR = "number-routing"


@require_POST
@page(Permission.CHANGE_ROUTING)
def change_draft(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """Take the step that the form names; refused, the panel shows again what was typed."""
    number = find(access=access, written=written)
    data = posted(request, access=access, number=number)
    working = drafting(access=access, number=number)
    step = STEPS.get(data.get("do", ""))
    if step is None:
        return back(request, working)
    try:
        taken = step(working, data)
    except StepRefused as refused:
        return show(request, working, panel=refused.panel, at=refused.at, shown=refused.shown, status=422)
    if taken.document is not working.document and not _saved(request, working, taken):
        return back(request, working)
    if taken.text:
        done(request, taken.text, undo="" if taken.document is working.document else _undo_address(working))
    return back(request, working, panel=taken.panel, at=taken.at)


@require_POST
@page(Permission.CHANGE_ROUTING)
def undo_step(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """Take back the last step, if it was this person's own."""
    working = drafting(access=access, number=find(access=access, written=written))
    if not can_undo(request, drafting=working):
        messages.error(request, _("There is nothing to take back."))
        return back(request, working)
    before = last(request, drafting=working)
    try:
        if before is None:
            discard_draft(access=access, number=working.number, expected_version=working.version)
            version = 0
        else:
            version = save_draft(
                access=access,
                number=working.number,
                document=before,
                at=timezone.now(),
                expected_version=working.version,
            ).version
    except (DraftConflict, ChangeRefused) as fault:
        _tell(request, fault)
    else:
        undone(request, drafting=working, version=version)
    return back(request, working, panel=request.GET.get(PANEL, ""), at=request.GET.get(AT, ""))


@require_POST
@page(Permission.CHANGE_ROUTING)
def discard(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """Throw the draft away; Undo brings it back."""
    working = drafting(access=access, number=find(access=access, written=written))
    if working.draft is None:
        return back(request, working)
    try:
        discard_draft(access=access, number=working.number, expected_version=version_in(request))
    except DraftConflict as fault:
        _tell(request, fault)
    else:
        remember(request, drafting=working, version=0)
        done(request, _("Draft discarded. Here is the plan that holds."), undo=_undo_address(working))
    return back(request, working)


def back(request: HttpRequest, working: Drafting, *, panel: str = "", at: str = "") -> HttpResponse:
    """To the editor, at the same week, with a panel open or none."""
    kept = {WEEK: request.GET.get(WEEK, ""), PANEL: panel, AT: at}
    query = urlencode({name: value for name, value in kept.items() if value})
    return HttpResponseRedirect(address(working.number, EDITOR) + (f"?{query}" if query else ""))


def _saved(request: HttpRequest, working: Drafting, taken: Done) -> bool:
    # Steps follow each other faster than the page does: one's own last step is no conflict with the next.
    expected = working.version if can_undo(request, drafting=working) else version_in(request)
    try:
        draft = save_draft(
            access=working.access,
            number=working.number,
            document=taken.document,
            at=timezone.now(),
            expected_version=expected,
        )
    except (DraftConflict, ChangeRefused) as fault:
        _tell(request, fault)
        return False
    remember(request, drafting=working, version=draft.version)
    return True


def version_in(request: HttpRequest) -> int | None:
    """The version of the draft that the form was written for."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _tell(request: HttpRequest, fault: DraftConflict | ChangeRefused) -> None:
    if isinstance(fault, ChangeRefused):
        messages.error(request, _("Not saved: a destination or list of this plan is gone. Here is how it stands now."))
        return
    at = fault.parameters.get("at")
    if at is None:
        messages.error(request, _("Not saved: the draft was published or discarded meanwhile. This is the plan now."))
        return
    who = fault.parameters.get("by") or _("somebody")
    when = date_format(timezone.localtime(at), "TIME_FORMAT")  # type: ignore[arg-type]
    told = _("Not saved: %(who)s changed this draft at %(when)s. Here is how it stands now.")
    messages.error(request, told % {"who": who, "when": when})


def _undo_address(working: Drafting) -> str:
    return address(working.number, "routing-undo")
