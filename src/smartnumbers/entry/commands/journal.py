"""`smartnumbers journal`: is everything in the call journal, and in the database."""

import sys

import click

from smartnumbers.entry import configuration, database


@click.group(name="journal")
def command() -> None:
    """The call journal: what is on disk before it counts. Both commands work while the product runs."""


@command.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_journal(as_json: bool) -> None:
    """Check every line, and every ended call against the database. Exit status 0: all is well; 1: something is not."""
    settings = configuration.read()
    with database.opened():
        from smartnumbers.entry.answers.journal import print_verification  # noqa: PLC0415 - needs Django set up

        clean = print_verification(folder=settings.journal, node=settings.node, as_json=as_json)
    sys.exit(0 if clean else 1)


@command.command(name="replay")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def replay_journal(as_json: bool) -> None:
    """Write every ended call that the database lacks; cut off a torn last line where nobody writes."""
    settings = configuration.read()
    with database.opened():
        from smartnumbers.entry.answers.journal import print_replay  # noqa: PLC0415 - needs Django set up

        print_replay(folder=settings.journal, node=settings.node, as_json=as_json)
