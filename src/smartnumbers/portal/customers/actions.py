"""What a caller's card can do: block the caller, let him in again, keep notes. All of it can be undone."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.operations.callers import CallerNotBlocked, block_on_numbers, let_in_on_numbers
from smartnumbers.apps.reporting.callerrefs import read_ref
from smartnumbers.apps.reporting.operations.notes import add_note, bring_note_back, remove_note
from smartnumbers.core.routing.oldprofiles import home_zone
from smartnumbers.portal.access import page
from smartnumbers.portal.customers.card import show
from smartnumbers.portal.customers.forms import CallerBlockForm, NoteForm
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.forms import put_faults

NUMBER = "number"


@require_POST
@page(Permission.BLOCK_CALLERS)
def block(request: HttpRequest, access: Access, ref: str) -> HttpResponse:
    """Turn the caller away from the numbers ticked."""
    caller = read_ref(access=access, ref=ref)
    chosen = _numbers(access, request.POST.getlist("numbers"))
    form = CallerBlockForm(request.POST, numbers=[(one.number, one.shown) for one in chosen])
    now = timezone.now()
    blocking = form.blocking(now=now, zone=home_zone(chosen[0].number)) if form.is_valid() else None
    if blocking is None:
        return show(request, access, ref, block_form=form, status=422)
    try:
        block_on_numbers(access=access, numbers=chosen, caller=caller, at=now, until=blocking.until, note=blocking.note)
    except ChangeRefused as refused:
        put_faults(form, refused.faults)
        return show(request, access, ref, block_form=form, status=422)
    undo = f"{reverse('customer-let-in', args=[ref])}?{urlencode([(NUMBER, one.number) for one in chosen])}"
    text = ngettext(
        "Blocked for %(count)d number. It holds from the next call on.",
        "Blocked for %(count)d numbers. It holds from the next call on.",
        len(chosen),
    )
    done(request, text % {"count": len(chosen)}, undo=undo)
    return _back(ref)


@require_POST
@page(Permission.BLOCK_CALLERS)
def let_in(request: HttpRequest, access: Access, ref: str) -> HttpResponse:
    """Let the caller in again on the numbers named: by a button of the card, or by the address of an Undo."""
    caller = read_ref(access=access, ref=ref)
    written = request.POST.getlist(NUMBER) or request.GET.getlist(NUMBER)
    try:
        let_in_on_numbers(access=access, numbers=_numbers(access, written), caller=caller, at=timezone.now())
    except CallerNotBlocked:
        return _back(ref)
    done(request, _("This caller gets through again."))
    return _back(ref)


@require_POST
@page(Permission.NOTE_CALLERS)
def note(request: HttpRequest, access: Access, ref: str) -> HttpResponse:
    """Keep a note about the caller."""
    caller = read_ref(access=access, ref=ref)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, access, ref, note_form=form, status=422)
    written = add_note(access=access, caller=caller, text=form.cleaned_data["text"], at=timezone.now())
    done(request, _("The note is kept."), undo=reverse("customer-note-remove", args=[ref, written.pk]))
    return _back(ref)


@require_POST
@page(Permission.NOTE_CALLERS)
def drop_note(request: HttpRequest, access: Access, ref: str, note_id: int) -> HttpResponse:
    """Take a note away."""
    gone = remove_note(access=access, note_id=note_id, at=timezone.now())
    done(request, _("The note is gone."), undo=reverse("customer-note-back", args=[ref, gone.pk]))
    return _back(ref)


@require_POST
@page(Permission.NOTE_CALLERS)
def put_note_back(request: HttpRequest, access: Access, ref: str, note_id: int) -> HttpResponse:
    """Undo that."""
    bring_note_back(access=access, note_id=note_id, at=timezone.now())
    done(request, _("The note is back."))
    return _back(ref)


def _numbers(access: Access, written: list[str]) -> list[ServiceNumber]:
    """The account's numbers of these names. Raises NumberUnknown."""
    return [find(access=access, written=one) for one in dict.fromkeys(written)]


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("customer", args=[ref]))
