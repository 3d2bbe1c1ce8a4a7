"""The steps of a price (`core.rating.explanation`) in English, for the command line."""

from collections.abc import Callable, Mapping
from typing import Any

from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.rating.segments import exact_text

Values = Mapping[str, Any]

_MODES = {
    "up": "up",
    "down": "down",
    "half_up": "to the nearest, halves up,",
    "half_down": "to the nearest, halves down,",
    "half_even": "to the nearest, halves to the even one,",
}


def words(code: str, values: Values) -> str:
    """One step as a sentence."""
    return _SENTENCES[code](values)


def _money(values: Values, name: str) -> str:
    return f"{values['currency']} {amount_text(values[name], decimals=2)}"


def _exact(values: Values) -> str:
    text = exact_text(values["numerator"])
    whole, _, decimals = text.partition(".")
    return f"{values['currency']} {whole}.{decimals.ljust(2, '0')}"


def _seconds(milliseconds: int) -> str:
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole}.{rest:03} s" if rest else f"{whole} s"


def _time(values: Values) -> str:
    start, end = values["start"], values["end"]
    return f"{_seconds(end - start)} at {_money(values, 'per_minute')} a minute: {_exact(values)}"


def _fee(values: Values) -> str:
    label = f" ({values['label']})" if values["label"] else ""
    return f"Fee agreed at {_seconds(values['at'])}{label}: {_money(values, 'amount')}."


_SENTENCES: dict[str, Callable[[Values], str]] = {
    "price-cut-at-maximum": lambda v: f"The call counts up to its maximum of {v['max_s']} s.",
    "price-within-free": lambda v: (
        f"The call ended within its {v['free_s']} free seconds: only what was agreed in it is charged."
    ),
    "price-free": lambda v: f"Free from {_seconds(v['start'])} to {_seconds(v['end'])}.",
    "price-per-call": lambda v: f"Price per call, at {_seconds(v['at'])}: {_money(v, 'amount')}.",
    "price-time": lambda v: f"From {_seconds(v['start'])} to {_seconds(v['end'])}, {_time(v)}.",
    "price-minimum": lambda v: f"Filled up to the minimum, {_time(v)}.",
    "price-padding": lambda v: f"Filled up to whole increments, {_time(v)}.",
    "price-fee": _fee,
    "price-sum": lambda v: f"Together: {_exact(v)}.",
    "price-capped": lambda v: f"A call costs at most {_money(v, 'cap')}.",
    "price-rounded": lambda v: f"Rounded {_MODES[v['mode']]} to a multiple of {_money(v, 'to')}.",
    "price-total": lambda v: f"The call costs {_money(v, 'amount')}; {v['billed_s']} s are billed.",
}
