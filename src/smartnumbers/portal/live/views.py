"""Who may watch live calls, and the page that says that the portal is there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.accounts.queries import AccountClosed
from smartnumbers.portal.access import current_access
from smartnumbers.portal.live.windows import BRIEF, TABLE, Window, one

ADMISSION = "smartnumbers.live"
"""Under this key of the ASGI scope the view leaves an Admission, for `live.streams` to stream by."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody may watch the live calls of an account through a window, in a language."""

    access: Access
    language: str
    window: Window = BRIEF


@require_GET
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """The portal answers; nothing else is asked, so that whoever waits for it waits for nothing else."""
    return JsonResponse({"status": "ok"})


@require_GET
@never_cache
def stream(request: HttpRequest) -> HttpResponse:
    """Admit to the stream of live calls, which then runs outside Django (see `live.streams`).

    `?window=table` and `?call=…` say what is looked at. Who may not look is answered 401 or 403, and whoever asks for
    no call 404, whereupon a browser does not ask again.
    """
    if not isinstance(request.user, User):
        return HttpResponse(status=401)
    try:
        access = current_access(request)
    except AccountClosed:
        return HttpResponse(status=403)
    if not access.may(Permission.SEE_CALLS):
        return HttpResponse(status=403)
    window = _window(request)
    if window is None:
        return HttpResponse(status=404)
    scope: dict[str, Any] = getattr(request, "scope", {})
    scope[ADMISSION] = Admission(access=access, language=get_language() or settings.LANGUAGE_CODE, window=window)
    return HttpResponse(status=204)


def _window(request: HttpRequest) -> Window | None:
    """What is looked at; None for the id of a call that is none. Whose call it is, the window itself sees to."""
    call_id = request.GET.get("call")
    if call_id is None:
        return TABLE if request.GET.get("window") == TABLE.shape else BRIEF
    try:
        return one(UUID(call_id))
    except ValueError:
        return None
