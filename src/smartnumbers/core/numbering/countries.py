"""The country of a telephone number, by its country code; fast, because it is asked for every call that has branches.

Where several countries share a code, the digits that tell them apart stand here: the area codes of Canada and of the
islands (North American Numbering Plan Administrator), the rest as `phonenumbers` has it. Everything else of a code is
the country that the code is named for.
"""

from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

COUNTRIES = frozenset(region for regions in COUNTRY_CODE_TO_REGION_CODE.values() for region in regions) - {"001"}
"""All countries (ISO 3166) that telephone numbers belong to."""

_CANADA = (
    "204", "226", "236", "249", "250", "257", "263", "289", "306", "343", "354", "365", "367", "368", "382", "403",
    "416", "418", "428", "431", "437", "438", "450", "468", "474", "506", "514", "519", "548", "579", "581", "584",
    "587", "604", "613", "639", "647", "672", "683", "705", "709", "742", "753", "778", "780", "782", "807", "819",
    "825", "867", "873", "879", "902", "905", "942",
)  # fmt: skip
# The islands of the North American plan, and the parts of other shared codes that have digits of their own.
_PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "1": {
        "AG": ("268",), "AI": ("264",), "AS": ("684",), "BB": ("246",), "BM": ("441",), "BS": ("242",),
        "CA": _CANADA, "DM": ("767",), "DO": ("809", "829", "849"), "GD": ("473",), "GU": ("671",),
        "JM": ("658", "876"), "KN": ("869",), "KY": ("345",), "LC": ("758",), "MP": ("670",), "MS": ("664",),
        "PR": ("787", "939"), "SX": ("721",), "TC": ("649",), "TT": ("868",), "VC": ("784",), "VG": ("284",),
        "VI": ("340",),
    },
    "7": {"KZ": ("6", "7")},
    "39": {"VA": ("06698",)},
    "44": {"GG": ("1481",), "IM": ("1624",), "JE": ("1534",)},
    "47": {"SJ": ("79",)},
    "262": {"YT": ("269", "639")},
    "358": {"AX": ("18",)},
    "599": {"BQ": ("3", "4", "7")},
}  # fmt: skip
_LONGEST = 8


def _beginnings() -> dict[str, str]:
    """Countries by the digits their numbers begin with. "001" stands for codes of no country."""
    found = {str(code): regions[0] for code, regions in COUNTRY_CODE_TO_REGION_CODE.items() if regions[0] != "001"}
    for code, parts in _PARTS.items():
        for country, beginnings in parts.items():
            found.update({f"{code}{digits}": country for digits in beginnings})
    return found


_BEGINNINGS = _beginnings()


@lru_cache(maxsize=1 << 14)
def _country(beginning: str) -> str:
    return next((_BEGINNINGS[beginning[:n]] for n in range(len(beginning), 0, -1) if beginning[:n] in _BEGINNINGS), "")


def country_of(number: str) -> str:
    """The country (ISO 3166) of a canonical number; "" where it has none, as "" and 00800 have not."""
    if number.startswith("+"):
        return _country(number[1 : 1 + _LONGEST])
    return "FR" if number.startswith("FR:") else ""
