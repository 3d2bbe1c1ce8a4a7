"""Importing calls from the command line: a bar while it goes on, and what became of the lines."""

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.importing.columns import MEANINGS
from smartnumbers.apps.callrecords.importing.run import ImportReport, ImportWish, import_calls
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.answers.printing import print_json


class ZoneUnknown(DomainError):
    """The name of no time zone."""

    code = "zone-unknown"


def print_import(*, file: Path, zone: str, dry_run: bool, listed: int, now: datetime, as_json: bool) -> bool:
    """Import a file of calls and print what became of it; whether a line was bad.

    Raises ZoneUnknown or ImportFileUnreadable.
    """
    _check(zone)
    wish = ImportWish(file=file, zone=zone, dry_run=dry_run, listed=listed)
    with click.progressbar(length=0, label=file.name, file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        report = import_calls(access=platform_access(label="command line"), wish=wish, at=now, progress=progress)
    if as_json:
        print_json(asdict(report) | {"dry_run": dry_run})
    else:
        _print(report, dry_run)
    return report.bad > 0


def _check(zone: str) -> None:
    try:
        if zone:
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ZoneUnknown(f"There is no time zone {zone!r}.", parameters={"zone": zone}) from fault


def _print(report: ImportReport, dry_run: bool) -> None:
    new = "would be new" if dry_run else "new"
    click.echo(f"{report.lines} lines: {report.new} {new}, {report.duplicates} known already, {report.bad} bad.")
    for bad in report.bad_lines:
        click.echo(f"  line {bad.line}: {bad.fault} ({MEANINGS[bad.fault]})")
    if report.bad > len(report.bad_lines):
        click.echo(f"  and {report.bad - len(report.bad_lines)} more (--list)")
