"""The tariff set of a number: up to 90 prices and 9 fees to choose from while a call runs, edited as a table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.models import NumberSet
from smartnumbers.apps.plans.operations.charging import faults_of_set, save_set
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.core.tariffs.duty import refusal_of_change
from smartnumbers.core.tariffs.tariffset import FEES, SLOTS, SetFee, SlotTariff, TariffSet, parse_set, set_document
from smartnumbers.core.tariffs.validation import RuleFault
from smartnumbers.portal.access import page
from smartnumbers.portal.addresses import written as path_of
from smartnumbers.portal.messages import done
from smartnumbers.portal.money import entered
from smartnumbers.portal.numbers.sheet import address, head
from smartnumbers.portal.tariffs.faultwords import REFUSALS, fault_words
from smartnumbers.portal.tariffs.lawwords import law_words
from smartnumbers.portal.tariffs.reading import AmountField

ALL = "all"
SPARE = 3
_UNDO = "portal_set_before"
_FIELD = re.compile(r"(slots|fees)\.(\d{1,2})\.(name|per_call|per_minute|amount)")
_NAME = {"autocomplete": "off", "maxlength": 80}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its number, what a destination keys in for it, and its fields."""

    number: int
    keys: str
    fields: Sequence[forms.BoundField]


class SetForm(forms.Form):
    """The lines of some slots and fees; its fields are named as faults name them ("slots.12.per_minute")."""

    def __init__(self, *arguments: Any, slots: Iterable[int], fees: Iterable[int], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.slots, self.fee_numbers = sorted(slots), sorted(fees)
        for slot in self.slots:
            self._name(f"slots.{slot}.name", _("Name of tariff %(number)d") % {"number": slot})
            self._amount(f"slots.{slot}.per_call", _("Tariff %(number)d, for the call") % {"number": slot})
            self._amount(f"slots.{slot}.per_minute", _("Tariff %(number)d, per minute") % {"number": slot})
        for fee in self.fee_numbers:
            self._name(f"fees.{fee}.name", _("Name of fee %(number)d") % {"number": fee})
            self._amount(f"fees.{fee}.amount", _("Fee %(number)d") % {"number": fee})

    def _name(self, name: str, label: str) -> None:
        widget = forms.TextInput(attrs={**_NAME, "aria-label": label})
        self.fields[name] = forms.CharField(label=label, required=False, max_length=400, widget=widget)

    def _amount(self, name: str, label: str) -> None:
        field = AmountField(label=label)
        field.widget.attrs["aria-label"] = label
        self.fields[name] = field

    def slot_rows(self) -> list[Row]:
        """The lines of the tariffs."""
        names = ("name", "per_call", "per_minute")
        return [Row(n, f"*{n:02}", [self[f"slots.{n}.{name}"] for name in names]) for n in self.slots]

    def fee_rows(self) -> list[Row]:
        """The lines of the fees; their keys follow those of the tariffs."""
        first = SLOTS[-1]
        return [
            Row(n, f"*{first + n}", [self[f"fees.{n}.{name}"] for name in ("name", "amount")]) for n in self.fee_numbers
        ]

    def tariff_set(self) -> TariffSet:
        """What was typed. Lines in which nothing stands are not there; a name without a price is a fault."""
        data = self.cleaned_data
        slots, fees = {}, {}
        for n in self.slots:
            name, per_call, per_minute = (data.get(f"slots.{n}.{part}") for part in ("name", "per_call", "per_minute"))
            if per_call is not None or per_minute is not None:
                slots[n] = SlotTariff(name=name or "", per_call=per_call or 0, per_minute=per_minute or 0)
            elif name and f"slots.{n}.per_call" not in self.errors and f"slots.{n}.per_minute" not in self.errors:
                self.add_error(f"slots.{n}.per_minute", _("Enter a price."))
        for n in self.fee_numbers:
            name, amount = data.get(f"fees.{n}.name"), data.get(f"fees.{n}.amount")
            if amount is not None:
                fees[n] = SetFee(name=name or "", amount=amount)
            elif name and f"fees.{n}.amount" not in self.errors:
                self.add_error(f"fees.{n}.amount", _("Enter a price."))
        return TariffSet(slots=slots, fees=fees)

    def put_faults(self, faults: Iterable[RuleFault]) -> None:
        """Stand each fault beside its field."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault_words(fault))


def _opened(tariff_set: TariffSet, *, everything: bool) -> SetForm:
    """The lines there are with some spare ones, or all."""
    spare = [n for n in SLOTS if n not in tariff_set.slots][:SPARE]
    slots = SLOTS if everything else [*tariff_set.slots, *spare]
    fees = FEES if everything else [*tariff_set.fees, *[n for n in FEES if n not in tariff_set.fees][:SPARE]]
    initial: dict[str, str] = {}
    for n, slot in tariff_set.slots.items():
        initial |= {
            f"slots.{n}.name": slot.name,
            f"slots.{n}.per_call": entered(slot.per_call),
            f"slots.{n}.per_minute": entered(slot.per_minute),
        }
    for n, fee in tariff_set.fees.items():
        initial |= {f"fees.{n}.name": fee.name, f"fees.{n}.amount": entered(fee.amount)}
    return SetForm(initial=initial, slots=slots, fees=fees)


def _typed(number: ServiceNumber, data: Mapping[str, Any]) -> tuple[SetForm, TariffSet]:
    """The form with what was typed and its faults, and the set it makes."""
    numbers: dict[str, set[int]] = {"slots": set(), "fees": set()}
    for name in data:
        match = _FIELD.fullmatch(name)
        if match is not None:
            numbers[match[1]].add(int(match[2]))
    form = SetForm(data, slots=numbers["slots"] & set(SLOTS), fees=numbers["fees"] & set(FEES))
    form.is_valid()
    tariff_set = form.tariff_set()
    form.put_faults(faults_of_set(number=number, tariff_set=tariff_set, at=timezone.now()))
    return form, tariff_set


def _now(number: ServiceNumber) -> TariffSet:
    row = NumberSet.objects.filter(number=number).first()
    return TariffSet() if row is None else row.contents


@page(Permission.MANAGE_TARIFFS)
def edit_set(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The table; saved as a whole."""
    number = find(access=access, written=written)
    if request.method != "POST":
        return _show(request, access, number, _opened(_now(number), everything=ALL in request.GET))
    form, tariff_set = _typed(number, request.POST)
    if not form.is_valid():
        return _show(request, access, number, form, status=422)
    before = _now(number)
    try:
        save_set(access=access, number=number, tariff_set=tariff_set, at=timezone.now())
    except TariffRefused as refused:
        form.put_faults(refused.faults)
        return _show(request, access, number, form, status=422)
    request.session[_UNDO] = {"number": number.number, "document": set_document(before)}
    undo = reverse("number-set-restore", args=[path_of(number.number)])
    done(request, _("Saved. Calls that begin from now on can change to these."), undo=undo)
    return HttpResponseRedirect(address(number, "number-tariff"))


@require_POST
@page(Permission.MANAGE_TARIFFS)
def check_set(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The faults of what is being typed; nothing is saved."""
    form, _set = _typed(find(access=access, written=written), request.POST)
    return render(request, "numbers/_set_check.html", {"form": form})


@require_POST
@page(Permission.MANAGE_TARIFFS)
def restore_set(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The set as this person found it before saving."""
    number = find(access=access, written=written)
    kept = request.session.pop(_UNDO, None)
    if isinstance(kept, dict) and kept.get("number") == number.number:
        save_set(access=access, number=number, tariff_set=parse_set(kept["document"]), at=timezone.now())
        done(request, _("Undone. It is as it was before."))
    return HttpResponseRedirect(address(number, "number-tariff"))


def _show(
    request: HttpRequest, access: Access, number: ServiceNumber, form: SetForm, *, status: int = 200
) -> HttpResponse:
    rules = number.rules_on(timezone.localdate())
    refusal = None if rules is None else refusal_of_change(rules=rules)
    values = head(access=access, number=number, tab="tariff")
    values |= {
        "form": form,
        "everything": len(form.slots) == len(SLOTS),
        "currency": "CHF" if rules is None else rules.currency,
        "no_change": "" if refusal is None else REFUSALS[refusal],
        "source": "" if rules is None else law_words(rules.source),
    }
    return render(request, "numbers/tariffset.html", values, status=status)
