"""Saving, changing and removing views of the list of calls, and how it is looked at."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.columns import USUAL
from smartnumbers.apps.reporting.models import SavedView
from smartnumbers.apps.reporting.operations import views as operations
from smartnumbers.apps.reporting.operations.views import ViewNameInvalid, ViewNameTaken, ViewTooLong
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.listing import COMFORTABLE, COMPACT, DENSITY, SHOWN, VIEW, read_columns, with_query
from smartnumbers.portal.messages import done

_FAULTS: dict[type[DomainError], Promise] = {
    ViewNameInvalid: gettext_lazy("The view needs a name of at most 60 characters."),
    ViewNameTaken: gettext_lazy("You have a view of this name already. Choose another name."),
    ViewTooLong: gettext_lazy("This view has more conditions than can be kept."),
}


@require_POST
@page(Permission.SEE_CALLS)
def save(request: HttpRequest, access: Access) -> HttpResponse:
    """Keep what is shown under a name."""
    query = _clean(request.POST.get("query", ""))

    def saving() -> SavedView:
        return operations.save_view(
            access=access,
            name=request.POST.get("name", ""),
            query=query,
            shared="shared" in request.POST,
            at=timezone.now(),
        )

    return _attempted(request, saving, told=_("The view is saved."), else_to=f"?{query}")


@require_POST
@page(Permission.SEE_CALLS)
def change(request: HttpRequest, access: Access, view_id: int) -> HttpResponse:
    """Give one's own view another name, share it or not, and keep what is shown now where that is wanted."""
    query = _clean(request.POST.get("query", ""))

    def changing() -> SavedView:
        return operations.change_view(
            access=access,
            view_id=view_id,
            name=request.POST.get("name", ""),
            query=query if "renew" in request.POST else None,
            shared="shared" in request.POST,
            at=timezone.now(),
        )

    return _attempted(request, changing, told=_("The view is changed."), else_to=f"?{query}&{VIEW}={view_id}")


@require_POST
@page(Permission.SEE_CALLS)
def remove(request: HttpRequest, access: Access, view_id: int) -> HttpResponse:
    """Remove one's own view, at once, with the way back."""
    view = operations.remove_view(access=access, view_id=view_id, at=timezone.now())
    done(request, _("The view “%(name)s” is removed.") % {"name": view.name}, undo=_address("calls-view-restore", view))
    return HttpResponseRedirect(f"{reverse('calls')}?{VIEW}=all")


@require_POST
@page(Permission.SEE_CALLS)
def restore(request: HttpRequest, access: Access, view_id: int) -> HttpResponse:
    """Take back that a view was removed."""
    view = operations.restore_view(access=access, view_id=view_id, at=timezone.now())
    done(request, _("The view is back."))
    return _to(view)


@require_POST
@page(Permission.SEE_CALLS)
def start(request: HttpRequest, access: Access, view_id: int) -> HttpResponse:
    """Begin the list of calls with a view from now on, or with all calls again."""
    none = "none" in request.POST
    operations.start_with(access=access, view_id=None if none else view_id)
    done(request, _("The list begins with all calls now.") if none else _("The list begins with this view now."))
    return HttpResponseRedirect(f"{reverse('calls')}?{VIEW}=all" if none else reverse("calls"))


@require_POST
@page(Permission.SEE_CALLS)
def look(request: HttpRequest, access: Access) -> HttpResponse:
    """Show these columns in this density, now and next time."""
    columns = read_columns(request.POST.getlist("column")) or USUAL
    compact = request.POST.get(DENSITY) != COMFORTABLE
    kept = [] if columns == USUAL else [column.value for column in columns]
    operations.remember_look(access=access, columns=kept, compact=compact)
    values = {DENSITY: COMPACT if compact else COMFORTABLE, SHOWN: ",".join(column.value for column in columns)}
    return HttpResponseRedirect(reverse("calls") + with_query(QueryDict(request.POST.get("query", "")), dict(values)))


def _attempted(request: HttpRequest, act: Callable[[], SavedView], *, told: str, else_to: str) -> HttpResponse:
    try:
        view = act()
    except (ViewNameInvalid, ViewNameTaken, ViewTooLong) as fault:
        messages.error(request, str(_FAULTS[type(fault)]))
        return HttpResponseRedirect(reverse("calls") + else_to)
    done(request, told)
    return _to(view)


def _to(view: SavedView) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('calls')}?{view.query}&{VIEW}={view.pk}")


def _address(name: str, view: SavedView) -> str:
    return reverse(name, args=[view.pk])


def _clean(query: str) -> str:
    """A query as Django writes it, so that nothing but a query is ever kept."""
    return QueryDict(query).urlencode()
