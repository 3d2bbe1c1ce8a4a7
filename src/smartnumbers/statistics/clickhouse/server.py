"""A ClickHouse server, through clickhouse-connect (an extra of this distribution: `smartnumbers[clickhouse]`)."""

from collections.abc import Mapping, Sequence
from typing import Any

import clickhouse_connect

from smartnumbers.statistics.clickhouse.connection import Value
from smartnumbers.statistics.clickhouse.dialect import SETTINGS


class ServerConnection:
    """A connection over HTTP (`clickhouse.connection.Connection`); its threads share a pool of sockets.

    `address` is that of the server ("https://user:password@host:8443/").
    """

    def __init__(self, address: str) -> None:
        # Without a session of its own, one client serves many threads at once.
        self._client = clickhouse_connect.get_client(
            dsn=address, settings=dict(SETTINGS), autogenerate_session_id=False
        )

    def rows(self, *, text: str, parameters: Mapping[str, Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement."""
        return [tuple(row) for row in self._client.query(text, parameters=dict(parameters)).result_rows]

    def run(self, *, text: str) -> None:
        """Run a statement that has no rows."""
        self._client.command(text)

    def insert(self, *, table: str, lines: bytes) -> None:
        """Add rows, one JSON object to a line."""
        self._client.raw_insert(table, insert_block=lines, fmt="JSONEachRow")

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()
