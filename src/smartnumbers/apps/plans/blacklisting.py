"""The blacklist of a number: its rows as the profile has them, and back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import BlacklistEntry, BlockedKind, PublishedProfile
from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.routing.blacklist import Blacklist
from smartnumbers.core.routing.profile import Profile


def blacklist_of(entries: Iterable[BlacklistEntry]) -> Blacklist:
    """The rows as the switch reads them."""
    until: dict[str, dict[str, int | None]] = {kind: {} for kind in BlockedKind.values}
    for entry in entries:
        until[entry.kind][entry.value] = None if entry.until is None else from_datetime(entry.until)
    return Blacklist(
        numbers=until[BlockedKind.NUMBER],
        prefixes=until[BlockedKind.PREFIX],
        countries=until[BlockedKind.COUNTRY],
        withheld=until[BlockedKind.WITHHELD].get("", False),
    )


def mark_of(entry: BlacklistEntry) -> str:
    """What names an entry in a publication's remarks: the bare number, as ever, or kind and value."""
    return entry.value if entry.kind == BlockedKind.NUMBER else f"{entry.kind}:{entry.value}"


def rows_of(*, number: ServiceNumber, profile: Profile, source: PublishedProfile) -> list[BlacklistEntry]:
    """The rows that a publication was made from."""
    blacklist = profile.blacklist
    found: list[tuple[BlockedKind, str, int | None]] = [
        *((BlockedKind.NUMBER, value, until) for value, until in blacklist.numbers.items()),
        *((BlockedKind.PREFIX, value, until) for value, until in blacklist.prefixes.items()),
        *((BlockedKind.COUNTRY, value, until) for value, until in blacklist.countries.items()),
    ]
    if blacklist.withheld is not False:
        found.append((BlockedKind.WITHHELD, "", blacklist.withheld))
    return [_row(number, kind, value, until, source.remarks) for kind, value, until in found]


def _row(
    number: ServiceNumber, kind: BlockedKind, value: str, until: int | None, remarks: Mapping[str, Any]
) -> BlacklistEntry:
    row = BlacklistEntry(number=number, kind=kind, value=value, until=None if until is None else to_datetime(until))
    remark = remarks[mark_of(row)]
    row.note, row.visibility, row.created_by = remark["note"], remark["visibility"], remark["created_by"]
    row.created_at = datetime.fromisoformat(remark["created_at"])
    return row
