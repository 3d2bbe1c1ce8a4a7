"""Public holidays by region: cantons, French departments, or a country's own days alone.

The days come from the package `holidays`, in its English names, which plans keep; `translated` has them in the reader's
language. A day with two names ("Abolition of Slavery; Ascension Day") is told with both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_CANTONS = {
    "AG": "Aargau",
    "AI": "Appenzell Innerrhoden",
    "AR": "Appenzell Ausserrhoden",
    "BE": "Bern/Berne",
    "BL": "Basel-Landschaft",
    "BS": "Basel-Stadt",
    "FR": "Fribourg/Freiburg",
    "GE": "Genève",
    "GL": "Glarus",
    "GR": "Graubünden/Grischun/Grigioni",
    "JU": "Jura",
    "LU": "Luzern",
    "NE": "Neuchâtel",
    "NW": "Nidwalden",
    "OW": "Obwalden",
    "SG": "St. Gallen",
    "SH": "Schaffhausen",
    "SO": "Solothurn",
    "SZ": "Schwyz",
    "TG": "Thurgau",
    "TI": "Ticino",
    "UR": "Uri",
    "VD": "Vaud",
    "VS": "Valais/Wallis",
    "ZG": "Zug",
    "ZH": "Zürich",
}
# Departments with holidays of their own, by their INSEE codes, and what the package calls them: Alsace is one entity
# there. All other departments of metropolitan France have the national days.
_DEPARTMENTS = {
    "57": ("57", "Moselle"),
    "67": ("6AE", "Bas-Rhin"),
    "68": ("6AE", "Haut-Rhin"),
    "971": ("971", "Guadeloupe"),
    "972": ("972", "Martinique"),
    "973": ("973", "Guyane"),
    "974": ("974", "La Réunion"),
    "976": ("976", "Mayotte"),
    "975": ("PM", "Saint-Pierre-et-Miquelon"),
    "977": ("BL", "Saint-Barthélemy"),
    "978": ("MF", "Saint-Martin"),
    "986": ("WF", "Wallis-et-Futuna"),
    "987": ("PF", "Polynésie française"),
    "988": ("NC", "Nouvelle-Calédonie"),
}
_METROPOLITAN = {f"{code:02}" for code in range(1, 96) if code != 20} | {"2A", "2B"}
_LANGUAGES = {
    "CH": {"de": "de", "fr": "fr", "it": "it", "en": "en_US"},
    # The package has no French holidays in German and Italian.
    "FR": {"fr": "fr", "en": "en_US"},
}
_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class HolidayRegion:
    """A region with holidays of its own; `name` is its own name, "" for a country's days alone."""

    code: str
    country: str
    name: str


def regions() -> tuple[HolidayRegion, ...]:
    """The regions to choose from, country by country: the country alone, then its regions by name."""
    cantons = sorted((name, f"CH-{code}") for code, name in _CANTONS.items())
    departments = sorted((name, f"FR-{code}") for code, (_, name) in _DEPARTMENTS.items())
    return (
        HolidayRegion(code="CH", country="CH", name=""),
        *(HolidayRegion(code=code, country="CH", name=name) for name, code in cantons),
        HolidayRegion(code="FR", country="FR", name=""),
        *(HolidayRegion(code=code, country="FR", name=name) for name, code in departments),
    )


def is_region(code: str) -> bool:
    """Whether plans can name this region: one of `regions`, or any other French department ("FR-75")."""
    country, _, part = code.partition("-")
    if country == "CH":
        return code == "CH" or part in _CANTONS
    return country == "FR" and (code == "FR" or part in _DEPARTMENTS or part in _METROPOLITAN)


def holiday_on(*, region: str, day: date) -> str | None:
    """The English name of the public holiday of a region on a day; None on any other day or of an unknown region."""
    return _days(region, day.year, "en").get(day)


def names_of(holiday: str) -> tuple[str, ...]:
    """The holidays of a day that has several in one name."""
    return tuple(holiday.split(_SEPARATOR))


def holidays_in(*, region: str, year: int, language: str = "en") -> Mapping[date, str]:
    """The public holidays of a year by day, in their order, named in a language (English where there is none)."""
    return _days(region, year, language)


def holiday_names(*, region: str, year: int) -> tuple[str, ...]:
    """The English names of a region's holidays in the order of a year, each once."""
    found = (name for holiday in _days(region, year, "en").values() for name in names_of(holiday))
    return tuple(dict.fromkeys(found))


def translated(*, region: str, name: str, year: int, language: str) -> str:
    """A holiday's English name in a language, or as it is where the package has no other."""
    there = _days(region, year, language)
    for day, holiday in _days(region, year, "en").items():
        if holiday == name:
            return there[day]
        if name in names_of(holiday) and len(names_of(there[day])) == len(names_of(holiday)):
            return names_of(there[day])[names_of(holiday).index(name)]
    return name


@lru_cache(maxsize=1024)
def _days(region: str, year: int, language: str) -> Mapping[date, str]:
    if not is_region(region):
        return {}
    # Loading it takes longer than all the rest of call control, whose restart callers wait for.
    from holidays.countries.france import France  # noqa: PLC0415 - see above
    from holidays.countries.switzerland import Switzerland  # noqa: PLC0415 - see above

    country, _, part = region.partition("-")
    entity: Callable[..., Mapping[date, str]] = Switzerland if country == "CH" else France
    subdivision = part or None if country == "CH" else _DEPARTMENTS.get(part, (None, ""))[0]
    spoken = _LANGUAGES[country].get(language, "en_US")
    return dict(sorted(entity(subdiv=subdivision, years=year, expand=False, language=spoken).items()))
