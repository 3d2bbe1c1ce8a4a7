"""The words for conditions of the filter: what each is called, and what its values are called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, RESULTS
from smartnumbers.apps.reporting.callerrefs import MARK, CallerRefInvalid, read_ref
from smartnumbers.apps.reporting.columns import LINES, SIDES
from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.numbering.masking import masked
from smartnumbers.portal.calls.filters import LINE_UNKNOWN
from smartnumbers.statistics.filters import Line

NAMES: Mapping[str, Promise] = {
    "result": gettext_lazy("Result"),
    "outcome": gettext_lazy("Exact result"),
    "answered": gettext_lazy("Answered or not"),
    "hour": gettext_lazy("Hour of the day"),
    "weekday": gettext_lazy("Day of the week"),
    "number": gettext_lazy("Number"),
    "destination": gettext_lazy("Destination"),
    "tariff": gettext_lazy("Tariff"),
    "treatment": gettext_lazy("Led to"),
    "caller": gettext_lazy("Caller"),
    "prefix": gettext_lazy("Caller begins with"),
    "area": gettext_lazy("Region of the caller"),
    "country": gettext_lazy("Country of the caller"),
    "line": gettext_lazy("Line of the caller"),
    "withheld": gettext_lazy("Caller's number"),
    "first-call": gettext_lazy("Caller calls"),
    "hung-up": gettext_lazy("Hung up by"),
    "attempt": gettext_lazy("Result of an attempt"),
    "agent": gettext_lazy("Agent"),
    "campaign": gettext_lazy("Campaign"),
    "since": gettext_lazy("Since"),
    "before": gettext_lazy("Before"),
    "talk": gettext_lazy("Talked"),
    "wait": gettext_lazy("Waited"),
    "price": gettext_lazy("Price"),
    "payout": gettext_lazy("Payout"),
    "currency": gettext_lazy("Currency"),
    "period": gettext_lazy("Period"),
}
COUNTRIES: Mapping[str, Promise] = {
    "CH": gettext_lazy("Switzerland"),
    "LI": gettext_lazy("Liechtenstein"),
    "FR": gettext_lazy("France"),
    "DE": gettext_lazy("Germany"),
    "AT": gettext_lazy("Austria"),
    "IT": gettext_lazy("Italy"),
}


@dataclass(frozen=True, slots=True)
class ValueWords:
    """How the values of an account are called: its destinations and its numbers by their names."""

    access: Access
    destinations: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    def of(self, key: str, written: str) -> str:
        """A value of a condition, as the address writes it, in words."""
        known: Mapping[str, Callable[[str], str]] = {
            "hour": _hour,
            "weekday": lambda day: str(WEEKDAYS[int(day) - 1]),
            "number": self._number,
            "destination": lambda key: self.destinations.get(key) or display(key),
            "caller": self._caller,
            "area": _area,
        }
        read = known.get(key)
        return read(written) if read is not None else fixed_words(key, written)

    def _number(self, number: str) -> str:
        return f"{display(number)} {self.numbers.get(number, '')}".strip()

    def _caller(self, caller: str) -> str:
        if not caller.startswith(MARK):
            return display(caller)
        try:
            return masked(read_ref(access=self.access, ref=caller))
        except CallerRefInvalid:
            return _("unknown")


def fixed_words(key: str, written: str) -> str:
    """A value whose words are the same for everybody; one without words is shown as it is."""
    tables: Mapping[str, Mapping[str, Promise]] = {
        "result": RESULTS,
        "outcome": OUTCOMES,
        "hung-up": SIDES,
        "attempt": {code or "cut-short": word for code, word in ATTEMPT_OUTCOMES.items()},
        "line": {line.value or LINE_UNKNOWN: LINES[line] for line in Line},
        "country": COUNTRIES,
        "answered": {"yes": gettext_lazy("answered"), "no": gettext_lazy("not answered")},
        "withheld": {"yes": gettext_lazy("withheld"), "no": gettext_lazy("shown")},
        "first-call": {"yes": gettext_lazy("for the first time"), "no": gettext_lazy("once more")},
    }
    word = tables.get(key, {}).get(written)
    return written if word is None else str(word)


def _hour(written: str) -> str:
    hour = int(written)
    return _("%(from)02d–%(to)02d h") % {"from": hour, "to": hour + 1}


def _area(code: str) -> str:
    area = AREAS.get(code)
    return code if area is None else f"{code[3:]} {area.name}".strip()
