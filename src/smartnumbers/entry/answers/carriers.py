"""Answers about carriers."""

import asyncio
from pathlib import Path
from typing import Any

from smartnumbers.apps.carriers.queries import carriers
from smartnumbers.apps.carriers.states import CarrierState, states
from smartnumbers.apps.carriers.wording import down_words
from smartnumbers.entry.answers.printing import print_json, print_table
from smartnumbers.entry.answers.reach import reach
from smartnumbers.telephony.control import listener


def print_carriers(*, socket: Path, as_json: bool) -> None:
    """All carriers with their states; passwords are not among it. `socket` is call control's."""
    heard = asyncio.run(listener.first(path=socket))
    known = states(heard.get("health", {}))
    rows: list[dict[str, Any]] = []
    for row in carriers(access=reach(account=None)):
        state = known.get(row.pk, CarrierState()) if row.in_use else CarrierState()
        rows.append(
            {
                "id": row.pk,
                "name": row.name,
                "address": row.carrier.address,
                "transport": row.transport,
                "authentication": row.authentication,
                "priority": row.priority,
                "in_use": row.in_use,
                "up": state.up,
                "reason": state.reason or None,
                "since": None if state.since is None else state.since.isoformat(),
                "round_trip_ms": state.round_trip_ms,
                "calls": state.calls,
                "channels": row.channels,
            }
        )
    if as_json:
        print_json(rows)
        return
    print_table(
        ["NAME", "ADDRESS", "PRIORITY", "STATE", "CALLS", "OPTIONS"],
        [[row["name"], f"{row['address']} {row['transport']}", str(row["priority"]), _state(row), _calls(row),
          "–" if row["round_trip_ms"] is None else f"{row['round_trip_ms']:.1f} ms"] for row in rows],
    )  # fmt: skip


def _state(row: dict[str, Any]) -> str:
    if not row["in_use"]:
        return "out of use"
    if row["up"] is None:
        return "not known"
    return "up" if row["up"] else f"down: {down_words(row['reason'] or '')}"


def _calls(row: dict[str, Any]) -> str:
    return str(row["calls"]) if row["channels"] is None else f"{row['calls']} of {row['channels']}"
