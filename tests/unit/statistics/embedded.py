"""A ClickHouse within the process of the tests (chDB): one for all stores, each with a database of its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from chdb.session import Session

from smartnumbers.statistics.clickhouse.connection import Value
from smartnumbers.statistics.clickhouse.dialect import SETTINGS
from smartnumbers.statistics.clickhouse.store import ClickHouseStore
from tests.unit.statistics.histories import ZONE

_numbers = count(1)


class EmbeddedConnection:
    """The connection to it (`clickhouse.connection.Connection`)."""

    def __init__(self, database: str) -> None:
        self._database = database

    def rows(self, *, text: str, parameters: Mapping[str, Value]) -> Sequence[tuple[Any, ...]]:
        named = {name: str(value) if isinstance(value, date) else value for name, value in parameters.items()}
        answer = json.loads(_session().query(text, "JSONCompact", params=named).bytes() or b'{"meta": [], "data": []}')
        read = [date.fromisoformat if one["type"] == "Date" else _same for one in answer["meta"]]
        return [tuple(form(value) for form, value in zip(read, row, strict=True)) for row in answer["data"]]

    def run(self, *, text: str) -> None:
        _session().query(text)

    def insert(self, *, table: str, lines: bytes) -> None:
        _session().query(f"INSERT INTO {table} FORMAT JSONEachRow\n{lines.decode()}")

    def close(self) -> None:
        _session().query(f"DROP DATABASE IF EXISTS {self._database}")


def clickhouse_store() -> ClickHouseStore:
    """An empty store."""
    database = f"smartnumbers{next(_numbers)}"
    return ClickHouseStore(connection=EmbeddedConnection(database), database=database, zone=ZONE)


@cache
def _session() -> Session:
    session = Session()
    for name, value in SETTINGS.items():
        session.query(f"SET {name} = {value}")
    return session


def _same(value: Any) -> Any:
    return value
