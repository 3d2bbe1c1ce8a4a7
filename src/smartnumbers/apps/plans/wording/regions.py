"""Regions with public holidays, in words."""

from django.utils.translation import gettext as _

from smartnumbers.core.routing.calendar import HolidayRegion, regions


def region_choices() -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """All regions, country by country, for a choice; the first is none at all."""
    countries = {"CH": _("Switzerland"), "FR": _("France")}
    groups: dict[str, list[tuple[str, str]]] = {country: [] for country in countries}
    for region in regions():
        groups[region.country].append((region.code, _named(region)))
    return [("", _("no public holidays")), *((countries[code], choices) for code, choices in groups.items())]


def region_words(code: str) -> str:
    """A region by its name: "Zürich", "Bas-Rhin"; a country for its own days alone."""
    found = next((region for region in regions() if region.code == code), None)
    if found is not None:
        return _named(found)
    return code.partition("-")[2] or code


def _named(region: HolidayRegion) -> str:
    if region.name:
        return region.name
    return _("the whole country only") if region.country == "CH" else _("all departments")
