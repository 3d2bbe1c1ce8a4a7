"""The account's API keys: made, shown once, revoked."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Role
from smartnumbers.apps.accounts.operations import KeyNameInvalid, NewApiKey, create_api_key, revoke_api_key
from smartnumbers.apps.accounts.queries import ApiKeyUnknown, api_keys
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done

ROLES = {Role.READER: gettext_lazy("only read"), Role.HOLDER: gettext_lazy("read and change")}


class KeyForm(forms.Form):
    """A new key: what it is for, and what it may do."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("It may"), choices=[(role.value, word) for role, word in ROLES.items()], initial=Role.READER
    )


@page(Permission.MANAGE_API_KEYS)
def keys(request: HttpRequest, access: Access) -> HttpResponse:
    """The keys that work, and the form of a new one; a key just made is shown on the page that answers."""
    if request.method != "POST":
        return _page(request, access, KeyForm())
    form = KeyForm(request.POST)
    if access.account is None or not form.is_valid():
        return _page(request, access, form, status=422)
    values = form.cleaned_data
    try:
        made = create_api_key(access=access, name=values["name"], role=Role(values["role"]), at=timezone.now())
    except KeyNameInvalid as fault:
        form.add_error("name", _("At most %(longest)s characters.") % fault.parameters)
        return _page(request, access, form, status=422)
    return _page(request, access, KeyForm(), made=made)


@require_POST
@page(Permission.MANAGE_API_KEYS)
def revoke(request: HttpRequest, access: Access, key_id: int) -> HttpResponse:
    """Let a key work no more."""
    try:
        revoked = revoke_api_key(access=access, key_id=key_id, at=timezone.now())
    except ApiKeyUnknown as fault:
        raise Http404(str(fault)) from fault
    done(request, _("The key “%(name)s” works no more.") % {"name": revoked.name})
    return HttpResponseRedirect(reverse("api-keys"))


def _page(
    request: HttpRequest, access: Access, form: KeyForm, *, made: NewApiKey | None = None, status: int = 200
) -> HttpResponse:
    rows = [{"key": key, "role": ROLES[Role(key.role)]} for key in api_keys(access=access)]
    values = {"form": form, "rows": rows, "made": made, "no_account": access.account is None}
    response = render(request, "account/keys.html", values, status=status)
    # A key that was just made is to be seen once, not to be found again by the browser's way back.
    response["Cache-Control"] = "no-store"
    return response
