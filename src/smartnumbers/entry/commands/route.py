"""`smartnumbers route`: what would happen if somebody called, and why."""

from datetime import UTC, datetime
from typing import Any

import click

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry import database


class RouteMisused(DomainError):
    """Options that do not go together."""

    code = "route-misused"


@click.command(name="route")
@click.argument("number")
@click.option("--from", "caller", metavar="CALLER", help="Who calls; without it, somebody without a number.")
@click.option(
    "--at", metavar="TIME", help="When: 2026-12-24T18:05 by the plan's clock, or with an offset; by default now."
)
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="As of an earlier publication.")
@click.option("--draft", is_flag=True, help="By the plan that is being written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(as_json: bool, **options: Any) -> None:
    """What would happen to a call to NUMBER, by the same code as the switch, from what is published."""
    if options["draft"] and options["revision"] is not None:
        raise RouteMisused("Either --revision or --draft, not both.")
    with database.opened():
        from smartnumbers.entry.answers.route import RouteQuestion, print_route  # noqa: PLC0415 - needs Django set up

        print_route(asked=RouteQuestion(**options), now=datetime.now(UTC), as_json=as_json)
