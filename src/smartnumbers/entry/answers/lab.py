"""What the lab keeps, on the command line: what telephones displayed, and the mails its mail server took."""

from datetime import datetime

import click

from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.entry.answers.printing import local, print_json
from smartnumbers.entry.configuration import Configuration
from smartnumbers.telephony.lab import displays, mailbox


def print_displays(*, configuration: Configuration) -> None:
    """What the telephones had on their displays, a line for each call."""
    for one in displays.read(folder=configuration.run):
        shown = " ".join(part for part in (one.name and f'"{one.name}"', one.number) if part)
        click.echo(f"{local(one.at)}  {one.phone:<20} {shown}")


def print_mails(*, configuration: Configuration, as_json: bool) -> None:
    """The mails, the oldest first."""
    kept = list(mailbox.mails(folder=configuration.lab_mails))
    if as_json:
        print_json([one.document() for one in kept])
        return
    for one in kept:
        click.echo(f"{local(from_datetime(datetime.fromisoformat(one.at)))}  {one.to}  {one.subject}")
        for part in one.attachments:
            click.echo(f"    {part.name}, {part.kind}, {part.size} bytes")
        click.echo(f"    {one.file}")
