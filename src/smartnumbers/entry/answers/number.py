"""Answers about one telephone number, from the tables alone."""

from datetime import date
from typing import Any

import click

from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.dialled import display, national
from smartnumbers.core.numbering.reading import ReadNumber
from smartnumbers.core.numbering.rulebook import Ceiling, NumberRules, Vat
from smartnumbers.core.numbering.rules import Family, Payer, rules_at
from smartnumbers.entry.answers.printing import print_json

_CEILINGS = ("per_call", "per_minute", "fee", "total", "month")
_PAYERS = {
    Payer.HOLDER: "free to the caller, the holder pays",
    Payer.SHARED: "caller and holder share the cost",
    Payer.ORDINARY: "the caller pays an ordinary call",
    Payer.CALLER: "the caller pays",
}
_REASONS = {
    "not-a-number": "this is no telephone number",
    "not-a-service-number": "a telephone number, but no service number",
    "number-incomplete": "digits are missing",
    "number-too-long": "there are too many digits",
    "number-unassigned": "there is no such number in its country's plan",
}


def print_number(read: ReadNumber, *, on: date, family: Family | None, as_json: bool) -> None:
    """What was made of a written number, with the rules in force on a day."""
    rules = None if read.class_code is None else rules_at(class_code=read.class_code, on=on, family=family)
    if as_json:
        print_json(_document(read, rules))
        return
    for line in _lines(read, rules):
        click.echo(line)


def _document(read: ReadNumber, rules: NumberRules | None) -> dict[str, Any]:
    return {
        "written": read.written,
        "e164": read.e164,
        "canonical": read.canonical,
        "country": read.country,
        "kind": read.kind,
        "class": read.class_code,
        "payer": read.payer,
        "valid": read.valid,
        "reason": read.reason,
        "national": None if read.canonical is None else national(read.canonical),
        "shown": None if read.canonical is None else display(read.canonical),
        "rules": None if rules is None else _rules(rules),
    }


def _rules(rules: NumberRules) -> dict[str, Any]:
    said = rules.announcement
    return {
        "valid_from": rules.valid_from.isoformat(),
        "valid_to": None if rules.valid_to is None else rules.valid_to.isoformat(),
        "source": rules.source,
        "confidence": rules.confidence,
        "currency": rules.currency,
        "vat_percent": amount_text(rules.vat * 100),
        "basis": rules.basis,
        "ceilings": {name: _ceiling(getattr(rules.ceilings, name)) for name in _CEILINGS},
        "price_step": _amount(rules.price_step),
        "rounding_up_to": _amount(rules.rounding_up_to),
        "bands_allowed": rules.bands_allowed,
        "mid_call_change_allowed": rules.mid_call_change_allowed,
        "announcement": {
            "duty": said.duty,
            "above": _amount(said.above),
            "change": said.change,
            "minimum_s": said.minimum_ms // 1000,
            "pause_s": said.pause_ms // 1000,
            "beep": said.beep,
            "skip_key": said.skip_key,
            "source": said.source,
        },
        "consent": None
        if rules.consent is None
        else {
            "fee_above": _amount(rules.consent.fee_above),
            "per_minute_above": _amount(rules.consent.per_minute_above),
            "source": rules.consent.source,
        },
        "longest_call": None
        if rules.longest_call is None
        else {
            "seconds": rules.longest_call.seconds,
            "per_minute_above": _amount(rules.longest_call.per_minute_above),
            "source": rules.longest_call.source,
        },
        "display": {
            "form": rules.display.form,
            "colour": rules.display.colour,
            "wording": rules.display.wording,
            "template": rules.display.template,
        },
        "blocking_category": rules.blocking_category,
    }


def _ceiling(ceiling: Ceiling | None) -> dict[str, Any] | None:
    if ceiling is None:
        return None
    return {
        "amount": amount_text(ceiling.amount),
        "vat": ceiling.vat,
        "source": ceiling.source,
        "confidence": ceiling.confidence,
    }


def _amount(amount: int | None) -> str | None:
    return None if amount is None else amount_text(amount)


def _lines(read: ReadNumber, rules: NumberRules | None) -> list[str]:
    """The number for people: what it is, and the rules with their sources."""
    if read.reason is not None:
        name = read.written if read.canonical is None else display(read.canonical)
        known = "" if read.country is None else f" ({read.country}, {read.kind})"
        return [f"{name}{known}: {_REASONS[read.reason]}"]
    lines = [f"{display(read.canonical or '')}  class {read.class_code}, {_PAYERS[read.payer or Payer.CALLER]}"]
    if rules is None:
        return [*lines, "  No rules are known for that day."]
    ceilings = [(name, getattr(rules.ceilings, name)) for name in _CEILINGS]
    until = "" if rules.valid_to is None else f" until before {rules.valid_to}"
    return [
        *lines,
        f"  rules from {rules.valid_from}{until}: {rules.source}",
        f"  may be charged: {rules.basis.value.replace('-', ' ')}",
        *(
            f"  at most {amount_text(ceiling.amount)} {rules.currency} {name.replace('_', ' ')} "
            f"({'with' if ceiling.vat is Vat.INCLUDED else 'without'} VAT): {ceiling.source}"
            for name, ceiling in ceilings
            if ceiling is not None and ceiling.amount
        ),
        f"  price announcement: {rules.announcement.duty.value}"
        + (f" {amount_text(rules.announcement.above)}" if rules.announcement.above is not None else "")
        + f" ({rules.announcement.source})",
    ]
