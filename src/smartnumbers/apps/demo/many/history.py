"""Making a large history: accounts, numbers and calls, which come in as any operator's do, by the import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from django.db import transaction
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.importing.run import ImportReport, ImportWish, import_calls
from smartnumbers.apps.demo.many.file import write_file
from smartnumbers.apps.demo.many.population import people
from smartnumbers.apps.demo.many.times import Span
from smartnumbers.core.foundation.instants import from_datetime

DAYS = 400
_QUIET = timedelta(minutes=3)
_CALLS_OF_AN_ACCOUNT = 12_000
_MOST = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWish:
    """How many calls, from which seed, of how many accounts (None: as many as fit the calls), over how many days."""

    calls: int
    seed: int
    accounts: int | None = None
    days: int = DAYS


def make_history(
    *,
    access: Access,
    wish: HistoryWish,
    now: datetime,
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> ImportReport:
    """Open accounts with numbers, make up their calls until `now`, and import these.

    `progress` is told what is being done, and how much of how much is. Raises PermissionMissing.
    """
    random = np.random.default_rng(wish.seed)
    accounts = wish.accounts or min(_MOST, max(5, wish.calls // _CALLS_OF_AN_ACCOUNT))
    begin = now - timedelta(days=wish.days)
    with transaction.atomic():
        shapes = people(
            operator=access,
            accounts=accounts,
            at=begin,
            random=random,
            progress=lambda done, of: progress("accounts", done, of),
        )
    span = Span(first=localdate(begin), days=wish.days + 1, until=from_datetime(now - _QUIET))
    with TemporaryDirectory(prefix="smartnumbers-history-") as folder:
        file = Path(folder) / f"history-{wish.seed}.parquet"
        progress("calls", 0, wish.calls)
        write_file(file=file, shapes=shapes, calls=wish.calls, span=span, random=random)
        return import_calls(
            access=access,
            wish=ImportWish(file=file),
            at=now,
            progress=lambda done, of: progress("record", done, of),
        )
