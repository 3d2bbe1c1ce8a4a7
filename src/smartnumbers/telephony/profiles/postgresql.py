"""Published profiles in PostgreSQL. Apart from the rest because its client takes long to load."""

from collections.abc import Sequence
from typing import Any

import psycopg

from smartnumbers.telephony.profiles.source import SourceUnavailable


class PostgresqlDatabase:
    """The production database."""

    placeholder = "%s"

    def __init__(self, *, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def rows(self, statement: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query; the connection is opened at its first use. Raises SourceUnavailable."""
        try:
            if self._connection is None:
                self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=2)
            # The statements are this module's own constants; only their arguments vary.
            return self._connection.execute(statement.encode(), arguments).fetchall()
        except psycopg.Error as fault:
            self.close()
            raise SourceUnavailable(str(fault).strip()) from fault

    def close(self) -> None:
        """Close the connection; the next query opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
