"""Taking over what the record has, and comparing a replica with the record."""

from smartnumbers.statistics.record.source import RecordSource, RecordState
from smartnumbers.statistics.store import Store, StoreUnusable

BATCH = 2_000
_NEWEST = 1_000
_TRIES = 5


def follow(*, source: RecordSource, store: Store) -> RecordState:
    """Take over all that was written since; gives how far the record went when this began.

    Raises StoreUnusable where the replica is none of this record, RecordUnavailable, or StoreFull.
    """
    state = source.state()
    reached = store.sequence()
    if state.last < reached:
        raise StoreUnusable(f"The record goes to {state.last}, the replica to {reached}: it is of another history.")
    if state.last > reached:
        _compare_newest(source, store, limit=1)
    while reached < state.last:
        calls = source.after(sequence=reached, limit=BATCH)
        newest = calls[-1].sequence if calls else 0
        # Sequences may be missing: of the newest ones, that is only known where all that there are were read.
        reached = newest if len(calls) == BATCH else max(newest, state.last)
        store.append(calls=calls, sequence=reached)
    return state


def verify(*, source: RecordSource, store: Store) -> bool:
    """Whether the replica holds what the record holds, after taking over what was written since.

    False where that cannot be told, because the record was changed each time it was looked at. Raises StoreUnusable
    where it does not, RecordUnavailable, or StoreFull.
    """
    state, held = source.state(), store.holding()
    if held.record != state.record:
        raise StoreUnusable("The replica is of another record.")
    if state.last >= held.sequence:
        _compare_newest(source, store, limit=_NEWEST)
    for _ in range(_TRIES):
        follow(source=source, store=store)
        held = store.holding()
        found = source.sums(sequence=held.sequence)
        if (found.calls, found.sequence_sum) == (held.calls, held.sequence_sum):
            return True
        if found.last == held.sequence:
            raise StoreUnusable(f"The record holds {found.calls} calls, the replica {held.calls}, or others.")
    return False


def _compare_newest(source: RecordSource, store: Store, *, limit: int) -> None:
    """The replica's newest calls are the record's, or were written again since.

    A record that was restored from a backup, and has gone on since, has other calls under the same sequences.
    """
    reached, newest = store.sequence(), store.newest(limit=limit)
    if not newest:
        return
    found = source.sequences(calls=[call for call, _ in newest])
    for call, sequence in newest:
        now = found.get(call, 0)
        if now != sequence and now <= reached:
            raise StoreUnusable(f"The replica has call {call}, which the record has no more.")
