"""A replica filled from files of the record is the one that was written call by call."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from smartnumbers.statistics.duckdb import bulk, settling
from smartnumbers.statistics.duckdb.store import DuckDbStore
from smartnumbers.statistics.filters import EVERYTHING
from smartnumbers.statistics.questions import PAGE_MAXIMUM, Destinations, Page, Totals
from smartnumbers.statistics.record.parts import Kind, Part
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.scope import PLATFORM, of_account
from tests.unit.statistics.asked import HISTORY, filled
from tests.unit.statistics.histories import ZONE


def test_files_and_batches_make_the_same_replica(tmp_path: Path) -> None:
    written = filled(kind="duckdb").store
    loaded = DuckDbStore(None, ZONE)

    loaded.load(parts=_parts(tmp_path), sequence=400)

    for question in (
        Page(scope=PLATFORM, limit=PAGE_MAXIMUM),
        Destinations(scope=PLATFORM),
        *(Totals(scope=scope, wanted=(EVERYTHING,)) for scope in (PLATFORM, of_account(1), of_account(2))),
    ):
        assert loaded.answer(question) == written.answer(question)
    assert loaded.holding().calls == len(HISTORY.calls)
    assert loaded.sequence() == 400
    assert list(tmp_path.iterdir()) == []


def test_calls_appended_to_what_was_loaded_are_told_from_its_callers(tmp_path: Path) -> None:
    written = filled(kind="duckdb").store
    loaded = DuckDbStore(None, ZONE)
    loaded.load(parts=_parts(tmp_path), sequence=250)

    loaded.append(calls=HISTORY.calls, sequence=400)

    question = Totals(scope=PLATFORM, wanted=(EVERYTHING,))
    assert loaded.answer(question) == written.answer(question)


def test_what_was_appended_is_put_in_order_and_answered_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "WORTHWHILE", 1)
    monkeypatch.setattr(settling, "_PIECE", 20)
    store = DuckDbStore(tmp_path / "replica.duckdb", ZONE)
    for batch in HISTORY.batches:
        store.append(calls=batch, sequence=max(call.sequence for call in batch))
    questions = (Page(scope=PLATFORM, limit=PAGE_MAXIMUM), Totals(scope=of_account(1), wanted=(EVERYTHING,)))
    before = [store.answer(question) for question in questions]

    steps = 1
    while store.settle():
        steps += 1

    assert steps > 10
    assert [store.answer(question) for question in questions] == before
    lying = store.rows(text="SELECT id FROM calls ORDER BY rowid", parameters=())
    assert lying == store.rows(text=f"SELECT id FROM calls ORDER BY {bulk.ORDER}", parameters=())
    assert not store.settle()
    store.close()


def _parts(folder: Path) -> Iterable[Part]:
    """The history as files: calls as they were first rated, and what corrected them."""
    original = {call.id: call for batch in HISTORY.batches for call in batch if not call.corrected}
    corrected = [call for call in HISTORY.calls if call.corrected]
    calls = [original[call.id] for call in HISTORY.calls]
    half = len(calls) // 2
    yield _part(folder, Kind.CALLS, "1", map(_call, calls[:half]))
    yield _part(folder, Kind.ATTEMPTS, "2", (row for call in calls for row in _attempts(call)))
    yield _part(
        folder,
        Kind.CORRECTIONS,
        "3",
        (
            row
            for call in corrected
            for row in (
                (call.id, 1, 1, 1, 1, 1, "T9"),
                (call.id, 2, call.amount, call.holder_cost, call.payout, 0, call.tariff),
            )
        ),
    )
    yield _part(folder, Kind.CALLS, "4", map(_call, calls[half:]))


def _call(call: CallOfRecord) -> Sequence[object]:
    in_force = next(one for one in HISTORY.calls if one.id == call.id)
    return (
        in_force.sequence, call.id, call.account, call.number, call.caller, int(call.shown), call.setup_at,
        call.answered_at, call.ended_at, call.result, call.outcome, call.hung_up_by, call.cause, call.currency,
        call.amount, call.holder_cost, call.payout, call.billed_ms, call.tariff, call.treatment, call.agent,
        call.campaign,
    )  # fmt: skip


def _attempts(call: CallOfRecord) -> Iterable[Sequence[object]]:
    for one in call.attempts:
        yield (
            call.id, one.ordinal, one.destination, one.name, one.address, one.outcome, one.carrier, one.started_at,
            one.ring, int(one.answered),
        )  # fmt: skip


def _part(folder: Path, kind: Kind, name: str, rows: Iterable[Sequence[object]]) -> Part:
    file = folder / f"{name}.csv"
    with file.open("w", newline="") as opened:
        # Texts quoted, so that an empty one is not taken for none; what is None stays empty.
        for row in rows:
            opened.write(",".join(_cell(value) for value in row) + "\n")
    return Part(kind=kind, file=file, share=1)


def _cell(value: object) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else '"' + str(value).replace('"', '""') + '"'
