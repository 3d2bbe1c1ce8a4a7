"""The door of every page: who asks, for which account, and whether they may.

The account somebody works in is kept in the session. An operator may choose none and then sees the whole platform;
everybody else always has one. What does not exist and what is not for this person answer alike: 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from smartnumbers.apps.accounts.access import Access, Permission, PermissionMissing
from smartnumbers.apps.accounts.models import Account, User
from smartnumbers.apps.accounts.queries import AccountClosed, access, accounts_of
from smartnumbers.apps.callrecords.queries import CallUnknown
from smartnumbers.apps.carriers.faults import CarrierUnknown
from smartnumbers.apps.numbers.queries import NumberUnknown
from smartnumbers.apps.plans.queries import CallerListUnknown, DestinationUnknown
from smartnumbers.apps.plans.trials import TrialUnknown
from smartnumbers.apps.reporting.callerrefs import CallerRefInvalid
from smartnumbers.apps.reporting.queries.exports import ExportUnknown
from smartnumbers.apps.reporting.queries.kpis import KpiUnknown
from smartnumbers.apps.reporting.queries.notes import NoteUnknown
from smartnumbers.apps.reporting.queries.views import ViewUnknown
from smartnumbers.apps.tariffbooks.faults import TariffUnknown

ACCOUNT_KEY = "portal_account"
NOT_THERE = (
    AccountClosed,
    CarrierUnknown,
    NumberUnknown,
    CallUnknown,
    TariffUnknown,
    DestinationUnknown,
    CallerListUnknown,
    TrialUnknown,
    CallerRefInvalid,
    NoteUnknown,
    ViewUnknown,
    ExportUnknown,
    KpiUnknown,
)
"""Errors that say that something does not exist, or not for this person."""

_REMEMBERED = "portal_access"
_ACCOUNTS = "portal_accounts"

P = ParamSpec("P")
AccessView = Callable[Concatenate[HttpRequest, Access, P], HttpResponseBase]
DjangoView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    """The person who is logged in; for views behind the door only."""
    return cast(User, request.user)


def chosen_account(request: HttpRequest) -> int | None:
    """The id of the account chosen in this session, if one was."""
    chosen = request.session.get(ACCOUNT_KEY)
    return chosen if isinstance(chosen, int) else None


def choose_account(request: HttpRequest, account_id: int | None) -> None:
    """Work in another account from now on, or in none. Raises AccountClosed for one that is not this person's."""
    access(user=user_of(request), account_id=account_id)
    if account_id is None:
        request.session.pop(ACCOUNT_KEY, None)
    else:
        request.session[ACCOUNT_KEY] = account_id


def own_accounts(request: HttpRequest) -> list[Account]:
    """The accounts this person can choose from; remembered for the request."""
    known: list[Account] | None = getattr(request, _ACCOUNTS, None)
    if known is None:
        known = accounts_of(user=user_of(request))
        setattr(request, _ACCOUNTS, known)
    return known


def current_access(request: HttpRequest) -> Access:
    """What this person may do where they are now; remembered for the request. Raises AccountClosed."""
    known = getattr(request, _REMEMBERED, None)
    if isinstance(known, Access):
        return known
    user = user_of(request)
    chosen = chosen_account(request)
    try:
        current = access(user=user, account_id=chosen)
    except AccountClosed:
        # The account of the session is gone, was taken away, or was never chosen: take the first one there is.
        request.session.pop(ACCOUNT_KEY, None)
        own = None if user.is_operator else next(iter(own_accounts(request)), None)
        current = access(user=user, account_id=own.pk if own is not None else None)
    setattr(request, _REMEMBERED, current)
    return current


def page(permission: Permission) -> Callable[[AccessView[P]], DjangoView[P]]:
    """Let a view be called only by whom the permission belongs to; the view is handed the access.

    Strangers are asked to log in; people without any account see a page that says so; a missing permission is 403;
    an account, number, call or anything else that is not theirs is 404.
    """

    def door(view: AccessView[P]) -> DjangoView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                current = current_access(request)
            except AccountClosed:
                return HttpResponseRedirect(reverse("no-account"))
            try:
                current.require(permission)
                return view(request, current, *args, **kwargs)
            except PermissionMissing as fault:
                raise PermissionDenied(str(fault)) from fault
            except NOT_THERE as fault:
                raise Http404(str(fault)) from fault

        return cast(DjangoView[P], login_required(guarded))

    return door
