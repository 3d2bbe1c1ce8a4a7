"""The search field's answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.portal.access import page
from smartnumbers.portal.search.find import find


@page(Permission.SEE_NUMBERS)
def search(request: HttpRequest, access: Access) -> HttpResponse:
    """Straight to the one thing found, else the list of what was."""
    text = request.GET.get("q", "")
    hits = find(access=access, text=text)
    if len(hits) == 1:
        return HttpResponseRedirect(hits[0].address)
    return render(request, "search/search.html", {"hits": hits, "searched": text})


@page(Permission.SEE_NUMBERS)
def suggestions(request: HttpRequest, access: Access) -> HttpResponse:
    """What is found while somebody types, for the list below the field."""
    text = request.GET.get("q", "")
    return render(request, "search/_suggestions.html", {"hits": find(access=access, text=text), "searched": text})
