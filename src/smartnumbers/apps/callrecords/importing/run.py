"""Importing a file of calls: what it holds, what is wrong with it, and the calls that were new."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import duckdb
from django.conf import settings
from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.callrecords.importing.checking import judge
from smartnumbers.apps.callrecords.importing.columns import Fault
from smartnumbers.apps.callrecords.importing.forming import form
from smartnumbers.apps.callrecords.importing.indexes import without_indexes
from smartnumbers.apps.callrecords.importing.lines import stage
from smartnumbers.apps.callrecords.importing.writing import (
    batches,
    named_destinations,
    new_in_batch,
    write_batch,
)
from smartnumbers.apps.callrecords.models import CallRecord, SettledMonth
from smartnumbers.apps.numbers.models import ServiceNumber

MEMORY = "800MB"
_MANY = 200_000
_TIMES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that is not taken over: where it stands in the file, and what is wrong with it first."""

    line: int
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a file's lines: `lines` = `new` + `duplicates` + `bad`.

    `duplicates` tell of a call that the record or an earlier line of the file has. In a dry run, `new` would be new.
    """

    lines: int
    new: int
    duplicates: int
    bad: int
    bad_lines: Sequence[BadLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What is to be imported: the file, the zone of its times without an offset ("" refuses them), and how.

    At most `listed` bad lines are told of. A dry run writes nothing.
    """

    file: Path
    zone: str = ""
    dry_run: bool = False
    listed: int = 1000


def import_calls(
    *, access: Access, wish: ImportWish, at: datetime, progress: Callable[[int, int], None] = lambda done, of: None
) -> ImportReport:
    """Take over the calls of a file that the record does not have. Bad lines are passed over and told of.

    The calls are written in batches, each with its audit entry: an import that is broken off goes on when it is begun
    again, since what is there already counts as a duplicate. `progress` is told how many calls of how many are done.
    Raises PermissionMissing or ImportFileUnreadable.
    """
    access.require(Permission.IMPORT_CALLS)
    with _workspace(wish.zone) as connection:
        stage(connection=connection, file=wish.file)
        judge(
            connection=connection,
            stock=lambda: dict(ServiceNumber.objects.values_list("number", "account_id")),
            settled=list(SettledMonth.objects.values_list("account_id", "month")),
            zone=settings.TIME_ZONE,
            zoned=bool(wish.zone),
            now=at,
        )
        lines, bad = _counts(connection)
        bad_lines = _bad_lines(connection, wish.listed)
        twice = form(connection=connection, zone=settings.TIME_ZONE)
        calls = lines - bad - twice
        new = _write(access, connection, wish, calls, at, progress)
    return ImportReport(lines=lines, new=new, duplicates=lines - bad - new, bad=bad, bad_lines=bad_lines)


@contextmanager
def _workspace(zone: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for the lines, in a folder that is gone afterwards: a file may be larger than the memory."""
    with TemporaryDirectory(prefix="smartnumbers-import-") as folder, duckdb.connect(f"{folder}/lines") as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET TimeZone = ?", [zone or "UTC"])
        yield connection


def _counts(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    row = connection.execute("SELECT count(*), count(verdict) FROM judged").fetchone()
    assert row is not None
    return row[0], row[1]


def _bad_lines(connection: duckdb.DuckDBPyConnection, listed: int) -> Sequence[BadLine]:
    rows = connection.execute(
        "SELECT line, verdict FROM judged WHERE verdict IS NOT NULL ORDER BY line LIMIT ?", [listed]
    ).fetchall()
    return [BadLine(line=line, fault=Fault(verdict)) for line, verdict in rows]


def _write(
    access: Access,
    connection: duckdb.DuckDBPyConnection,
    wish: ImportWish,
    calls: int,
    at: datetime,
    progress: Callable[[int, int], None],
) -> int:
    run, new = str(uuid4()), 0
    destinations = named_destinations()
    there = CallRecord.objects.count()
    bulk = calls > _MANY and calls > _TIMES * there and not wish.dry_run
    with without_indexes() if bulk else nullcontext():
        for places in batches(connection=connection):
            if wish.dry_run:
                new += new_in_batch(connection=connection, places=places)
            else:
                with transaction.atomic():
                    written = write_batch(
                        connection=connection, places=places, destinations=destinations, empty=not there
                    )
                    if written:
                        _tell(access, run, {"file": wish.file.name, "calls": written}, at)
                new += written
            progress(places[1], calls)
    return new


def _tell(access: Access, run: str, data: dict[str, object], at: datetime) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=None,
        action="callrecords.calls.imported",
        object_kind="import",
        object_id=run,
        data=data,
    )
