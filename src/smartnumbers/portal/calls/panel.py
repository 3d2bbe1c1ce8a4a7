"""The panel with every condition: its fields hold what the address says, also what in it could not be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, RESULTS
from smartnumbers.apps.reporting.columns import SIDES
from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.portal.calls.filters import FROM, LINE_UNKNOWN, PERIOD, TO, Reading
from smartnumbers.portal.calls.periods import periods
from smartnumbers.portal.calls.words import NAMES, ValueWords
from smartnumbers.statistics.answers import ValueLists
from smartnumbers.statistics.filters import Line

MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a field."""

    value: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the panel. `look` is "checks", "toggles" (small checks beside each other), "select", "text" or "date".

    `typed` is what stands in it, `unit` what stands behind it. Options of a "select" begin with none of them.
    """

    key: str
    name: str
    look: str
    options: Sequence[Option] = ()
    typed: str = ""
    fault: str = ""
    hint: str = ""
    unit: str = ""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"filter-{self.key}"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields about the same matter."""

    name: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Panel:
    """The fields, as far as an account has values for them."""

    query: QueryDict
    reading: Reading
    values: ValueLists
    words: ValueWords
    access: Access
    today: date

    def groups(self) -> list[Group]:
        """All of them, by their matter."""
        groups = [
            Group(_("When"), self._when()),
            Group(_("How long, how much"), self._how_much()),
            Group(_("Who called"), self._who()),
            Group(_("Where to"), self._where()),
            Group(_("What became of it"), self._what()),
        ]
        return [Group(group.name, [one for one in group.fields if _has_sense(one)]) for group in groups]

    def texts(self) -> list[Field]:
        """The fields in which something wrong can be typed."""
        return [one for group in self.groups() for one in group.fields if one.look in ("text", "date")]

    def _when(self) -> list[Field]:
        named = periods(self.today)
        chosen = self.query.get(PERIOD, "")
        return [
            Field(
                key=PERIOD,
                name=str(NAMES["period"]),
                look="select",
                options=[Option("", _("any, or from day to day"), not chosen)]
                + [Option(code, one.word, code == chosen) for code, one in named.items()],
            ),
            self._text(FROM, _("First day"), look="date"),
            self._text(TO, _("Last day"), look="date"),
            self._toggles("weekday", [(str(day + 1), str(word)) for day, word in WEEKDAYS_ABBR.items()]),
            self._toggles("hour", [(str(hour), f"{hour:02}") for hour in range(24)]),
        ]

    def _what(self) -> list[Field]:
        return [
            self._checks("outcome", OUTCOMES),
            self._checks("result", RESULTS),
            self._yes_no("answered"),
            self._checks("hung-up", SIDES),
            self._checks("attempt", [code or "cut-short" for code in ATTEMPT_OUTCOMES]),
        ]

    def _where(self) -> list[Field]:
        return [
            self._checks("number", self.words.numbers or self.values.numbers),
            self._checks("destination", [key for key, _name in self.values.destinations]),
            self._checks("treatment", self.values.treatments),
            self._checks("tariff", self.values.tariffs),
            self._checks("agent", self.values.agents),
            self._checks("campaign", self.values.campaigns),
        ]

    def _who(self) -> list[Field]:
        whole = [self._text("caller", str(NAMES["caller"]))] if self.access.may(Permission.SEE_WHOLE_CALLERS) else []
        hint = "" if whole else _("Up to the digits that are hidden: 079 412")
        return [
            *whole,
            self._text("prefix", str(NAMES["prefix"]), hint=hint),
            self._yes_no("withheld"),
            self._yes_no("first-call"),
            self._checks("line", [line.value or LINE_UNKNOWN for line in Line]),
            self._checks("country", self.values.countries),
            self._checks("area", [code for code in AREAS if code in self.values.areas]),
        ]

    def _how_much(self) -> list[Field]:
        currencies = self.values.currencies
        unit = currencies[0] if len(currencies) == 1 else ""
        spans = (("talk", ""), ("wait", ""), ("price", unit), ("payout", unit))
        fields = []
        for key, unit_of in spans:
            name = str(NAMES[key])
            fields.append(self._text(f"{key}-min", _("%(what)s from") % {"what": name}, unit=unit_of))
            fields.append(self._text(f"{key}-max", _("%(what)s up to") % {"what": name}, unit=unit_of))
        if len(currencies) > 1:
            chosen = self.query.get("currency", "")
            options = [Option("", _("any"), not chosen), *(Option(one, one, one == chosen) for one in currencies)]
            fields.append(Field(key="currency", name=str(NAMES["currency"]), look="select", options=options))
        return fields

    def _checks(self, key: str, offered: Iterable[str]) -> Field:
        """What is chosen is offered first, even where it occurs no more."""
        chosen = [one for one in self.query.getlist(key) if one]
        values = list(dict.fromkeys([*offered][:MOST_OFFERED]))
        values = [one for one in chosen if one not in values and key not in self.reading.faults] + values
        options = [Option(value, self.words.of(key, value), value in chosen) for value in values]
        return Field(key=key, name=str(NAMES[key]), look="checks", options=options)

    def _toggles(self, key: str, offered: Sequence[tuple[str, str]]) -> Field:
        chosen = self.query.getlist(key)
        options = [Option(value, word, value in chosen) for value, word in offered]
        return Field(key=key, name=str(NAMES[key]), look="toggles", options=options)

    def _yes_no(self, key: str) -> Field:
        chosen = self.query.get(key, "")
        options = [Option("", _("either"), chosen not in ("yes", "no"))]
        options += [Option(one, self.words.of(key, one), one == chosen) for one in ("yes", "no")]
        return Field(key=key, name=str(NAMES[key]), look="select", options=options)

    def _text(self, key: str, name: str, *, look: str = "text", hint: str = "", unit: str = "") -> Field:
        typed = self.query.get(key, "")
        if key == "caller" and typed.startswith("~"):
            typed = ""
        fault = self.reading.faults.get(key, "")
        return Field(key=key, name=name, look=look, typed=typed, fault=fault, hint=hint, unit=unit)


def _has_sense(field: Field) -> bool:
    """A choice of one value is none."""
    return field.look != "checks" or len(field.options) > 1 or any(option.chosen for option in field.options)
