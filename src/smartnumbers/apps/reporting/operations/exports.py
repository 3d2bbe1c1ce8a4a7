"""Exporting lists of calls: at once, or written down for the worker, who takes one after the other."""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission, PermissionMissing
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.reporting.exporting.writing import UNFINISHED, Wish, write_calls
from smartnumbers.apps.reporting.models import CallExport, ExportState
from smartnumbers.apps.reporting.queries.exports import one_export
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Column

WAITING_MOST = 5
KEPT = timedelta(days=7)


class TooManyExports(DomainError):
    """So many exports of this person are waiting that another one has to wait for them; `parameters["most"]`."""

    code = "export-too-many"


def export_now(*, access: Access, wish: Wish, path: Path, at: datetime) -> int:
    """Write a file while somebody waits for it, and say how many calls are in it.

    Raises PermissionMissing, StatisticsAway, OSError, duckdb.Error or XlsxWriterException.
    """
    access.require(Permission.SEE_CALLS)
    rows = write_calls(access=access, wish=wish, path=path, progress=lambda _rows: None)
    _note(access, "reporting.export.taken", path.stem, at, _told(wish, rows))
    return rows


def ask_for_export(*, access: Access, wish: Wish, rows: int, at: datetime) -> CallExport:
    """Have a file written in the background; `rows` is how many calls it is going to hold.

    Calls that come in from now on are not in it. Raises PermissionMissing (also for a program, which is nobody) or
    TooManyExports.
    """
    access.require(Permission.SEE_CALLS)
    if access.actor.id is None:
        raise PermissionMissing("Exports belong to people.", parameters={"permission": Permission.SEE_CALLS})
    now = int(at.timestamp() * 1000)
    before = now if wish.wanted.before is None else min(now, wish.wanted.before)
    wanted = msgspec.structs.replace(wish.wanted, before=before)
    with transaction.atomic():
        open_ones = CallExport.objects.filter(
            asked_by=access.actor.id, state__in=(ExportState.WAITING, ExportState.RUNNING)
        )
        if open_ones.count() >= WAITING_MOST:
            raise TooManyExports("Too many exports are waiting.", parameters={"most": WAITING_MOST})
        export = CallExport.objects.create(
            account=access.account,
            asked_by_id=access.actor.id,
            asked_at=at,
            wanted=msgspec.to_builtins(wanted),
            sort=wish.column.value,
            descending=wish.descending,
            columns=[column.value for column in wish.columns],
            format=wish.format,
            language=wish.language,
            rows_total=rows,
        )
        _note(access, "reporting.export.asked", str(export.pk), at, _told(wish, rows))
    return export


def ask_again(*, access: Access, export_id: UUID, at: datetime) -> CallExport:
    """Have an export that failed written once more. Raises PermissionMissing or ExportUnknown."""
    with transaction.atomic():
        export = one_export(access=access, export_id=export_id)
        if export.state == ExportState.FAILED:
            export.state, export.fault, export.rows_done = ExportState.WAITING, "", 0
            export.save(update_fields=["state", "fault", "rows_done"])
            _note(access, "reporting.export.asked-again", str(export.pk), at, {})
    return export


def wish_of(export: CallExport) -> Wish:
    """What an export is to hold. Raises msgspec.ValidationError where an older release wrote it down otherwise."""
    return Wish(
        wanted=msgspec.convert(export.wanted, CallFilter),
        column=Column(export.sort),
        descending=export.descending,
        columns=[Column(name) for name in export.columns],
        format=export.format,
        language=export.language,
    )


def take_up_exports(*, node: str) -> int:
    """Put what a node's last worker left unfinished back among those that wait, and say how many they are."""
    left = CallExport.objects.filter(state=ExportState.RUNNING, node=node)
    return left.update(state=ExportState.WAITING, rows_done=0)


def claim_export(*, node: str) -> CallExport | None:
    """The export whose turn it is, for the worker of a node; it is nobody else's from then on."""
    waiting = CallExport.objects.filter(state=ExportState.WAITING)
    if not waiting.exists():
        # Without this look, a database that has one writer at a time would be kept from its work every second.
        return None
    with transaction.atomic():
        locked = waiting.select_for_update(of=("self",), skip_locked=True)
        export = locked.select_related("asked_by").order_by("asked_at").first()
        if export is not None:
            export.state, export.node, export.rows_done = ExportState.RUNNING, node, 0
            export.save(update_fields=["state", "node", "rows_done"])
    return export


def note_progress(*, export: CallExport, rows: int) -> None:
    """So many calls are written."""
    export.rows_done = rows
    export.save(update_fields=["rows_done"])


def note_done(*, export: CallExport, file: Path, rows: int, at: datetime) -> None:
    """The file is complete."""
    export.state, export.file, export.size = ExportState.DONE, file.name, file.stat().st_size
    export.rows_done = export.rows_total = rows
    export.finished_at = at
    export.save(update_fields=["state", "file", "size", "rows_done", "rows_total", "finished_at"])


def note_not_done(*, export: CallExport, fault: str, again: bool) -> None:
    """It could not be written: because of `fault`; `again` puts it back into the row of those that wait."""
    export.state = ExportState.WAITING if again else ExportState.FAILED
    export.fault = fault
    export.save(update_fields=["state", "fault"])


def expire_exports(*, folder: Path, at: datetime) -> int:
    """Remove the files whose time is over, and say how many; and what workers that died left of others.

    Raises OSError or a database error.
    """
    for left in folder.glob(f"{UNFINISHED}*"):
        if left.stat().st_mtime < (at - KEPT).timestamp():
            shutil.rmtree(left, ignore_errors=True)
    due = CallExport.objects.filter(state=ExportState.DONE, finished_at__lt=at - KEPT)
    removed = 0
    for export in due:
        (folder / export.file).unlink(missing_ok=True)
        export.state = ExportState.EXPIRED
        export.save(update_fields=["state"])
        removed += 1
    return removed


def _told(wish: Wish, rows: int) -> Mapping[str, Any]:
    filtered = msgspec.to_builtins(wish.wanted)
    return {"format": wish.format, "rows": rows, "columns": [one.value for one in wish.columns], "filter": filtered}


def _note(access: Access, action: str, object_id: str, at: datetime, data: Mapping[str, Any]) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=None if access.account is None else access.account.pk,
        action=action,
        object_kind="export",
        object_id=object_id,
        data=data,
    )
