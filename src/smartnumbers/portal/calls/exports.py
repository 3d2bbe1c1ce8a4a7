"""Exporting the list of calls as it is seen: small ones at once, large ones in the background with their progress."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import fstat
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

import duckdb
from django.conf import settings
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from xlsxwriter.exceptions import XlsxWriterException

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.apps.reporting.exporting.writing import Wish
from smartnumbers.apps.reporting.models import CallExport, ExportFormat, ExportState
from smartnumbers.apps.reporting.operations.exports import (
    KEPT,
    TooManyExports,
    ask_again,
    ask_for_export,
    export_now,
)
from smartnumbers.apps.reporting.queries.exports import ExportUnknown, exports, one_export
from smartnumbers.apps.reporting.queries.views import habit
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.explorer import read_request
from smartnumbers.portal.messages import done
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.questions import Totals

AT_ONCE = 5_000
"""How many calls are written while somebody waits; more are written in the background."""

CHUNK = 1 << 17

_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.PARQUET: "application/vnd.apache.parquet",
}
_FAULTS: dict[str, Promise] = {
    "export-disk": gettext_lazy("There was no room on the disk."),
    "account-closed": gettext_lazy("You may not see these calls any more."),
    "permission-missing": gettext_lazy("You may not see these calls any more."),
}


@dataclass(frozen=True, slots=True)
class ExportLine:
    """An export as the list shows it; `share` is how much of it is written, in per cent."""

    export: CallExport
    format: str
    share: int
    fault: str
    until: datetime | None

    @property
    def under_way(self) -> bool:
        """Whether it is waiting or being written."""
        return self.export.state in (ExportState.WAITING, ExportState.RUNNING)


@require_POST
@page(Permission.SEE_CALLS)
def export(request: HttpRequest, access: Access) -> HttpResponseBase:
    """A file of the calls that are seen; where they are many, it is made in the background."""
    query = QueryDict(request.POST.get("query", ""))
    format_ = request.POST.get("format", "")
    back = HttpResponseRedirect(f"{reverse('calls')}?{query.urlencode()}")
    if format_ not in ExportFormat.values:
        return back
    wish = _wish(access, query, format_)
    try:
        totals = ask(access=access, question=lambda scope: Totals(scope=scope, wanted=(wish.wanted,)))
        rows = totals.answer.sets[0].calls
        if rows <= AT_ONCE:
            return _at_once(request, access, wish)
        ask_for_export(access=access, wish=wish, rows=rows, at=timezone.now())
    except StatisticsAway:
        messages.error(request, _("The figures are not ready at this moment. Please try again in a minute."))
    except TooManyExports as fault:
        messages.error(request, _("%(most)d of your exports are not finished yet. Wait for one.") % fault.parameters)
    except (OSError, duckdb.Error, XlsxWriterException):
        messages.error(request, _("The file could not be written. Please try again."))
    else:
        done(request, _("The file is being written. It goes on when you leave this page."))
        return HttpResponseRedirect(reverse("calls-exports"))
    return back


@page(Permission.SEE_CALLS)
def export_list(request: HttpRequest, access: Access) -> HttpResponse:
    """This person's exports, each with how far it is."""
    lines = _lines(exports(access=access))
    context = {"lines": lines, "under_way": any(line.under_way for line in lines), "days": KEPT.days}
    return render(request, "calls/exports.html", context)


@page(Permission.SEE_CALLS)
def fetch(request: HttpRequest, access: Access, export_id: UUID) -> HttpResponseBase:
    """The file of an export that is done; whoever asked for it gets it, and nobody else."""
    found = one_export(access=access, export_id=export_id)
    if found.state != ExportState.DONE:
        raise ExportUnknown("This export has no file.")
    try:
        return _file(request, _folder() / found.file, found.format, timezone.localtime(found.asked_at))
    except FileNotFoundError as fault:
        raise ExportUnknown("The file of this export is gone.") from fault


@require_POST
@page(Permission.SEE_CALLS)
def again(request: HttpRequest, access: Access, export_id: UUID) -> HttpResponse:
    """Try once more to write an export that failed."""
    ask_again(access=access, export_id=export_id, at=timezone.now())
    done(request, _("The file is being written. It goes on when you leave this page."))
    return HttpResponseRedirect(reverse("calls-exports"))


def _wish(access: Access, query: QueryDict, format_: str) -> Wish:
    asked = read_request(query=query, access=access, liked=habit(access=access))
    return Wish(
        wanted=asked.reading.wanted,
        column=asked.listing.column,
        descending=asked.listing.descending,
        columns=asked.listing.columns,
        format=format_,
        language=get_language() or "en",
    )


def _at_once(request: HttpRequest, access: Access, wish: Wish) -> HttpResponseBase:
    now = timezone.localtime()
    path = _folder() / f"{uuid4()}.{wish.format}"
    export_now(access=access, wish=wish, path=path, at=now)
    try:
        return _file(request, path, wish.format, now)
    finally:
        # What is open stays readable until it is sent.
        path.unlink()


def _file(request: HttpRequest, path: Path, format_: str, at: datetime) -> HttpResponseBase:
    name = _("calls-%(time)s.%(format)s") % {"time": f"{at:%Y-%m-%d-%H%M}", "format": format_}
    kind = _TYPES[ExportFormat(format_)]
    file = path.open("rb")
    if not isinstance(request, ASGIRequest):
        return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    # On the event loop, Django would read a file that is not read asynchronously into memory as a whole.
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Content-Length": str(fstat(file.fileno()).st_size),
    }
    return StreamingHttpResponse(_chunks(file), content_type=kind, headers=headers)


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while chunk := await to_thread(file.read, CHUNK):
            yield chunk


def _lines(found: Sequence[CallExport]) -> list[ExportLine]:
    return [
        ExportLine(
            export=one,
            format=ExportFormat(one.format).name,
            share=min(99, 100 * one.rows_done // one.rows_total) if one.rows_total else 0,
            fault=str(_FAULTS.get(one.fault, _("The file could not be written."))) if one.fault else "",
            until=one.finished_at + KEPT if one.finished_at is not None else None,
        )
        for one in found
    ]


def _folder() -> Path:
    return Path(settings.EXPORTS_FOLDER)
