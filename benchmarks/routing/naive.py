"""The yardstick: rules loaded from their JSON for each call, windows and blocked callers looked through one by one.

It says where a call goes and nothing else: no stages, no trace. Once with the documents in the database, as they are
read at a call, and once with the documents kept in memory.
"""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import holidays

_HOLIDAYS: dict[str, Any] = {}
_NEWEST = "SELECT document FROM plans_publishedprofile WHERE number = ? ORDER BY sequence DESC LIMIT 1"


def from_database(file: sqlite3.Connection) -> Callable[[str], dict[str, Any]]:
    """How a number's rules are loaded at each call."""

    def load(number: str) -> dict[str, Any]:
        ((document,),) = file.execute(_NEWEST, (number,)).fetchall()
        loaded: dict[str, Any] = json.loads(document)
        return loaded

    return load


def where(document: dict[str, Any], *, caller: str, hidden: bool, at: int) -> str:
    """The id of the treatment of a call, or why it is refused."""
    for entry in document["blacklist"]:
        if entry["value"] == caller:
            return "blocked"
    plan = document["plans"]["dated"][-1]["plan"]
    if hidden and plan["screening"]["withheld"]:
        return "withheld"
    now = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(plan["zone"]))
    written = now.strftime("%Y-%m-%dT%H:%M")
    for exception in plan["exceptions"]:
        if exception["begins"] <= written < exception["ends"]:
            return str(exception["treatment"])
    if now.date() in _holidays(plan["holidays"]["region"]):
        return str(plan["holidays"]["treatment"])
    minute = 60 * now.hour + now.minute
    for window in plan["week"]:
        if window["day"] == now.weekday() and window["start"] <= minute < window["end"]:
            return str(window["treatment"])
    return str(plan["otherwise"])


def _holidays(region: str) -> Any:
    if region not in _HOLIDAYS:
        country, _, part = region.partition("-")
        subdivision = {"67": "6AE"}.get(part, part) or None
        _HOLIDAYS[region] = holidays.country_holidays(country, subdiv=subdivision)
    return _HOLIDAYS[region]
