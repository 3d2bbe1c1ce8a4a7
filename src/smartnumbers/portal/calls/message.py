"""The message a caller left: heard from the call's page, and sent again."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.messagemail import SOUND
from smartnumbers.apps.callrecords.messagewords import delivery_words
from smartnumbers.apps.callrecords.models import CallRecord, Delivery, VoiceMessage
from smartnumbers.apps.callrecords.queries import call
from smartnumbers.apps.callrecords.voicemail import MessageUnavailable, message_of, send_again, sound_of
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.looks import Look
from smartnumbers.portal.messages import done

_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
_LOOKS = {
    Delivery.SENT: Look(icon="circle-check", tone="ok"),
    Delivery.WAITING: Look(icon="clock"),
    Delivery.FAILED: Look(icon="alert-circle", tone="bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePanel:
    """A call's message: where it is on its way, and what this person may do with it.

    `answer` is what the mail server said last, for whoever looks after it.
    """

    message: VoiceMessage
    look: Look
    words: str
    answer: str
    may_hear: bool
    may_send: bool


def message_panel(*, access: Access, call: CallRecord) -> MessagePanel | None:
    """The message of a call as its page shows it; None where none was left."""
    message = message_of(access=access, call=call)
    if message is None:
        return None
    may_hear = access.may(Permission.HEAR_MESSAGES) and message.removed_at is None
    return MessagePanel(
        message=message,
        look=_LOOKS[Delivery(message.state)],
        words=delivery_words(message),
        answer=message.answer,
        may_hear=may_hear,
        may_send=may_hear and message.state != Delivery.WAITING,
    )


@page(Permission.HEAR_MESSAGES)
def hear(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """What the caller said, whole or the part that a player asks for (RFC 9110, section 14)."""
    shown = call(access=access, call_id=call_id)
    try:
        content = sound_of(access=access, call=shown, folder=settings.MESSAGES_FOLDER).read_bytes()
    except MessageUnavailable as fault:
        raise Http404(str(fault)) from fault
    response = _part(request.headers.get("Range", ""), content)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@page(Permission.HEAR_MESSAGES)
def send(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """Mail the message once more."""
    shown = call(access=access, call_id=call_id)
    try:
        send_again(access=access, call=shown, at=timezone.now())
    except MessageUnavailable as fault:
        waiting = fault.parameters["reason"] == "waiting"
        messages.error(request, _("It is on its way already.") if waiting else _("There is no message to be sent."))
    else:
        done(request, _("The message is being sent again."))
    return HttpResponseRedirect(reverse("call", args=[call_id]))


def _part(asked: str, content: bytes) -> HttpResponse:
    match = _RANGE.fullmatch(asked)
    if match is None:
        return HttpResponse(content, content_type=SOUND)
    first, last = int(match[1]), min(int(match[2] or len(content)), len(content) - 1)
    if not first <= last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    response = HttpResponse(content[first : last + 1], content_type=SOUND, status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return response
