"""Where a caller's number comes from, as far as its digits tell: numbering area, language region, fixed or mobile.

All of it is a hint. Subscribers take their numbers with them: in Switzerland beyond their area since 1 September 2010,
in France beyond their zone since 1 January 2023 (Arcep, decision 2019-0954). Mobile numbers tell no place at all.

Areas: Swiss numbering plan E.164/2002 (OFCOM), where an area is a national destination code; French national numbering
plan (Arcep, decision 2018-0881), where the first digit stands for one of five zones and 09 for none. Languages: those
of the area's municipalities (Federal Statistical Office, language regions). 026 (Fribourg), 027 (Valais) and 032 (Biel,
Jura, Neuchâtel, Solothurn) lie on the border of languages and count for German and for French: an area code does not
tell which side of it. So a branch for either takes them, and the first branch wins. The few municipalities
of another language than their area's (Poschiavo and the Bregaglia in 081) do not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from smartnumbers.core.numbering.kinds import Kind, kind_of

_FIXED = frozenset({Kind.FIXED, Kind.NON_GEOGRAPHIC, Kind.CORPORATE, Kind.PERSONAL})


@dataclass(frozen=True, slots=True)
class Area:
    """A numbering area under its code ("ch-044", "fr-01"); `name` is local, `languages` are regions ("ch-de")."""

    code: str
    name: str
    languages: tuple[str, ...] = ()


def _swiss(code: str, name: str, *languages: str) -> tuple[str, Area]:
    return code[1:], Area(code=f"ch-{code}", name=name, languages=tuple(f"ch-{language}" for language in languages))


_SWISS = MappingProxyType(
    dict(
        (
            _swiss("021", "Lausanne", "fr"),
            _swiss("022", "Genève", "fr"),
            _swiss("024", "Yverdon, Aigle", "fr"),
            _swiss("026", "Fribourg", "fr", "de"),
            _swiss("027", "Valais", "fr", "de"),
            _swiss("031", "Bern", "de"),
            _swiss("032", "Biel/Bienne, Neuchâtel, Solothurn, Jura", "fr", "de"),
            _swiss("033", "Berner Oberland", "de"),
            _swiss("034", "Bern-Emme", "de"),
            _swiss("041", "Zentralschweiz", "de"),
            _swiss("043", "Zürich", "de"),
            _swiss("044", "Zürich", "de"),
            _swiss("052", "Winterthur, Schaffhausen", "de"),
            _swiss("055", "Rapperswil", "de"),
            _swiss("056", "Baden", "de"),
            _swiss("061", "Basel", "de"),
            _swiss("062", "Olten, Langenthal", "de"),
            _swiss("071", "St. Gallen", "de"),
            _swiss("081", "Chur", "de"),
            _swiss("091", "Ticino, Moesano", "it"),
        )
    )
)
_FRENCH = MappingProxyType(
    {
        "1": Area(code="fr-01", name="Île-de-France"),
        "2": Area(code="fr-02", name="Nord-Ouest"),
        "3": Area(code="fr-03", name="Nord-Est"),
        "4": Area(code="fr-04", name="Sud-Est"),
        "5": Area(code="fr-05", name="Sud-Ouest"),
        "9": Area(code="fr-09", name=""),
    }
)
AREAS: Mapping[str, Area] = MappingProxyType({area.code: area for area in (*_SWISS.values(), *_FRENCH.values())})
LANGUAGE_REGIONS = ("ch-de", "ch-fr", "ch-it")
REGIONS = frozenset({*AREAS, *LANGUAGE_REGIONS})
"""All codes a caller's number can belong to: areas and language regions."""


def area_of(number: str) -> Area | None:
    """The numbering area of a canonical number; None for mobile and service numbers, and those of other countries."""
    if number.startswith("+41"):
        area = _SWISS.get(number[3:5])
        country = "CH"
    elif number.startswith("+33"):
        area = _FRENCH.get(number[3:4])
        country = "FR"
    else:
        return None
    kind = kind_of(country=country, national=number[3:])
    return area if kind in (Kind.FIXED, Kind.NON_GEOGRAPHIC) else None


def regions_of(number: str) -> tuple[str, ...]:
    """The codes of a canonical number's area and of the language regions that the area lies in."""
    area = area_of(number)
    return () if area is None else (area.code, *area.languages)


def line_of(number: str) -> str:
    """ "fixed" or "mobile" for a Swiss or French number; "" for service numbers and those of other countries."""
    if number.startswith("+41"):
        kind = kind_of(country="CH", national=number[3:])
    elif number.startswith("+33"):
        kind = kind_of(country="FR", national=number[3:])
    else:
        return ""
    return "fixed" if kind in _FIXED else "mobile" if kind is Kind.MOBILE else ""
