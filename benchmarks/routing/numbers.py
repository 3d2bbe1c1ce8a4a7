"""The numbers of the benchmark: profiles as published documents, each with plans of 40 windows and blocked callers.

Drawn with a fixed seed, so the same ones at each run. Holders have ten numbers each, with destinations of their own;
the hours are drawn, so that hardly two weeks are alike.
"""

import random
from typing import Any

from smartnumbers.core.routing.profile import FORMAT

WINDOWS = 40
NUMBERS_PER_HOLDER = 10
_ALWAYS = ["busy", "error", "no-answer", "refused", "unreachable"]
REGIONS = ("CH-ZH", "CH-BE", "CH-VD", "CH-GE", "CH-TI", "FR", "FR-67", "FR-974")
_OPENING = tuple(range(360, 541, 15))
_LENGTHS = tuple(range(45, 121, 15))


def number_of(index: int) -> str:
    """The canonical number of a position."""
    return f"+41800{index:06}"


def caller_of(draw: random.Random) -> str:
    """A Swiss mobile number."""
    return f"+417{draw.choice('5678')}{draw.randrange(10**7):07}"


def document_of(index: int, *, blocked: int, revision: int = 1) -> dict[str, Any]:
    """The published document of a number with so many blocked callers."""
    draw = random.Random(index)
    holder = index // NUMBERS_PER_HOLDER
    return {
        "format": FORMAT,
        "number": number_of(index),
        "account": f"holder-{holder}",
        "revision": revision,
        "in_service": True,
        "limits": {"setups_per_second": None, "simultaneous": None},
        "plans": {
            "destinations": {f"{holder}-{n}": _destination(holder, n) for n in range(6)},
            "lists": {},
            "dated": [{"valid_from": None, "name": "", "plan": _plan(draw, holder)}],
            "temporary": [],
        },
        "blacklist": [{"kind": "number", "value": caller_of(draw), "until": None} for _ in range(blocked)],
        "charging": None,
    }


def _destination(holder: int, n: int) -> dict[str, Any]:
    address = f"+4144{holder % 10**6:06}{n}"
    return {"name": f"Destination {n}", "kind": "telephone", "address": address, "limit": None, "paused": False}


def _plan(draw: random.Random, holder: int) -> dict[str, Any]:
    chains = {f"chain-{n}": _chain(draw, holder) for n in range(3)}
    message = {"texts": {"de": "Wir sind nicht da. {hours}"}, "languages": ["de"], "recording": None}
    by_language = [{"kind": "region", "values": ["ch-fr"], "negated": False}]
    return {
        "zone": "Europe/Zurich",
        "treatments": {
            **chains,
            "language": {
                "name": "By language",
                "kind": "branches",
                "arms": [{"when": by_language, "then": "chain-0"}],
                "otherwise": "chain-1",
            },
            "closed": {"name": "Closed", "kind": "announcement", "message": message},
        },
        "week": _week(draw, [*chains, "language"]),
        "otherwise": "closed",
        "holidays": {"region": draw.choice(REGIONS), "treatment": "closed", "worked": []},
        "special_days": [],
        "exceptions": [
            {"name": "Holidays", "begins": "2026-12-24T12:00", "ends": "2027-01-04T00:00", "treatment": "closed"}
        ],
        "screening": {
            "welcome": [],
            "only_welcome": False,
            "withheld": True,
            "countries": [],
            "limit": None,
            "key_test": False,
            "tested_once": True,
            "reports": False,
        },
        "greeting": None,
        "display": {"mode": "caller", "fixed_number": "", "prefix": ""},
    }


def _chain(draw: random.Random, holder: int) -> dict[str, Any]:
    entries = [
        {
            "destination": f"{holder}-{n}",
            "ring_seconds": draw.choice((15, 20, 25)),
            "moves_on": _ALWAYS,
            "weight": 1,
        }
        for n in draw.sample(range(6), 3)
    ]
    return {"name": "Office", "kind": "chain", "strategy": "in-order", "entries": entries, "then": "closed"}


def _week(draw: random.Random, treatments: list[str]) -> list[dict[str, Any]]:
    """Eight windows a day from Monday to Friday, with breaks between some of them."""
    windows = []
    for day in range(5):
        start = draw.choice(_OPENING)
        for _ in range(WINDOWS // 5):
            end = start + draw.choice(_LENGTHS)
            windows.append({"day": day, "start": start, "end": min(end, 1440), "treatment": draw.choice(treatments)})
            start = end + draw.choice((0, 0, 15))
    return [window for window in windows if window["start"] < window["end"]]
