"""Where a call comes from, as far as it decides what the holder of a free number pays for it.

Read from the caller's number by the Swiss and French numbering plans. A number that came without a plan behind it, or
not at all, is of unknown origin; so is a payphone unless the carrier marks it, because payphones have ordinary numbers.
"""

from enum import StrEnum

from smartnumbers.core.numbering.kinds import Kind, kind_of

_COUNTRY_CODES = {"CH": "+41", "FR": "+33"}
_ORIGINS = {
    Kind.FIXED: "fixed",
    Kind.NON_GEOGRAPHIC: "fixed",
    Kind.CORPORATE: "fixed",
    Kind.PERSONAL: "fixed",
    Kind.MOBILE: "mobile",
}


class Origin(StrEnum):
    """The origin classes of a holder's contract."""

    FIXED = "fixed"
    MOBILE = "mobile"
    PAYPHONE = "payphone"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


def origin_of(caller: str, *, country: str = "CH") -> Origin:
    """The origin of a canonical caller's number ("" for none) calling a service number of `country`.

    From `country` itself: fixed or mobile by the numbering plan. From anywhere else: abroad. A number of no country
    (00800) is at home in Switzerland. PAYPHONE never comes of digits; it is for who knows it otherwise.
    """
    home = country if country in _COUNTRY_CODES else "CH"
    code = _COUNTRY_CODES[home]
    if not caller.startswith("+"):
        return Origin.UNKNOWN
    if not caller.startswith(code):
        return Origin.ABROAD
    kind = kind_of(country=home, national=caller.removeprefix(code))
    return Origin(_ORIGINS.get(kind, "unknown"))
