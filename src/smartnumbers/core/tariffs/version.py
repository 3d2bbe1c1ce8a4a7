"""One version of a named tariff: its prices, its bands, what the holder pays or gets, and the tax in it.

A version never changes once it is in use; another price is another version. From when a version holds is not said
here but in the schedule of the number (`charging`), so that one version can serve many numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.tariffs.documents import count, each, optional, refuse, take
from smartnumbers.core.tariffs.tariff import Tariff, parse_tariff, tariff_document

DAYS = frozenset(range(7))
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Hours of the week with a price of their own; outside all bands the tariff's own price holds.

    `days` count from Monday = 0; `start` and `end` are minutes of the day by the wall clock, half-open, `end` at most
    1440: hours over midnight are two bands. `per_minute` is in millionths.
    """

    days: frozenset[int]
    start: int
    end: int
    per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCosts:
    """What a minute costs the holder, in millionths without VAT, by where the call comes from.

    The cost side may be billed in blocks, as contracts between operators have it (60/60, 30/6, 30/1): the first
    `minimum_s` seconds are one block, whole increments follow.
    """

    fixed: int
    mobile: int
    payphone: int
    abroad: int
    increment_s: int = 1
    minimum_s: int = 0

    @classmethod
    def flat(cls, *, per_minute: int, increment_s: int = 1, minimum_s: int = 0) -> "HolderCosts":
        """The same cost from everywhere: French ordinary-price numbers and Swiss 084x."""
        return cls(
            fixed=per_minute, mobile=per_minute, payphone=per_minute, abroad=per_minute,
            increment_s=increment_s, minimum_s=minimum_s,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffVersion:
    """Version `version` (from 1) of the tariff `code`.

    `timezone` is the one whose wall clock the bands follow. Prices include VAT; `vat` is its rate and `payout_share`
    the holder's part of what remains without it, both in millionths of 1 (8.1 % is 81000).
    """

    code: str
    version: int
    name: str
    tariff: Tariff
    bands: tuple[Band, ...] = ()
    timezone: str = "Europe/Zurich"
    vat: int = 0
    payout_share: int = 0
    costs: HolderCosts | None = None


def version_document(version: TariffVersion) -> dict[str, Any]:
    """The JSON document of a version; `parse_version` gives it back."""
    return {
        "code": version.code,
        "version": version.version,
        "name": version.name,
        "tariff": tariff_document(version.tariff),
        "bands": [
            {"days": sorted(band.days), "start": band.start, "end": band.end, "per_minute": band.per_minute}
            for band in version.bands
        ],
        "timezone": version.timezone,
        "vat": version.vat,
        "payout_share": version.payout_share,
        "costs": None if version.costs is None else _costs_document(version.costs),
    }


def parse_version(source: Any, *, place: str = "") -> TariffVersion:
    """The version of a JSON document.

    Raises TariffInvalid, naming the field behind `place`, for anything missing, of the wrong kind or out of range,
    bands that overlap included. Whether the law allows the prices is asked elsewhere (`validation`).
    """
    costs = optional(source, "costs", dict, place)
    return TariffVersion(
        code=take(source, "code", str, place),
        version=count(source, "version", place, least=1),
        name=take(source, "name", str, place),
        tariff=parse_tariff(take(source, "tariff", dict, place), place=f"{place}tariff."),
        bands=_bands(source, place),
        timezone=_timezone(source, place),
        vat=count(source, "vat", place, most=MILLION),
        payout_share=count(source, "payout_share", place, most=MILLION),
        costs=None if costs is None else _costs(costs, f"{place}costs."),
    )


def _costs_document(costs: HolderCosts) -> dict[str, int]:
    return {
        "fixed": costs.fixed,
        "mobile": costs.mobile,
        "payphone": costs.payphone,
        "abroad": costs.abroad,
        "increment_s": costs.increment_s,
        "minimum_s": costs.minimum_s,
    }


def _costs(source: Mapping[str, Any], place: str) -> HolderCosts:
    return HolderCosts(
        fixed=count(source, "fixed", place),
        mobile=count(source, "mobile", place),
        payphone=count(source, "payphone", place),
        abroad=count(source, "abroad", place),
        increment_s=count(source, "increment_s", place, least=1),
        minimum_s=count(source, "minimum_s", place),
    )


def _band(source: Any, place: str) -> Band:
    days = take(source, "days", list, place)
    if not days or not all(type(day) is int and day in DAYS for day in days):
        raise refuse(field=f"{place}days", reason="expected days from 0 (Monday) to 6")
    start = count(source, "start", place, most=DAY_MINUTES - 1)
    end = count(source, "end", place, least=start + 1, most=DAY_MINUTES)
    return Band(days=frozenset(days), start=start, end=end, per_minute=count(source, "per_minute", place))


def _bands(source: Any, place: str) -> tuple[Band, ...]:
    bands = each(source, "bands", place, _band)
    for index, band in enumerate(bands):
        for other in bands[:index]:
            if band.days & other.days and band.start < other.end and other.start < band.end:
                raise refuse(field=f"{place}bands[{index}]", reason="overlaps another band")
    return bands


def _timezone(source: Any, place: str) -> str:
    name = take(source, "timezone", str, place)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        # An unknown name is a KeyError, one that is no name a ValueError, a folder of the database an OSError.
        raise refuse(field=f"{place}timezone", reason="unknown time zone") from fault
    return name
