"""Answers about service numbers."""

from datetime import datetime
from typing import Any

from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.queries import standings
from smartnumbers.apps.plans.ringing import Now
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.treatments import Chain
from smartnumbers.entry.answers.printing import print_json, print_table
from smartnumbers.entry.answers.reach import reach


def print_numbers(*, account: str | None, now: datetime, as_json: bool) -> None:
    """All numbers with where their calls go just now. Raises AccountClosed."""
    access = reach(account=account)
    found = list(numbers(access=access).select_related("account", "routing"))
    standing = standings(access=access, numbers=found, at=now)
    rows: list[dict[str, Any]] = [
        {
            "number": number.number,
            "shown": number.shown,
            "name": number.name,
            "class": number.class_code,
            "family": number.family or None,
            "account": number.account.name,
            "in_service": number.in_service,
            "in_service_since": number.in_service_since.isoformat() if number.in_service_since else None,
            "revision": number.routing.revision,
            "treatment": _treatment(standing[number.pk]),
            "destinations": [
                {"name": entry.name, "to": entry.address, "ring_s": entry.ring_seconds}
                for entry in standing[number.pk].chain
            ],
        }
        for number in found
    ]
    if as_json:
        print_json(rows)
        return
    print_table(
        ["NUMBER", "NAME", "CLASS", "ACCOUNT", "SERVICE", "CALLS GO TO"],
        [
            [
                row["shown"],
                row["name"],
                row["class"],
                row["account"],
                "in service" if row["in_service"] else "out of service",
                ", then ".join(_destination(item) for item in row["destinations"]) or _told(row["treatment"]),
            ]
            for row in rows
        ],
    )


def _treatment(standing: Now) -> dict[str, str] | None:
    """What the plan leads to just now, None for a gap."""
    found = standing.treatment
    return None if found is None else {"name": found.name, "kind": found.action.kind}


def _told(treatment: dict[str, str] | None) -> str:
    """Where calls go that ring nobody."""
    return "nowhere" if treatment is None or treatment["kind"] == Chain.kind else treatment["name"]


def _destination(item: dict[str, Any]) -> str:
    address = display(item["to"])
    return address if item["name"] == address else f"{item['name']} ({address})"
