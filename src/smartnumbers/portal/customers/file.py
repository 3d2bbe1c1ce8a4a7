"""The list of customers as a CSV file that spreadsheets open by a double click, like the exports of calls."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartnumbers.apps.reporting.exporting.csvfile import safe
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.portal.customers.rows import CustomerRow

_MARK = "\ufeff"
"""Without it a spreadsheet takes a file for Latin-1."""


def csv_file(*, rows: Iterable[CustomerRow], currency: str, name: str) -> HttpResponse:
    """The rows as a download."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_heads(currency))
    writer.writerows(
        (
            row.rank,
            row.change.word,
            safe(row.caller),
            row.origin,
            amount_text(row.spent, decimals=2),
            amount_text(row.payout, decimals=2),
            row.calls,
            row.answered,
            row.minutes,
            _moment(row.first_at),
            _moment(row.last_at),
        )
        for row in rows
    )
    response = HttpResponse(_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _heads(currency: str) -> list[str]:
    return [
        _("Rank"),
        _("Change"),
        _("Caller"),
        _("Origin"),
        _("Callers pay, %(currency)s") % {"currency": currency},
        _("Revenue, %(currency)s") % {"currency": currency},
        _("Calls"),
        _("Answered"),
        _("Minutes"),
        _("First call"),
        _("Last call"),
    ]


def _moment(instant: int) -> str:
    return timezone.localtime(to_datetime(instant)).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
