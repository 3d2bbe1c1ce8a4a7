"""`smartnumbers rerate`: rate calls that are over again."""

from datetime import UTC, datetime

import click

from smartnumbers.entry import database


@click.command(name="rerate")
@click.option("--number", required=True, metavar="NUMBER", help="Calls to this service number.")
@click.option("--from", "first", required=True, metavar="TIME", help="From this day (2026-11-01) or instant on.")
@click.option("--to", "last", required=True, metavar="TIME", help="To the end of this day, or before this instant.")
@click.option("--tariff", metavar="CODE", help="With this tariff, or a version of it (t12/3); else that of their time.")
@click.option("--apply", is_flag=True, help="Write the corrections; without it nothing is changed.")
@click.option("--reason", metavar="TEXT", default="", help="Why; it stands beside each correction.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    *,
    number: str,
    first: str,
    last: str,
    tariff: str | None,
    apply: bool,
    reason: str,
    as_json: bool,
) -> None:
    """What rating the calls of some days again would change; with --apply, write it as corrections beside the records.

    Times are local unless they say otherwise. Months that are settled stay as they are.
    """
    with database.opened():
        from smartnumbers.entry.answers.rerate import Question, print_rerating  # noqa: PLC0415 - needs Django set up

        question = Question(number=number, first=first, last=last, tariff=tariff)
        print_rerating(question=question, apply=apply, reason=reason, now=datetime.now(UTC), as_json=as_json)
