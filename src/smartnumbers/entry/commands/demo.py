"""`smartnumbers demo`: the demo accounts."""

from datetime import UTC, datetime

import click

from smartnumbers.entry import configuration, database


@click.command(name="demo")
@click.option("--json", "as_json", is_flag=True, help="Print the log-ins as a JSON array of objects.")
def command(as_json: bool) -> None:
    """Fill an empty database with the demo accounts, and print how to log in to them."""
    with database.opened():
        from smartnumbers.entry.answers.demo import print_demo  # noqa: PLC0415 - needs Django set up

        print_demo(configuration=configuration.read(), now=datetime.now(UTC), as_json=as_json)
