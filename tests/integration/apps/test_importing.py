"""Importing calls that another system recorded: what is taken over, what is known, what is wrong with a line."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.importing import indexes, run
from smartnumbers.apps.callrecords.importing.columns import MEANINGS, Fault
from smartnumbers.apps.callrecords.importing.lines import ImportFileUnreadable
from smartnumbers.apps.callrecords.importing.run import BadLine, ImportReport, ImportWish, import_calls
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, SettledMonth
from smartnumbers.apps.callrecords.operations import keep_records
from tests.cast import Cast, call_record

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD = "number,caller,started_at,answered_at,ended_at,currency,amount,payout,holder_cost,destination,destination_name"
ANSWERED = (
    "0800 123 789,079 412 12 34,2026-10-25T02:30:00+01:00,2026-10-25T02:30:12.5+01:00,2026-10-25T02:33:00+01:00,"
    "CHF,1.25,0.8,0.000001,+41445123800,Reception"
)
LOST = "+41800123789,,2026-10-25T02:30:00+02:00,,2026-10-25T02:30:40+02:00,,,,,,"


def bring(cast: Cast, folder: Path, *lines: str, head: str = HEAD, **wish: object) -> ImportReport:
    """Import a file of these lines as the operator."""
    file = folder / "calls.csv"
    file.write_text("\n".join((head, *lines)))
    return import_calls(access=cast.access(cast.olga), wish=ImportWish(file=file, **wish), at=NOW)  # type: ignore[arg-type]


@pytest.mark.usefixtures("database")
def test_calls_of_a_file_become_records_with_their_attempts(cast: Cast, tmp_path: Path) -> None:
    report = bring(cast, tmp_path, ANSWERED, LOST)

    assert (report.lines, report.new, report.duplicates, report.bad) == (2, 2, 0, 0)
    lost, answered = CallRecord.objects.order_by("setup_at")
    assert (answered.account, answered.number, answered.caller) == (cast.alpina, "+41800123789", "+41794121234")
    assert (answered.outcome, answered.result, answered.wait_milliseconds) == ("answered", "answered", 12_500)
    assert (answered.amount, answered.payout, answered.holder_cost) == (1_250_000, 800_000, 1)
    assert (answered.currency, answered.local_day, answered.presentation) == ("CHF", date(2026, 10, 25), "allowed")
    assert (lost.outcome, lost.result, lost.presentation, lost.amount) == ("no-answer", "lost", "unavailable", None)
    assert answered.sequence > lost.sequence > 0
    attempt = Attempt.objects.get()
    assert (attempt.call, attempt.address, attempt.name, attempt.outcome) == (
        answered,
        "+41445123800",
        "Reception",
        "answered",
    )
    assert attempt.destination != "", "the account has a named destination of that name"
    assert (attempt.alerting_at, attempt.answered_at) == (answered.setup_at, answered.answered_at)


def test_the_hour_that_comes_twice_is_told_apart_by_its_offset(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path, ANSWERED, LOST)

    first, second = CallRecord.objects.order_by("setup_at").values_list("setup_at", flat=True)
    assert second - first == 3_600_000


@pytest.mark.usefixtures("database")
def test_a_file_imported_twice_brings_nothing_new(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path, ANSWERED, LOST)

    again = bring(cast, tmp_path, ANSWERED, LOST, LOST)

    assert (again.lines, again.new, again.duplicates) == (3, 0, 3)
    assert CallRecord.objects.count() == 2


@pytest.mark.usefixtures("database")
def test_a_call_of_the_platform_itself_is_known_by_its_id(cast: Cast, tmp_path: Path) -> None:
    kept = call_record(cast)
    keep_records(node="main", records=[kept], segment="a", offset=1)
    line = f"{kept.call_id},0800123789,2026-10-01T09:00:00Z,2026-10-01T09:01:00Z"

    report = bring(cast, tmp_path, line, head="id,number,started_at,ended_at")

    assert (report.new, report.duplicates) == (0, 1)


def test_a_dry_run_tells_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    report = bring(cast, tmp_path, ANSWERED, LOST, dry_run=True)

    assert (report.new, CallRecord.objects.count(), AuditEntry.objects.filter(action__contains="import").count()) == (
        2,
        0,
        0,
    )


def test_an_import_is_in_the_audit_trail(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path, ANSWERED)

    entry = AuditEntry.objects.get(action="callrecords.calls.imported")
    assert (entry.actor_label, entry.data) == (cast.olga.actor().label, {"file": "calls.csv", "calls": 1})


def test_only_who_may_import_calls_does(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(PermissionMissing):
        import_calls(access=cast.access(cast.hanna), wish=ImportWish(file=tmp_path / "x"), at=NOW)


S, A, E = "2026-11-02T09:00:00+01:00", "2026-11-02T09:00:10+01:00", "2026-11-02T09:01:00+01:00"
WRONG = {
    Fault.NUMBER: {"number": "hotline"},
    Fault.STOCK: {"number": "0900 999 999"},
    Fault.CALLER: {"caller": "somebody"},
    Fault.WITHHELD: {"withheld": "perhaps"},
    Fault.START: {"started_at": "2026-11-02T09:00:00"},
    Fault.ANSWER: {"answered_at": "soon"},
    Fault.END: {"ended_at": "2026-13-02T09:00:00Z"},
    Fault.ORDER: {"ended_at": "2026-11-02T08:59:59+01:00"},
    Fault.FUTURE: {"ended_at": "2026-11-22T09:00:01Z"},
    Fault.OUTCOME: {"outcome": "great"},
    Fault.CONTRADICTION: {"outcome": "busy"},
    Fault.SIDE: {"hung_up_by": "me"},
    Fault.CAUSE: {"cause": "sixteen"},
    Fault.CURRENCY: {"currency": ""},
    Fault.AMOUNT: {"amount": "1.1234567"},
    Fault.BILLED: {"billed_seconds": "-1"},
    Fault.ATTEMPTS: {"attempts": "[{}]"},
    Fault.ID: {"id": "7"},
    Fault.LENGTH: {"tariff": "t" * 41},
}


def test_each_bad_line_is_told_with_its_place_and_its_fault_and_the_rest_is_taken(cast: Cast, tmp_path: Path) -> None:
    SettledMonth.objects.create(account=cast.alpina, month=date(2026, 9, 1), settled_at=NOW, settled_by="Olga")
    wrong = WRONG | {Fault.SETTLED: {"started_at": "2026-08-31T22:00:00Z"}}
    sound = {"number": "0800123789", "started_at": S, "answered_at": A, "ended_at": E, "currency": "CHF", "amount": "1"}
    names = sorted(set().union(*wrong.values(), sound))
    lines = [";".join(_quoted((sound | different).get(name, "")) for name in names) for different in wrong.values()]
    good = ";".join(_quoted(sound.get(name, "")) for name in names)

    report = bring(cast, tmp_path, *lines, "too;few", "", good, head=";".join(names))

    expected = [BadLine(line=line, fault=fault) for line, fault in enumerate([*wrong, Fault.FIELDS], start=2)]
    assert list(report.bad_lines) == expected
    assert (report.new, report.bad) == (1, len(expected))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_every_fault_has_words() -> None:
    assert set(MEANINGS) == set(Fault)


def test_times_without_an_offset_are_taken_in_a_zone_that_was_named(cast: Cast, tmp_path: Path) -> None:
    line = "0800123789,2026-07-01 12:00:00,2026-07-01 12:00:05"

    report = bring(cast, tmp_path, line, head="number,started_at,ended_at", zone="Europe/Zurich")

    assert report.new == 1
    assert CallRecord.objects.get().setup_at == datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp() * 1000


def test_attempts_follow_each_other(cast: Cast, tmp_path: Path) -> None:
    attempts = (
        '[{"destination":"+41445123800","name":"A","outcome":"busy","rang_seconds":2},'
        '{"destination":"sip:b@pbx.example","name":"B","outcome":"answered","rang_seconds":8}]'
    )
    line = ";".join(["0800123789", S, A, E, _quoted(attempts)])

    bring(cast, tmp_path, line, head="number;started_at;answered_at;ended_at;attempts")

    first, second = Attempt.objects.order_by("ordinal")
    call = CallRecord.objects.get()
    assert (first.started_at, first.ended_at, first.kind) == (call.setup_at, call.setup_at + 2_000, "telephone")
    assert (second.started_at, second.answered_at, second.kind) == (call.setup_at + 2_000, call.answered_at, "sip")


@pytest.mark.parametrize("text", ["", "number\n1", "number,started_at,ended_at,number\n", "number,colour\n", "\xff"])
def test_a_file_that_is_none_of_calls_is_refused_in_words(cast: Cast, tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_bytes(text.encode("latin-1"))

    with pytest.raises(ImportFileUnreadable):
        import_calls(access=cast.access(cast.olga), wish=ImportWish(file=tmp_path / "x"), at=NOW)


def test_a_parquet_file_is_read_as_well(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "calls.parquet"
    duckdb.execute(
        "COPY (SELECT '+41800123789' AS number, TIMESTAMPTZ '2026-10-25 00:30:00.250+00' AS started_at, "
        "TIMESTAMPTZ '2026-10-25 00:31:00+00' AS ended_at, CAST(1.5 AS DECIMAL(12, 6)) AS amount, 'CHF' AS currency) "
        f"TO '{file}' (FORMAT parquet)"
    )

    report = import_calls(access=cast.access(cast.olga), wish=ImportWish(file=file), at=NOW)

    assert (report.new, report.bad) == (1, 0)
    call = CallRecord.objects.get()
    assert (call.setup_at % 60_000, call.amount) == (250, 1_500_000)


@pytest.mark.usefixtures("committing_database")
def test_many_calls_are_written_without_indexes_which_are_all_there_afterwards(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_MANY", 1)

    report = bring(cast, tmp_path, ANSWERED, LOST)

    assert report.new == 2
    assert indexes.restore_indexes() == 0, "nothing was missing"
