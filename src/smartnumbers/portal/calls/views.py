"""One call."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.operations import CallerUnknown, block_caller_of_call
from smartnumbers.apps.callrecords.queries import call, others_of_caller
from smartnumbers.apps.callrecords.wording import call_words, caller_words
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.apps.reporting.callerrefs import caller_ref
from smartnumbers.core.routing.decision import Presentation
from smartnumbers.portal.access import page
from smartnumbers.portal.addresses import written
from smartnumbers.portal.calls.message import message_panel
from smartnumbers.portal.calls.price import price_panel
from smartnumbers.portal.calls.rows import call_rows, number_names
from smartnumbers.portal.calls.story import headline, story
from smartnumbers.portal.calls.strip import draw
from smartnumbers.portal.messages import done


@page(Permission.SEE_CALLS)
def one_call(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """The story of one call: what happened, when, and why."""
    shown = call(access=access, call_id=call_id)
    others = others_of_caller(access=access, to=shown)
    return render(
        request,
        "calls/call.html",
        {
            "call": shown,
            "heading": call_words(access=access, caller=shown.caller, presentation=shown.presentation),
            "caller": caller_words(access=access, caller=shown.caller, presentation=shown.presentation),
            "number_name": number_names(access=access, written={shown.number}).get(shown.number, ""),
            "number_path": written(shown.number),
            "number_known": numbers(access=access).filter(number=shown.number).exists(),
            "headline": headline(shown),
            "steps": story(access=access, call=shown),
            "strip": draw(shown),
            "price": price_panel(shown),
            "message": message_panel(access=access, call=shown),
            "others": call_rows(access=access, calls=others),
            "caller_ref": caller_ref(access=access, caller=shown.caller)
            if shown.presentation == Presentation.ALLOWED
            else "",
            "may_block": bool(shown.caller) and access.may(Permission.BLOCK_CALLERS),
        },
    )


@require_POST
@page(Permission.BLOCK_CALLERS)
def block(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """Turn this call's caller away from now on."""
    shown = call(access=access, call_id=call_id)
    try:
        published = block_caller_of_call(access=access, call=shown, at=timezone.now())
    except CallerUnknown:
        messages.error(request, _("This call came without a number: there is nobody to block."))
    except ChangeRefused as fault:
        messages.error(request, " ".join(fault_words(one) for one in fault.faults))
    else:
        undo = reverse("number-undo", args=[written(published.number), published.revision])
        done(request, _("This caller is blocked for this number."), undo=undo)
    return HttpResponseRedirect(reverse("call", args=[call_id]))
