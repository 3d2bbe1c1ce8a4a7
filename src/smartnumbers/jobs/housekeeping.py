"""What has to be tidied up now and then: sessions that are over, journal segments, messages and exports
past their time."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connection

from smartnumbers.apps.callrecords.queries import journal_position
from smartnumbers.apps.callrecords.voicemail import remove_old
from smartnumbers.apps.reporting.operations.exports import expire_exports
from smartnumbers.jobs.postman import Post
from smartnumbers.telephony.journal.pruning import prune

DAY = 24 * 3600.0
HOUR = 3600.0
RETRY = 300.0

log = logging.getLogger(__name__)


class Housekeeping:
    """Periodic work. `run` belongs to a thread of its own: tidying up must never keep a record waiting."""

    def __init__(self, *, node: str, folder: Path, days: int, post: Post, exports: Path, stop: Event) -> None:
        self._node = node
        self._folder = folder
        self._keep_seconds = days * DAY
        self._post = post
        self._exports = exports
        self._stop = stop

    def run(self) -> None:
        """Do each task in its time until told to stop."""
        every: dict[Callable[[], None], float] = {
            clear_sessions: DAY,
            self.prune_journal: HOUR,
            self.remove_messages: HOUR,
            self.remove_exports: HOUR,
        }
        due = dict.fromkeys(every, time.monotonic() + 60.0)
        try:
            while not self._stop.wait(max(0.0, min(due.values()) - time.monotonic())):
                for task, pause in every.items():
                    if due[task] <= time.monotonic():
                        due[task] = time.monotonic() + (pause if _worked(task) else RETRY)
        finally:
            connection.close()

    def prune_journal(self) -> None:
        """Remove old segments that are wholly in the database. Raises OSError or a database error."""
        position = journal_position(node=self._node)
        if position is not None:
            prune(folder=self._folder, recorded=position.segment, before=time.time() - self._keep_seconds)

    def remove_messages(self) -> None:
        """Remove the sound of callers' messages whose time is over. Raises OSError or a database error."""
        at = time.time_ns() // 1_000_000
        before = at - round(self._post.days * DAY * 1000)
        remove_old(node=self._post.node, folder=self._post.folder, before=before, at=at)

    def remove_exports(self) -> None:
        """Remove the exported files whose time is over. Raises OSError or a database error."""
        expire_exports(folder=self._exports, at=datetime.now(UTC))


def clear_sessions() -> None:
    """Remove the sessions of the portal that are over. Raises a database error."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def _worked(task: Callable[[], None]) -> bool:
    try:
        task()
    except (OSError, DatabaseFault) as fault:
        log.warning("%s has to wait: %s", task.__name__, fault)
        connection.close()
        return False
    return True
