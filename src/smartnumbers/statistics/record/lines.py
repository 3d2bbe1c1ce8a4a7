"""The SQL that makes a line of delimited text of a row, the same for both databases.

The database itself builds the text, thousands of lines in one value: a loop over millions of rows would take Python
minutes. `format` (PostgreSQL) and `printf` (SQLite) both write nothing for NULL.
"""

from smartnumbers.statistics.record.parts import Kind

TABLES = {
    Kind.CALLS: "callrecords_callrecord",
    Kind.ATTEMPTS: "callrecords_attempt",
    Kind.CORRECTIONS: "callrecords_correction",
}

# In the order of `parts.COLUMNS`; `"…"` marks text that is quoted. The others are numbers, ids, and codes of ours.
_VALUES = {
    Kind.CALLS: (
        "sequence", "id", "account_id", '"number"', "\"CASE WHEN presentation = 'allowed' THEN caller ELSE '' END\"",
        "CASE WHEN presentation = 'allowed' AND caller <> '' THEN 1 ELSE 0 END", "setup_at", "answered_at", "ended_at",
        "result", "outcome", "hung_up_by", "cause", '"currency"', "amount", "holder_cost", "payout", "billed_ms",
        '"tariff_code"', '"treatment"', '"agent"', '"campaign"',
    ),
    Kind.ATTEMPTS: (
        "call_id", "ordinal", '"destination"', '"name"', '"address"', '"outcome"', '"carrier"', "started_at",
        "coalesce(answered_at, ended_at, started_at) - started_at", "CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END",
    ),
    Kind.CORRECTIONS: (
        "call_id", "ordinal", "new_amount", "new_holder_cost", "new_payout", "new_billed_ms", '"tariff_code"',
    ),
}  # fmt: skip


def line(*, kind: Kind, function: str) -> str:
    """The expression of a line of that kind; `function` is the database's name for formatting."""
    values = _VALUES[kind]
    pattern = ",".join('"%s"' if value.startswith('"') else "%s" for value in values)
    return f"{function}('{pattern}', {', '.join(map(_value, values))})"


def _value(written: str) -> str:
    return f"""replace({written[1:-1]}, '"', '""')""" if written.startswith('"') else written
