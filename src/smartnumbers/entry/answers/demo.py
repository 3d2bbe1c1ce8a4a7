"""The demo from the command line."""

import sys
from dataclasses import asdict
from datetime import datetime

import click
from django.core.management import call_command

from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.demo.many.history import HistoryWish, make_history
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.answers.printing import print_json, print_table
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.demonstration import demo_log_ins, fill_if_empty


class DatabaseInUse(DomainError):
    """A database that holds something other than the demo."""

    code = "database-in-use"


def print_demo(*, configuration: Configuration, now: datetime, as_json: bool) -> None:
    """Fill the database with the demo if nobody uses it yet, and print how to log in. Raises DatabaseInUse."""
    call_command("migrate", verbosity=0, skip_checks=True)
    calls = fill_if_empty(configuration=configuration, now=now)
    people = demo_log_ins(configuration=configuration)
    if not people:
        raise DatabaseInUse("This database is in use already; the demo only fills an empty one.")
    if as_json:
        print_json([asdict(person) for person in people])
        return
    if calls is not None:
        click.echo(f"The demo is there, with {calls} past calls.")
    print_table(
        ["LOG-IN", "PASSWORD", "ROLE", "ACCOUNT", "NAME"],
        [[person.email, person.password, person.role, person.account, person.name] for person in people],
    )


def print_history(*, count: int, seed: int, accounts: int | None, days: int, now: datetime, as_json: bool) -> None:
    """Make up a large history, and print how many calls it has."""
    call_command("migrate", verbosity=0, skip_checks=True)
    wish = HistoryWish(calls=count, seed=seed, accounts=accounts, days=days)
    with click.progressbar(length=count, file=sys.stderr) as bar:

        def progress(what: str, done: int, of: int) -> None:
            bar.label, bar.length = what, of
            bar.update(done - bar.pos)

        report = make_history(access=platform_access(label="Demo"), wish=wish, now=now, progress=progress)
    if as_json:
        print_json({"lines": report.lines, "new": report.new, "duplicates": report.duplicates, "bad": report.bad})
        return
    click.echo(f"{report.new} calls are new, {report.duplicates} were there already.")
