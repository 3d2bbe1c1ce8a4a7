"""`smartnumbers carriers`: the carriers and how they are."""

import click

from smartnumbers.entry import configuration, database


@click.command(name="carriers")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
def command(as_json: bool) -> None:
    """The carriers in the order in which they are tried, whether each is up, and the calls through it."""
    settings = configuration.read()
    with database.opened():
        from smartnumbers.entry.answers.carriers import print_carriers  # noqa: PLC0415 - needs Django set up

        print_carriers(socket=settings.control_socket, as_json=as_json)
