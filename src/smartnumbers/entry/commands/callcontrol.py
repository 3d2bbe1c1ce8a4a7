"""`smartnumbers callcontrol`: the call control daemon alone, in the foreground."""

import click

from smartnumbers.entry import callcontrold, configuration


@click.command(name="callcontrol")
@click.option("--without-engine", metavar="WHY", default="", help="Say that there is no telephony engine, and why.")
def command(*, without_engine: str) -> None:
    """Run call control only, until it is told to stop."""
    callcontrold.main(configuration.read(), engine_missing=without_engine)
