"""Exports of the list of calls: what is seen, in three formats, at once or in the background."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import duckdb
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from smartnumbers.apps.accounts.models import Membership, User
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.reporting.columns import Kind
from smartnumbers.apps.reporting.exporting.csvfile import safe
from smartnumbers.apps.reporting.exporting.table import FileColumn
from smartnumbers.apps.reporting.exporting.xlsxfile import XlsxWriter
from smartnumbers.apps.reporting.models import CallExport, ExportState
from smartnumbers.apps.reporting.operations.exports import KEPT, expire_exports, take_up_exports
from smartnumbers.jobs.exporter import Exporter
from smartnumbers.portal.calls import exports as page
from tests.cast import Cast, call_record

AT = datetime.fromisoformat("2026-11-20T13:32:08+00:00")
SHOWN = "columns=time,caller,number,outcome,talk,price&sort=time"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EXPORTS_FOLDER = tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def three_calls(cast: Cast) -> None:
    records = [call_record(cast, index=i, at=AT - timedelta(minutes=i)) for i in range(3)]
    foreign = call_record(cast, index=9, at=AT, number=cast.number_elsewhere.number, account=str(cast.elsewhere.pk))
    keep_records(node="node1", records=[*records, foreign], segment="a", offset=1)


def logged_in(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def export(client: Client, format_: str, query: str = SHOWN) -> bytes:
    response = client.post("/calls/export/", {"format": format_, "query": query})
    assert response.headers.get("Content-Disposition", "").startswith("attachment")
    return b"".join(response)


def worker(folder: Path) -> Exporter:
    return Exporter(node="node1", folder=folder, stop=Event())


@pytest.mark.usefixtures("three_calls")
class TestAtOnce:
    def test_csv_holds_what_is_seen_as_it_is_seen(self, cast: Cast, folder: Path) -> None:
        content = export(logged_in(cast.hanna, "de"), "csv")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))

        assert content.startswith(b"\xef\xbb\xbf")
        assert len(rows) == 4
        assert [row[0] for row in rows[1:]] == ["2026-11-20 14:30:08", "2026-11-20 14:31:08", "2026-11-20 14:32:08"]
        assert {row[1] for row in rows[1:]} == {"'+41 79 412 ••••"}
        assert {row[2] for row in rows[1:]} == {"0800 123 789"}
        assert {row[4] for row in rows[1:]} == {"60"}
        assert list(folder.iterdir()) == []
        entry = AuditEntry.objects.get(action="reporting.export.taken")
        assert (entry.data["rows"], entry.data["format"], entry.account_id) == (3, "csv", cast.alpina.pk)

    def test_parquet_has_types(self, cast: Cast, tmp_path: Path) -> None:
        file = tmp_path / "calls.parquet"
        file.write_bytes(export(logged_in(cast.hanna), "parquet"))

        found = duckdb.sql(f"SELECT * FROM '{file}' ORDER BY 1")

        assert [str(one) for one in found.types] == [
            "TIMESTAMP", "VARCHAR", "VARCHAR", "VARCHAR", "DECIMAL(18,3)", "VARCHAR", "DECIMAL(18,6)",
        ]  # fmt: skip
        assert found.columns == ["Time", "Caller", "Number", "Result", "Talked (seconds)", "Currency", "Price"]
        assert len(found.fetchall()) == 3

    def test_xlsx_is_a_workbook_without_formulas(self, cast: Cast) -> None:
        book = ZipFile(io.BytesIO(export(logged_in(cast.hanna, "fr"), "xlsx")))

        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row ") == 4
        assert "<f>" not in sheet
        assert "+41 79 412 ••••" in sheet

    def test_conditions_hold_for_the_file_too(self, cast: Cast) -> None:
        content = export(logged_in(cast.hanna), "csv", "result=lost&columns=time")

        assert len(content.decode().splitlines()) == 1


@pytest.mark.usefixtures("three_calls")
class TestInTheBackground:
    @pytest.fixture(autouse=True)
    def always(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page, "AT_ONCE", 0)

    def test_it_is_written_by_the_worker_fetched_by_its_owner_and_expires(self, cast: Cast, folder: Path) -> None:
        client = logged_in(cast.hanna)
        asked = client.post("/calls/export/", {"format": "csv", "query": "columns=time,caller"}, follow=True)
        waiting = CallExport.objects.get()
        assert "<progress" in asked.content.decode()
        assert client.get(f"/calls/exports/{waiting.pk}/").status_code == 404

        assert worker(folder).write_next()

        done = CallExport.objects.get()
        file = folder / done.file
        assert (done.state, done.rows_done, done.rows_total) == (ExportState.DONE, 3, 3)
        assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
        assert f'href="/calls/exports/{done.pk}/"' in client.get("/calls/exports/").content.decode()
        assert b"".join(client.get(f"/calls/exports/{done.pk}/")) == file.read_bytes()
        for other in (cast.remo, cast.sven, cast.olga):
            assert logged_in(other).get(f"/calls/exports/{done.pk}/").status_code == 404
            assert str(done.pk) not in logged_in(other).get("/calls/exports/").content.decode()
        assert expire_exports(folder=folder, at=timezone.now() + KEPT - timedelta(minutes=1)) == 0
        assert expire_exports(folder=folder, at=timezone.now() + KEPT + timedelta(minutes=1)) == 1
        assert not file.exists()
        assert client.get(f"/calls/exports/{done.pk}/").status_code == 404

    def test_a_worker_begins_anew_what_a_dead_one_left(self, cast: Cast, folder: Path) -> None:
        logged_in(cast.hanna).post("/calls/export/", {"format": "xlsx", "query": ""})
        CallExport.objects.update(state=ExportState.RUNNING, node="node1", rows_done=2)

        assert not worker(folder).write_next()
        assert take_up_exports(node="node2") == 0
        assert take_up_exports(node="node1") == 1
        assert worker(folder).write_next()
        assert CallExport.objects.get().state == ExportState.DONE

    def test_one_who_is_told_to_stop_leaves_it_for_later(self, cast: Cast, folder: Path) -> None:
        logged_in(cast.hanna).post("/calls/export/", {"format": "parquet", "query": ""})
        stop = Event()
        stop.set()

        assert not Exporter(node="node1", folder=folder, stop=stop).write_next()

        assert CallExport.objects.get().state == ExportState.WAITING
        assert list(folder.iterdir()) == []

    def test_who_may_not_see_the_calls_any_more_gets_no_file(self, cast: Cast, folder: Path) -> None:
        logged_in(cast.hanna).post("/calls/export/", {"format": "csv", "query": ""})
        Membership.objects.filter(user=cast.hanna).delete()

        worker(folder).write_next()

        found = CallExport.objects.get()
        assert (found.state, found.file) == (ExportState.FAILED, "")
        assert not folder.exists() or list(folder.iterdir()) == []

    def test_calls_that_come_later_are_not_in_it(self, cast: Cast, folder: Path) -> None:
        logged_in(cast.hanna).post("/calls/export/", {"format": "csv", "query": "columns=time"})
        later = call_record(cast, index=50, at=timezone.now() + timedelta(seconds=30))
        keep_records(node="node1", records=[later], segment="a", offset=2)

        worker(folder).write_next()

        assert CallExport.objects.get().rows_done == 3

    def test_nobody_fills_the_row_of_those_that_wait(self, cast: Cast) -> None:
        client = logged_in(cast.hanna)
        for _index in range(6):
            answer = client.post("/calls/export/", {"format": "csv", "query": ""}, follow=True)

        assert CallExport.objects.count() == 5
        assert "5 of your exports are not finished yet." in answer.content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+41", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_of_a_csv_is_a_formula(text: str) -> None:
    assert safe(text) == "'" + text
    assert safe("Reception") == "Reception"


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path) -> None:
    writer = XlsxWriter(path=tmp_path / "calls.xlsx", columns=[FileColumn("Calls", Kind.COUNT)], sheet_rows=3)
    writer.write([[number] for number in range(5)])
    writer.close()

    book = ZipFile(tmp_path / "calls.xlsx")
    counts = [book.read(f"xl/worksheets/sheet{at}.xml").decode().count("<row ") for at in (1, 2, 3)]
    assert counts == [3, 3, 2]
