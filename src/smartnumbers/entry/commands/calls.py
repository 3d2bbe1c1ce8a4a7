"""`smartnumbers calls`: the records of calls."""

from datetime import UTC, datetime
from pathlib import Path

import click

from smartnumbers.entry import database


@click.group(name="calls")
def command() -> None:
    """The records of calls."""


@command.command(name="list", context_settings={"show_default": True})
@click.option("--number", metavar="NUMBER", help="Only calls to this service number.")
@click.option("--account", metavar="NAME", help="Only calls of this account (name or id).")
@click.option(
    "--result", type=click.Choice(("answered", "informed", "lost", "blocked")), help="Only calls that ended so."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, metavar="COUNT", help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
def list_calls(number: str | None, account: str | None, result: str | None, limit: int, as_json: bool) -> None:
    """The most recent calls, the newest first."""
    with database.opened():
        from smartnumbers.entry.answers.calls import print_calls  # noqa: PLC0415 - needs Django set up

        print_calls(account=account, number=number, result=result, limit=limit, as_json=as_json)


@command.command(name="show")
@click.argument("call_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show_call(call_id: str, as_json: bool) -> None:
    """One call: what was decided and why, each attempt, and how it ended."""
    with database.opened():
        from smartnumbers.entry.answers.calls import print_call  # noqa: PLC0415 - needs Django set up

        print_call(written=call_id, as_json=as_json)


@command.command(name="import", context_settings={"show_default": True})
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what the file holds; write nothing.")
@click.option("--zone", metavar="ZONE", default="", help="Where times without an offset are local: Europe/Zurich.")
@click.option("--list", "listed", type=click.IntRange(0, 1_000_000), default=20, help="Tell at most so many bad lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_calls(*, file: Path, dry_run: bool, zone: str, listed: int, as_json: bool) -> None:
    """Take over the calls of a CSV or Parquet file, those that are not there yet; bad lines are passed over and listed.

    An import that was broken off is simply begun again. Ends with 1 where a line was bad.
    """
    with database.opened():
        from smartnumbers.entry.answers.callsimport import print_import  # noqa: PLC0415 - needs Django set up

        bad = print_import(file=file, zone=zone, dry_run=dry_run, listed=listed, now=datetime.now(UTC), as_json=as_json)
    raise SystemExit(1 if bad else 0)
