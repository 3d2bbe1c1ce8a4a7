"""The price list: what the operator offers for each class of numbers, as a start for tariffs."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.apps.tariffbooks.models import PriceListEntry
from smartnumbers.apps.tariffbooks.operations.pricelist import Price, add_price, change_price, offer_price
from smartnumbers.apps.tariffbooks.queries import price as find
from smartnumbers.apps.tariffbooks.queries import price_list
from smartnumbers.apps.tariffbooks.terms import rules_of
from smartnumbers.core.numbering.rules import CLASSES
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.tariffs.classwords import class_name, rule_card
from smartnumbers.portal.tariffs.editor import Editor, language_of, opened, typed
from smartnumbers.portal.tariffs.faultwords import fault_words
from smartnumbers.portal.tariffs.lawwords import remark_read, remark_words
from smartnumbers.portal.tariffs.termwords import price_words, term_words

CLASS = "class"


class EntryForm(forms.Form):
    """What an entry of the list has beside its prices."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Where the price comes from."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@page(Permission.MANAGE_PRICE_LIST)
def prices(request: HttpRequest, access: Access) -> HttpResponse:
    """The entries of the class that the address names, the first without any name; all where the name is empty."""
    chosen = request.GET.get(CLASS, next(iter(CLASSES)))
    entries = list(price_list(access=access, class_code=chosen if chosen in CLASSES else None, offered=False))
    order = list(CLASSES)
    entries.sort(key=lambda entry: order.index(entry.class_code) if entry.class_code in CLASSES else len(order))
    groups = [
        {"code": code, "name": class_name(code), "lines": [_line(entry) for entry in found]}
        for code, found in groupby(entries, key=lambda entry: entry.class_code)
    ]
    classes = [(code, known.label) for code, known in CLASSES.items()]
    values = {"groups": groups, "classes": classes, "chosen": chosen}
    return render(request, "operator/prices.html", values)


def _line(entry: PriceListEntry) -> dict[str, Any]:
    terms = entry.terms
    return {
        "entry": entry,
        "source": remark_words(entry.source),
        "price": price_words(terms.tariff),
        "notes": term_words(terms),
    }


@page(Permission.MANAGE_PRICE_LIST)
def add(request: HttpRequest, access: Access, class_code: str) -> HttpResponse:
    """A new entry for a class."""
    return _edit(request, access, class_code=class_code, entry=None)


@page(Permission.MANAGE_PRICE_LIST)
def change(request: HttpRequest, access: Access, code: str) -> HttpResponse:
    """Another price for an entry; tariffs that were made from it keep theirs."""
    entry = find(access=access, code=code)
    return _edit(request, access, class_code=entry.class_code, entry=entry)


def _edit(request: HttpRequest, access: Access, *, class_code: str, entry: PriceListEntry | None) -> HttpResponse:
    rules = rules_of(class_code=class_code, on=timezone.localdate())
    if rules is None:
        raise Http404("There is no such class.")
    if request.method != "POST":
        language = language_of(request.GET, otherwise=Language.GERMAN)
        version = None if entry is None else entry.terms
        editor = opened(access=access, rules=rules, version=version, language=language)
        initial = {} if entry is None else {"code": entry.code, "source": remark_words(entry.source)}
        return _show(request, editor, EntryForm(initial=initial), entry)
    editor = typed(access=access, rules=rules, data=request.POST)
    form = EntryForm(request.POST)
    if form.is_valid() and editor.valid and _saved(access, editor, form, entry):
        done(request, _("Saved. New tariffs can start from this price."))
        return HttpResponseRedirect(f"{reverse('operator-prices')}?class={class_code}")
    return _show(request, editor, form, entry, status=422)


def _saved(access: Access, editor: Editor, form: EntryForm, entry: PriceListEntry | None) -> bool:
    """Whether it was taken; if not, the faults stand in the forms."""
    assert editor.terms is not None
    wanted = Price(
        code=form.cleaned_data["code"] if entry is None else entry.code,
        class_code=editor.rules.class_code,
        name=editor.form.cleaned_data["name"],
        terms=editor.terms,
        source=remark_read(form.cleaned_data["source"], before="" if entry is None else entry.source),
    )
    try:
        if entry is None:
            add_price(access=access, price=wanted, at=timezone.now())
        else:
            change_price(access=access, entry=entry, price=wanted, at=timezone.now())
    except TariffRefused as refused:
        for fault in refused.faults:
            if fault.field == "code":
                form.add_error("code", fault_words(fault))
        editor.form.put_faults(fault for fault in refused.faults if fault.field != "code")
        return False
    return True


def _show(
    request: HttpRequest, editor: Editor, form: EntryForm, entry: PriceListEntry | None, *, status: int = 200
) -> HttpResponse:
    values = {
        "editor": editor,
        "entry_form": form,
        "entry": entry,
        "naming": True,
        "listing": True,
        "class_code": editor.rules.class_code,
        "class_name": class_name(editor.rules.class_code),
        "card": rule_card(editor.rules),
    }
    return render(request, "operator/price.html", values, status=status)


@require_POST
@page(Permission.MANAGE_PRICE_LIST)
def offer(request: HttpRequest, access: Access, code: str) -> HttpResponse:
    """An entry in or out of the list, as the form or the address of an Undo says."""
    entry = find(access=access, code=code)
    wish = request.POST.get("offered", request.GET.get("offered")) == "yes"
    offer_price(access=access, entry=entry, offered=wish, at=timezone.now())
    text = _("“%(name)s” is offered.") if wish else _("“%(name)s” is no longer offered.")
    undo = f"{reverse('operator-price-offer', args=[code])}?offered={'no' if wish else 'yes'}"
    done(request, text % {"name": entry.name}, undo=undo)
    return HttpResponseRedirect(f"{reverse('operator-prices')}?class={entry.class_code}")
