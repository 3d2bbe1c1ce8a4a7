"""One's own settings: language, appearance, the account one works in; and help."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.models import Language, User
from smartnumbers.apps.accounts.operations import choose_language as keep_language
from smartnumbers.apps.accounts.queries import AccountClosed, accounts_of
from smartnumbers.portal import access as door
from smartnumbers.portal import theme

_YEAR = 365 * 24 * 3600


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The person's own settings."""
    return render(request, "account/profile.html")


@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How things work here."""
    return render(request, "account/help.html")


@login_required
def no_account(request: HttpRequest) -> HttpResponse:
    """What somebody sees who was let in, but not yet into any account."""
    if accounts_of(user=door.user_of(request)):
        return HttpResponseRedirect(reverse("overview"))
    return render(request, "account/no_account.html")


@require_POST
@login_required
def choose_account(request: HttpRequest) -> HttpResponse:
    """Work in another account from now on; for an operator also in none, on the whole platform."""
    given = request.POST.get("account", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404("no such account")
    try:
        door.choose_account(request, int(given) if given else None)
    except AccountClosed as fault:
        raise Http404(str(fault)) from fault
    return HttpResponseRedirect(reverse("overview"))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Another language, on this page and from now on; open to everybody, since the log-in page has it too."""
    wish = request.POST.get("language", "")
    response = _back(request)
    if wish not in Language.values or not check_for_language(wish):
        return response
    if isinstance(request.user, User) and request.user.language != wish:
        keep_language(user=request.user, language=Language(wish), at=timezone.now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wish, max_age=_YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE
    )
    return response


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Another appearance; for browsers without scripts, since the page does this by itself."""
    wish = request.POST.get("theme", "")
    response = _back(request)
    if wish in theme.THEMES:
        response.set_cookie(theme.COOKIE, wish, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def _back(request: HttpRequest) -> HttpResponse:
    wish = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wish if safe else reverse("overview"))
