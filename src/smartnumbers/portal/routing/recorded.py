"""Own recordings of messages in the editor: an upload becomes a value of its form, and can be listened to."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.named import named_of
from smartnumbers.apps.plans.operations.recordings import keep
from smartnumbers.apps.plans.recordings import RecordingInvalid
from smartnumbers.portal.access import page
from smartnumbers.portal.recordings import content_of, sound_of
from smartnumbers.portal.routing.forms.messages import FAULT, RECORDING

FILE, UPLOAD, DROP = "recording_file", "recording_upload", "recording_drop"


def posted(request: HttpRequest, *, access: Access, number: ServiceNumber) -> QueryDict:
    """What a form says, with an uploaded recording kept and named by its hash, or with why it cannot be used.

    A file cannot be shown again in a form that is refused for another reason; its hash can.
    """
    data = request.POST.copy()
    upload = request.FILES.get(FILE)
    if DROP in data:
        data[RECORDING] = ""
    elif upload is not None or UPLOAD in data:
        try:
            content, name = content_of(upload), str(getattr(upload, "name", ""))
            kept = keep(access=access, account=number.account, content=content, name=name, at=timezone.now())
        except RecordingInvalid as fault:
            data[FAULT] = str(fault.parameters["reason"])
        else:
            data[RECORDING] = kept.digest
    return data


@page(Permission.SEE_NUMBERS)
def hear(request: HttpRequest, access: Access, written: str, digest: str) -> HttpResponse:
    """A recording of the account as callers hear it."""
    number = find(access=access, written=written)
    if digest not in named_of(account_id=number.account_id).recordings:
        raise Http404("There is no recording.")
    return sound_of(digest)
