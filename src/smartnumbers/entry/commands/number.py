"""`smartnumbers number`: what a telephone number is, by the laws of its country. Needs no database."""

from datetime import UTC, date, datetime

import click

from smartnumbers.core.numbering.dialled import COUNTRY_CODES
from smartnumbers.core.numbering.reading import read_number
from smartnumbers.core.numbering.rules import Family
from smartnumbers.entry.answers.number import print_number


@click.group(name="number")
def command() -> None:
    """What a telephone number is: its class, who pays, and the rules that hold for it."""


@command.command(name="show")
@click.argument("written")
@click.option(
    "--country",
    type=click.Choice(list(COUNTRY_CODES), case_sensitive=False),
    help="How a number without an international prefix is read; without it, as a Swiss one, but for the short "
    "numbers that only France has.",
)
@click.option(
    "--family",
    type=click.Choice([family.value for family in Family]),
    help="The tariff family of a French short number, where it is not the premium one.",
)
@click.option("--on", metavar="DATE", help="The rules of that day (2026-12-24); by default today's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(written: str, country: str | None, family: str | None, on: str | None, as_json: bool) -> None:
    """The number that is WRITTEN, in any usual form."""
    try:
        day = datetime.now(UTC).date() if on is None else date.fromisoformat(on)
    except ValueError as fault:
        raise click.BadParameter(f"{on!r} is not a date", param_hint="--on") from fault
    known = None if family is None else Family(family)
    print_number(read_number(written, country=country, family=known), on=day, family=known, as_json=as_json)
