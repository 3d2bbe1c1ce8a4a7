"""`smartnumbers route`: what would happen if somebody called, and why."""

from datetime import UTC, datetime

import click

from smartnumbers.entry import database


@click.command(name="route")
@click.argument("number")
@click.option("--from", "caller", metavar="CALLER", help="Who calls; without it, somebody without a number.")
@click.option("--at", metavar="TIME", help="When, in ISO form (2026-12-24T18:05, local time); by default now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(number: str, caller: str | None, at: str | None, as_json: bool) -> None:
    """What would happen to a call to NUMBER, by the same code as the switch, from what is published."""
    with database.opened():
        from smartnumbers.entry.answers.route import print_route  # noqa: PLC0415 - needs Django set up

        print_route(number=number, caller=caller, at=at, now=datetime.now(UTC), as_json=as_json)
