"""The answer to "what does this call cost": cases in JSON in, prices with their parts and reasons out.

Money and times are decimal text or JSON numbers, seconds for times. They are read exactly, and what does not fit is
refused with the name of its field. The form: docs/reference/command-line.md.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import click
import orjson

from smartnumbers.core.foundation.decimals import DecimalInvalid, scaled
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.money import MILLION, amount_text, decimals_of, parse_amount
from smartnumbers.core.rating.rate import RatedCall, rate
from smartnumbers.core.rating.segments import DENOMINATOR, Segment, exact_text
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.tariff import PRICES, TERMS, Tariff, parse_tariff
from smartnumbers.entry.answers.pricewords import words


class CaseInvalid(DomainError):
    """A case that is none; `parameters["field"]` names the field."""

    code = "case-invalid"


def print_rated(source: bytes, *, as_json: bool) -> None:
    """The price of a case, or of each case of an array.

    A fault in a single case is raised (AmountInvalid, CaseInvalid, TariffInvalid, TimelineInvalid); in an array it
    takes the place of the result.
    """
    cases = _json(source)
    if isinstance(cases, list):
        answers = [_answer(case) for case in cases]
        if as_json:
            click.echo(orjson.dumps(answers, option=orjson.OPT_INDENT_2))
        else:
            click.echo("\n\n".join("\n".join(_lines(answer)) for answer in answers))
        return
    document = rated_case(cases)
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2) if as_json else "\n".join(_lines(document)))


def rated_case(source: object) -> dict[str, Any]:
    """The price of one case, JSON-ready. Raises as `read_case`."""
    duration, timeline = read_case(source)
    return _document(rate(duration=duration, timeline=timeline))


def read_case(source: object) -> tuple[int, Timeline]:
    """The duration (ms) and time line of a case. Raises AmountInvalid, CaseInvalid, TariffInvalid, TimelineInvalid."""
    _keys(source, {"duration", "timeline", "fees"}, "")
    assert isinstance(source, Mapping)
    return _milliseconds(_need(source, "duration", ""), "duration"), _timeline(source)


def _answer(case: object) -> dict[str, Any]:
    try:
        return rated_case(case)
    except DomainError as fault:
        field = fault.parameters.get("field", "")
        return {"error": {"code": fault.code, "field": field, "message": str(fault)}}


def _lines(answer: Mapping[str, Any]) -> list[str]:
    if "error" in answer:
        return [f"{answer['error']['message']} [{answer['error']['code']}]"]
    return [str(line) for line in answer["explanation"]]


def _document(rated: RatedCall) -> dict[str, Any]:
    return {
        "amount": amount_text(rated.amount, decimals=decimals_of(rated.terms.rounding)),
        "currency": rated.currency,
        "billed_seconds": rated.billed_ms // 1000,
        "exact": _fraction(rated.exact_numerator),
        "segments": [_segment(segment) for segment in rated.segments],
        "explanation": [words(step.code, step.values) for step in rated.explanation],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "kind": segment.kind.value,
        "from": _seconds(segment.start),
        "to": _seconds(segment.end),
        "seconds": _seconds(segment.end - segment.start),
        "per_minute": amount_text(segment.per_minute),
        "amount": exact_text(segment.numerator),
        "exact": _fraction(segment.numerator),
        **({"label": segment.label} if segment.label else {}),
    }


def _fraction(numerator: int) -> str:
    return str(Fraction(numerator, DENOMINATOR * MILLION))


def _seconds(milliseconds: int) -> int | float:
    # A float holds three decimals exactly enough to be written with these three again.
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000


def _json(source: bytes) -> object:
    try:
        return json.loads(source, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_object)
    except (ValueError, ArithmeticError, RecursionError) as fault:
        raise CaseInvalid(f"standard input: no JSON: {fault}", parameters={"field": ""}) from fault


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in [other for other, _ in pairs[:index]])
        raise CaseInvalid(f"{twice}: stands there twice", parameters={"field": twice})
    return found


def _timeline(source: Mapping[str, object]) -> Timeline:
    written = _list(_need(source, "timeline", ""), "timeline")
    changes: list[Change] = []
    for index, item in enumerate(written):
        changes.append(_change(item, f"timeline[{index}]", changes[0].tariff if changes else None))
    fees = [_fee(item, f"fees[{index}]") for index, item in enumerate(_list(source.get("fees", []), "fees"))]
    return Timeline(changes=tuple(changes), fees=tuple(fees))


def _change(item: object, place: str, first: Tariff | None) -> Change:
    _keys(item, {"at", "tariff", "charge_per_call"}, place)
    assert isinstance(item, Mapping)
    charge = item.get("charge_per_call", True)
    if not isinstance(charge, bool):
        raise _invalid(f"{place}.charge_per_call", "expected true or false")
    at = _milliseconds(_need(item, "at", place), f"{place}.at")
    return Change(at=at, tariff=_tariff(_need(item, "tariff", place), f"{place}.tariff", first), charge_per_call=charge)


def _fee(item: object, place: str) -> Fee:
    _keys(item, {"at", "amount", "label"}, place)
    assert isinstance(item, Mapping)
    label = item.get("label", "")
    if not isinstance(label, str):
        raise _invalid(f"{place}.label", "expected text")
    amount = parse_amount(_need(item, "amount", place), field=f"{place}.amount")
    return Fee(at=_milliseconds(_need(item, "at", place), f"{place}.at"), amount=amount, label=label)


def _tariff(item: object, place: str, first: Tariff | None) -> Tariff:
    _keys(item, {*PRICES, *TERMS}, place)
    assert isinstance(item, Mapping)
    values: dict[str, object] = {}
    if first is not None:
        # A change brings prices; terms it does not name stay. Those it names must be equal: Timeline looks.
        values = {name: getattr(first, name) for name in TERMS if name != "rounding" and name not in item}
    for name, value in item.items():
        if name in ("currency", "rounding") or (name in ("cap", "max_s") and value is None):
            values[name] = value
        elif name in (*PRICES, "cap"):
            values[name] = parse_amount(value, field=f"{place}.{name}")
        else:
            values[name] = _scaled(value, 0, f"{place}.{name}")
    if item.get("rounding") is not None:
        values["rounding"] = _rounding(item["rounding"], f"{place}.rounding")
    elif first is not None and "rounding" not in item and first.rounding is not None:
        values["rounding"] = {"to": first.rounding.to, "mode": first.rounding.mode.value}
    return parse_tariff(values, place=f"{place}.")


def _rounding(item: object, place: str) -> dict[str, object]:
    _keys(item, {"to", "mode"}, place)
    assert isinstance(item, Mapping)
    to = parse_amount(_need(item, "to", place), field=f"{place}.to")
    return {"to": to, "mode": _need(item, "mode", place)}


def _milliseconds(value: object, field: str) -> int:
    return _scaled(value, 3, field)


_REASONS = {
    "not-a-number": "not a number",
    "negative": "negative",
    "too-large": "too large",
}


def _scaled(value: object, decimals: int, field: str) -> int:
    try:
        return scaled(value, decimals=decimals)
    except DecimalInvalid as fault:
        finer = "finer than a millisecond" if decimals else "not a whole number of seconds"
        raise _invalid(field, _REASONS.get(str(fault.parameters["reason"]), finer)) from fault


def _keys(source: object, known: set[str], place: str) -> None:
    if not isinstance(source, Mapping):
        raise _invalid(place or "case", "expected an object")
    for key in source:
        if key not in known:
            raise _invalid(f"{place}.{key}".lstrip("."), f"unknown; there are {', '.join(sorted(known))}")


def _need(source: Mapping[str, object], key: str, place: str) -> object:
    if key not in source:
        raise _invalid(f"{place}.{key}".lstrip("."), "missing")
    return source[key]


def _list(source: object, field: str) -> list[object]:
    if not isinstance(source, list):
        raise _invalid(field, "expected a list")
    return source


def _invalid(field: str, what: str) -> CaseInvalid:
    return CaseInvalid(f"{field}: {what}", parameters={"field": field})
