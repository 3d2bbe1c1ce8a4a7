"""Taking back a change that was settled by date."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.operations.scheduling import ScheduledPlanOver, cancel_scheduled
from smartnumbers.apps.plans.queries import scheduled
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.sheet import address, changed, way_back


@require_POST
@page(Permission.CHANGE_ROUTING)
def cancel(request: HttpRequest, access: Access, written: str, scheduled_id: int) -> HttpResponse:
    """A settled change does not come, or ends now; Undo settles it again."""
    number = find(access=access, written=written)
    now = timezone.now()
    found = next((row for row in scheduled(access=access, number=number, at=now) if row.pk == scheduled_id), None)
    if found is None:
        raise Http404
    try:
        published = cancel_scheduled(access=access, scheduled=found, at=now)
    except ScheduledPlanOver:
        messages.error(request, _("“%(name)s” is over and cannot be cancelled.") % {"name": found.name})
        return HttpResponseRedirect(address(number))
    answer = changed(request, published, _("“%(name)s” is cancelled.") % {"name": found.name}, number=number)
    return way_back(request, otherwise=answer["Location"])
