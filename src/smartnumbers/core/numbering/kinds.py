"""What an ordinary Swiss or French number is, by its leading digits, so that it can be told from a service number.

Switzerland: numbering plan E.164/2002 (OFCOM). France: Arcep, decisions 2018-0881 and 2022-1583.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a number is for. Only SERVICE has a class, a payer and rules."""

    SERVICE = "service"
    FIXED = "fixed"
    MOBILE = "mobile"
    # French 09: fixed and internet telephony, bound to no region.
    NON_GEOGRAPHIC = "non-geographic"
    # Swiss 051 and 058: one company's numbers, at the price of a call to a fixed line.
    CORPORATE = "corporate"
    PERSONAL = "personal"
    VOICEMAIL = "voicemail"
    # French 083 to 088: data, dial-up internet, or not opened; no voice service is offered there.
    DATA = "data"
    SHORT = "short"
    UNASSIGNED = "unassigned"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


# (leading digits behind the country code, digits in all, kind); the first that fits holds.
_SWISS: tuple[tuple[tuple[str, ...], int, Kind], ...] = (
    (("75", "76", "77", "78", "79"), 9, Kind.MOBILE),
    (("51", "58"), 9, Kind.CORPORATE),
    (("878",), 9, Kind.PERSONAL),
    # The mailbox of a mobile number: 0860 and the number without its zero.
    (("860",), 12, Kind.VOICEMAIL),
    (("21", "22", "24", "26", "27", "31", "32", "33", "34", "41", "43", "44", "52", "55", "56"), 9, Kind.FIXED),
    (("61", "62", "71", "81", "91"), 9, Kind.FIXED),
)
_FRENCH: tuple[tuple[tuple[str, ...], int, Kind], ...] = (
    (("1", "2", "3", "4", "5"), 9, Kind.FIXED),
    # Machines have mobile numbers of 14 digits, from 0700 on.
    (("700",), 13, Kind.MOBILE),
    (("6", "7"), 9, Kind.MOBILE),
    (("83", "84", "85", "86", "87", "88"), 9, Kind.DATA),
    (("9",), 9, Kind.NON_GEOGRAPHIC),
)
_PLANS = {"CH": _SWISS, "FR": _FRENCH}


def kind_of(*, country: str, national: str) -> Kind:
    """The kind of an ordinary number, from the digits behind the country code ("445123800").

    UNASSIGNED where the plan has no such number, be it for its beginning or its length.
    """
    for beginnings, digits, kind in _PLANS[country]:
        if national.startswith(beginnings) and len(national) == digits:
            return kind
    return Kind.UNASSIGNED
