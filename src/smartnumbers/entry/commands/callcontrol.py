"""`smartnumbers callcontrol`: the call control daemon alone, in the foreground."""

import click

from smartnumbers.entry import callcontrold, configuration


@click.command(name="callcontrol")
def command() -> None:
    """Run call control only, until it is told to stop."""
    callcontrold.main(configuration.read())
