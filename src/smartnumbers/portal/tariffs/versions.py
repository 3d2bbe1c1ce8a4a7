"""What can be done with the versions of a tariff: taken back before they hold, put in force again, renamed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.plans.operations.tariffs import add_version, withdraw_version
from smartnumbers.apps.tariffbooks.faults import TariffRefused, VersionInForce
from smartnumbers.apps.tariffbooks.models import TariffBook, TariffVersionRow
from smartnumbers.apps.tariffbooks.operations.books import name_book
from smartnumbers.apps.tariffbooks.queries import book as find
from smartnumbers.apps.tariffbooks.queries import version_at, versions
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.tariffs.faultwords import fault_words


def saved(request: HttpRequest, book: TariffBook, row: TariffVersionRow, *, before: int | None) -> HttpResponse:
    """Back to the tariff, saying from when the version holds, with the way back to the version `before` it."""
    if row.valid_from > timezone.now():
        when = date_format(timezone.localtime(row.valid_from), "SHORT_DATETIME_FORMAT")
        undo = reverse("tariff-withdraw", args=[book.code, row.version])
        done(request, _("Saved. These prices hold from %(when)s on.") % {"when": when}, undo=undo)
    else:
        undo = reverse("tariff-again", args=[book.code, before]) if before is not None else ""
        done(request, _("Saved. These prices hold from the next call on."), undo=undo)
    return HttpResponseRedirect(reverse("tariff", args=[book.code]))


@require_POST
@page(Permission.MANAGE_TARIFFS)
def withdraw(request: HttpRequest, access: Access, code: str, version: int) -> HttpResponse:
    """Take back a version that does not hold yet."""
    book = find(access=access, code=code)
    try:
        withdraw_version(access=access, row=_row(access, book, version), at=timezone.now())
    except VersionInForce:
        messages.error(request, _("This version is in force already. Save other prices instead."))
    else:
        done(request, _("Taken back. The prices stay as they are."))
    return HttpResponseRedirect(reverse("tariff", args=[code]))


@require_POST
@page(Permission.MANAGE_TARIFFS)
def again(request: HttpRequest, access: Access, code: str, version: int) -> HttpResponse:
    """The prices of an earlier version in force again, as a new version."""
    book = find(access=access, code=code)
    now = timezone.now()
    terms = _row(access, book, version).terms
    before = version_at(book=book, at=now)
    heard = Terms(tariff=terms.tariff, bands=terms.bands, payout_share=terms.payout_share, costs=terms.costs)
    try:
        row = add_version(access=access, book=book, terms=heard, at=now)
    except TariffRefused as refused:
        messages.error(request, " ".join(fault_words(fault) for fault in refused.faults))
        return HttpResponseRedirect(reverse("tariff", args=[code]))
    return saved(request, book, row, before=None if before is None else before.version)


@require_POST
@page(Permission.MANAGE_TARIFFS)
def rename(request: HttpRequest, access: Access, code: str) -> HttpResponse:
    """The tariff's new name."""
    book = find(access=access, code=code)
    try:
        name_book(access=access, book=book, name=request.POST.get("name", ""), at=timezone.now())
    except TariffRefused as refused:
        messages.error(request, " ".join(fault_words(fault) for fault in refused.faults))
    else:
        done(request, _("The tariff has a new name."))
    return HttpResponseRedirect(reverse("tariff", args=[code]))


def _row(access: Access, book: TariffBook, version: int) -> TariffVersionRow:
    row = next((row for row in versions(access=access, book=book) if row.version == version), None)
    if row is None:
        raise Http404("There is no such version.")
    return row
