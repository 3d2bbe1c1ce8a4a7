"""Changes of destinations and lists of callers: said, done, and taken back; each reaches all plans that use them."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.operations.named import NamedUsed
from smartnumbers.apps.plans.uses import Use
from smartnumbers.portal.destinations.rows import numbers_of
from smartnumbers.portal.messages import done


def say_saved(request: HttpRequest, uses: Sequence[Use], *, undo: str) -> None:
    """Say that a change was saved and for how many numbers it holds; `undo` is the address of its Undo, "" for none."""
    numbers = len(numbers_of(uses))
    if not numbers:
        done(request, _("Saved."), undo=undo)
        return
    text = ngettext(
        "Saved. It holds for %(count)d number from the next call on.",
        "Saved. It holds for %(count)d numbers from the next call on.",
        numbers,
    )
    done(request, text % {"count": numbers}, undo=undo)


def restore(request: HttpRequest, change: Callable[[], object]) -> None:
    """Take a change back with another one, and say whether that went."""
    try:
        change()
    except ChangeRefused:
        messages.error(request, _("This change cannot be undone."))
    else:
        done(request, _("Undone. It is as it was before."))


def remove(request: HttpRequest, removal: Callable[[], None], *, name: str, there: str, elsewhere: str) -> HttpResponse:
    """Remove something for good and go `elsewhere`; what is still used stays, and the answer leads to it (`there`)."""
    try:
        removal()
    except NamedUsed:
        messages.error(request, _("%(name)s is used and cannot be removed.") % {"name": name})
        return HttpResponseRedirect(there)
    done(request, _("%(name)s removed.") % {"name": name})
    return HttpResponseRedirect(elsewhere)
