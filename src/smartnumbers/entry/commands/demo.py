"""`smartnumbers demo`: the demo accounts, and a large made-up history."""

from datetime import UTC, datetime

import click

from smartnumbers.entry import configuration, database


@click.group(name="demo", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the log-ins as a JSON array of objects.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Fill an empty database with the demo accounts, and print how to log in to them."""
    if context.invoked_subcommand is not None:
        return
    with database.opened():
        from smartnumbers.entry.answers.demo import print_demo  # noqa: PLC0415 - needs Django set up

        print_demo(configuration=configuration.read(), now=datetime.now(UTC), as_json=as_json)


@command.command(name="calls", context_settings={"show_default": True})
@click.option("--count", type=click.IntRange(1, 100_000_000), required=True, help="How many calls.")
@click.option("--seed", type=click.IntRange(0), default=1, help="The same seed makes the same calls.")
@click.option(
    "--accounts", type=click.IntRange(1, 700), help="Of how many new accounts; else as many as fit the calls."
)
@click.option("--days", type=click.IntRange(1, 3650), default=400, help="Over how many days until now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def calls(*, count: int, seed: int, accounts: int | None, days: int, as_json: bool) -> None:
    """Make up a large history: new accounts with numbers, and their calls until now, brought in by the import."""
    with database.opened():
        from smartnumbers.entry.answers.demo import print_history  # noqa: PLC0415 - needs Django set up

        print_history(count=count, seed=seed, accounts=accounts, days=days, now=datetime.now(UTC), as_json=as_json)
