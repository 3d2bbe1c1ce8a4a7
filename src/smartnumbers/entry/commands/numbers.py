"""`smartnumbers numbers`: the service numbers."""

from datetime import UTC, datetime

import click

from smartnumbers.entry import database


@click.group(name="numbers")
def command() -> None:
    """The service numbers."""


@command.command(name="list")
@click.option("--account", metavar="NAME", help="Only those of this account (name or id).")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
def list_numbers(account: str | None, as_json: bool) -> None:
    """All numbers, and where their calls go just now."""
    with database.opened():
        from smartnumbers.entry.answers.numbers import print_numbers  # noqa: PLC0415 - needs Django set up

        print_numbers(account=account, now=datetime.now(UTC), as_json=as_json)
