"""The tables of the replica.

`calls` has one row for each call, with all that a question can be about worked out when it is written: the local day,
hour and weekday of its set-up, where its caller belongs, whether it is its caller's first call to the account. Of the
attempts, the one that the call is listed with (`destination…`, `attempt_…`) stands in columns of its own; the others,
which few calls have, in lists (`other_…`; NULL where there are none).

What figures are grouped by has a small number beside its text, with which grouping is several times faster: `kind` for
result and currency, `number_code`, `place` for the destination with its name and address (tables `kinds`, `numbers`,
`places`). `caller_code` counts the callers of an account from 0, so that those of any set of calls can be counted by
setting bits; `accounts` says how many each has. A withheld caller has none.

Nothing is indexed: an index over millions of ids would take more memory than all else together. What makes questions
fast is that rows which are asked for together lie together (`settling`).
"""

import duckdb

VERSION = 1
"""Of another version, a replica is rebuilt."""

_STATEMENTS = (
    """
    CREATE TABLE replica (
        version INTEGER NOT NULL,
        zone VARCHAR NOT NULL,
        record VARCHAR NOT NULL,
        rebuilt_at BIGINT NOT NULL,
        sequence BIGINT NOT NULL,
        settled BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE calls (
        sequence BIGINT NOT NULL,
        id UUID NOT NULL,
        account BIGINT NOT NULL,
        number VARCHAR NOT NULL,
        number_code INTEGER NOT NULL,
        caller BIGINT NOT NULL,
        caller_text VARCHAR NOT NULL,
        caller_code INTEGER,
        is_first BOOLEAN NOT NULL,
        country VARCHAR NOT NULL,
        area VARCHAR NOT NULL,
        line VARCHAR NOT NULL,
        setup_at BIGINT NOT NULL,
        day DATE NOT NULL,
        hour UTINYINT NOT NULL,
        weekday UTINYINT NOT NULL,
        kind INTEGER NOT NULL,
        result VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        hung_up_by VARCHAR NOT NULL,
        cause INTEGER NOT NULL,
        wait BIGINT NOT NULL,
        talk BIGINT NOT NULL,
        currency VARCHAR NOT NULL,
        amount BIGINT,
        cost BIGINT,
        payout BIGINT,
        corrected BOOLEAN NOT NULL,
        tariff VARCHAR NOT NULL,
        treatment VARCHAR NOT NULL,
        agent VARCHAR NOT NULL,
        campaign VARCHAR NOT NULL,
        attempts INTEGER NOT NULL,
        destination VARCHAR NOT NULL,
        destination_name VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        attempt_outcome VARCHAR NOT NULL,
        attempt_ring BIGINT NOT NULL,
        attempt_answered BOOLEAN NOT NULL,
        other_destinations VARCHAR[],
        other_names VARCHAR[],
        other_addresses VARCHAR[],
        other_outcomes VARCHAR[],
        other_rings BIGINT[],
        other_answered BOOLEAN[]
    )
    """,
    "CREATE TABLE kinds (kind INTEGER NOT NULL, result VARCHAR NOT NULL, currency VARCHAR NOT NULL)",
    "CREATE TABLE numbers (number_code INTEGER NOT NULL, number VARCHAR NOT NULL)",
    """
    CREATE TABLE places (
        place INTEGER NOT NULL,
        destination VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        address VARCHAR NOT NULL
    )
    """,
    "CREATE TABLE accounts (account BIGINT NOT NULL, callers INTEGER NOT NULL)",
    """
    CREATE TABLE origins (
        beginning VARCHAR NOT NULL,
        length INTEGER NOT NULL,
        country VARCHAR NOT NULL,
        area VARCHAR NOT NULL,
        line VARCHAR NOT NULL
    )
    """,
)


def create(*, connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Make the tables of an empty replica, whose local days are those of `zone`."""
    for statement in _STATEMENTS:
        connection.execute(statement)
    connection.execute("INSERT INTO replica VALUES (?, ?, '', 0, 0, 0)", [VERSION, zone])
