"""How soon a call is in the statistics: calls are written to the record at a rate, and looked for in the list."""

import threading
import time
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.sequence import take_sequences
from smartnumbers.statistics.client import StatisticsClient
from smartnumbers.statistics.questions import Page
from smartnumbers.statistics.scope import of_account

_TURN = 0.1


@dataclass
class _Written:
    """The last call that was committed, and when."""

    call: UUID | None = None
    at: float = 0.0


def delays(*, client: StatisticsClient, account: int, rate: int, seconds: float) -> list[float]:
    """For calls picked out of the stream: the seconds from their commit until the list has them on its first page."""
    written, stop = _Written(), threading.Event()
    pattern = CallRecord.objects.filter(account=account).first()
    assert pattern is not None
    found: list[float] = []
    writer = threading.Thread(target=_write, args=(pattern, rate, written, stop), daemon=True)
    writer.start()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        wanted, committed = written.call, written.at
        if wanted is None:
            time.sleep(_TURN)
            continue
        while all(row.id != wanted for row in client.ask(Page(scope=of_account(account), limit=10 * rate)).rows):
            time.sleep(0.02)
        found.append(time.monotonic() - committed)
    stop.set()
    writer.join()
    return found


def _write(pattern: CallRecord, rate: int, written: _Written, stop: threading.Event) -> None:
    """Write calls like the pattern, some every turn."""
    at_once = max(1, round(rate * _TURN))
    due = time.monotonic()
    while not stop.is_set():
        last = _write_some(pattern, at_once)
        written.call, written.at = last, time.monotonic()
        due += _TURN
        time.sleep(max(0.0, due - time.monotonic()))


def _write_some(pattern: CallRecord, amount: int) -> UUID:
    now = time.time_ns() // 1_000_000
    with transaction.atomic():
        before = take_sequences(amount=amount)
        calls = [_like(pattern, before + index + 1, now) for index in range(amount)]
        CallRecord.objects.bulk_create(calls)
    return calls[-1].id


def _like(pattern: CallRecord, sequence: int, now: int) -> CallRecord:
    fields = {field.attname: getattr(pattern, field.attname) for field in CallRecord._meta.concrete_fields}
    answered_at = None if pattern.answered_at is None else now + pattern.answered_at - pattern.setup_at
    fields |= {
        "id": uuid4(),
        "sequence": sequence,
        "setup_at": now,
        "answered_at": answered_at,
        "ended_at": now + pattern.ended_at - pattern.setup_at,
    }
    return CallRecord(**fields)
