"""Answers about service numbers."""

from typing import Any

from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.queries import chains
from smartnumbers.core.numbering.dialled import display
from smartnumbers.entry.answers.printing import print_json, print_table
from smartnumbers.entry.answers.reach import reach


def print_numbers(*, account: str | None, as_json: bool) -> None:
    """All numbers with where their calls go. Raises AccountClosed."""
    access = reach(account=account)
    found = list(numbers(access=access).select_related("account", "routing"))
    destinations = chains(access=access, numbers=found)
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
            "destinations": [
                {"name": entry.name, "to": entry.address, "ring_s": entry.ring_seconds}
                for entry in destinations[number.pk]
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
                ", then ".join(_destination(item) for item in row["destinations"]) or "nowhere",
            ]
            for row in rows
        ],
    )


def _destination(item: dict[str, Any]) -> str:
    address = display(item["to"])
    return address if item["name"] == address else f"{item['name']} ({address})"
