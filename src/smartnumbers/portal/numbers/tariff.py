"""A number's tariff: what calls cost now and later, what the law says of its class, what may change during a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.models import NumberSet, RoutingSettings
from smartnumbers.apps.plans.queries import routing
from smartnumbers.apps.plans.schedules import Scheduled, ahead, charging_plan, in_force, schedule
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.queries import books
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.dialled import national
from smartnumbers.core.numbering.rulebook import NumberRules
from smartnumbers.core.tariffs.charging import Charging, charging_at
from smartnumbers.core.tariffs.duty import refusal_of_change
from smartnumbers.core.tariffs.tariffset import TariffSet
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.revenue import what_if
from smartnumbers.portal.numbers.sheet import head
from smartnumbers.portal.tariffs.classwords import class_name, rule_card
from smartnumbers.portal.tariffs.display import shown
from smartnumbers.portal.tariffs.faultwords import REFUSALS
from smartnumbers.portal.tariffs.preview import SAYING
from smartnumbers.portal.tariffs.reading import InstantField
from smartnumbers.portal.tariffs.termwords import price_words, term_words


@dataclass(frozen=True, slots=True)
class Coming:
    """A tariff that a number has, or will have from an instant; `withdrawable` is the assignment's id, or None."""

    at: datetime
    book: TariffBook
    price: str
    free: bool
    notes: Sequence[str]
    withdrawable: int | None


class AssignForm(forms.Form):
    """Another tariff for a number, at once or from an instant."""

    book = forms.ChoiceField(label=_("Tariff"), required=False)
    valid_from = InstantField(label=_("From"), help_text=_("Empty: at once."))

    def __init__(self, *arguments: Any, choices: Sequence[TariffBook], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["book"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(book.code, book.name) for book in choices]


@page(Permission.SEE_NUMBERS)
def tariff(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The tab."""
    return show_tariff(request, access, find(access=access, written=written))


def assign_form(*, access: Access, number: ServiceNumber, data: Any = None) -> AssignForm:
    """The form with the tariffs that this number may have."""
    usable = books(access=access, class_code=number.tariff_class)
    choices = [book for book in usable if book.account_id in (None, number.account_id)]
    return AssignForm(data, choices=choices)


def show_tariff(
    request: HttpRequest,
    access: Access,
    number: ServiceNumber,
    *,
    form: AssignForm | None = None,
    faults: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of the tab; `form` is one with faults, `faults` are those of the recording."""
    now = timezone.now()
    settings = routing(access=access, number=number)
    scheduled = schedule(number=number)
    current = in_force(scheduled=scheduled, at=now)
    rules = number.rules_on(timezone.localdate())
    values = head(access=access, number=number, tab="tariff")
    values |= {
        "may_price": access.may(Permission.MANAGE_TARIFFS),
        "current": None if current is None else _coming(current, now),
        "coming": [_coming(item, now) for item in ahead(scheduled=scheduled, at=now) if item is not current],
        "form": form or assign_form(access=access, number=number),
        "class_name": class_name(number.class_code, family=number.known_family),
        "card": () if rules is None else rule_card(rules),
        "settings": settings,
        "languages": Language.choices,
        "recording_faults": faults,
    }
    values |= _shown(number, rules, settings, current)
    values |= _spoken(settings, now)
    values |= _set(number, rules)
    values |= what_if(request, access=access, number=number, choices=values["form"].fields["book"].choices)
    return render(request, "numbers/tariff.html", values, status=status)


def _coming(item: Scheduled, now: datetime) -> Coming:
    terms = item.row.terms
    own = item.assignment.valid_from > now and item.assignment.valid_from == item.valid_from
    return Coming(
        at=item.valid_from,
        book=item.assignment.book,
        price=price_words(terms.tariff),
        free=not (terms.tariff.per_call or terms.tariff.per_minute or terms.bands),
        notes=term_words(terms),
        withdrawable=item.assignment.pk if own else None,
    )


def _shown(
    number: ServiceNumber, rules: NumberRules | None, settings: RoutingSettings, current: Scheduled | None
) -> dict[str, Any]:
    if rules is None:
        return {}
    priced = None if current is None else current.row.terms.tariff
    language = settings.spoken_language
    return {"shown": shown(display=rules.display, number=national(number.number), tariff=priced, language=language)}


def _spoken(settings: RoutingSettings, now: datetime) -> dict[str, Any]:
    """What callers hear now before they are charged."""
    plan = charging_plan(settings=settings, at=now)
    held: Charging | None = None if plan is None else charging_at(plan, from_datetime(now))
    prompt = None if held is None else held.announcement
    if held is None or prompt is None:
        return {"charged": held is not None, "duty": None if held is None else held.duty}
    say = (
        ""
        if prompt.recording
        else signing.dumps([prompt.language, prompt.text, prompt.beep], salt=SAYING, compress=True)
    )
    return {"charged": True, "prompt": prompt, "duty": held.duty, "say": say}


def _set(number: ServiceNumber, rules: NumberRules | None) -> dict[str, Any]:
    """The tariff set, or why there can be none."""
    row = NumberSet.objects.filter(number=number).first()
    chosen = TariffSet() if row is None else row.contents
    refusal = None if rules is None else refusal_of_change(rules=rules)
    return {
        "currency": "CHF" if rules is None else rules.currency,
        "slots": sorted(chosen.slots.items()),
        "fees": sorted(chosen.fees.items()),
        "no_change": "" if refusal is None else REFUSALS[refusal],
    }
