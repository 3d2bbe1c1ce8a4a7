"""`smartnumbers rate`: what a call costs, from standard input, by the same code as the switch."""

import sys

import click

from smartnumbers.entry.answers.rate import print_rated


@click.command(name="rate")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """What the call on standard input costs, and why: a JSON object with `duration` (seconds), `timeline`, `fees`.

    A JSON array of such objects gives an array, each item a result or an error.
    """
    print_rated(sys.stdin.buffer.read(), as_json=as_json)
