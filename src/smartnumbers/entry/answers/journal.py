"""Answers about the call journal."""

from pathlib import Path

import click

from smartnumbers.entry.answers.printing import print_json, print_table
from smartnumbers.jobs.journalcheck import replay, verify

_SHOWN = 20


def print_verification(*, folder: Path, node: str, as_json: bool) -> bool:
    """What a check of the journal found; tells whether all is well. Raises OSError or a database error."""
    found = verify(folder=folder, node=node)
    if as_json:
        print_json(found.document())
        return found.clean
    inspection = found.inspection
    click.echo(
        f"{inspection.segments} segments, {inspection.entries} entries, {inspection.ended} ended calls"
        + (", being written" if found.being_written else "")
    )
    if found.pending:
        click.echo(f"{found.pending} ended calls still wait for the worker")
    if found.missing:
        click.echo(
            f"{len(found.missing)} ended calls are missing in the database; `smartnumbers journal replay` writes them:"
        )
        for call_id in found.missing[:_SHOWN]:
            click.echo(f"  {call_id}")
    if found.findings:
        print_table(
            ["SEGMENT", "BYTE", "FAULT", "WHY"],
            [[one.segment, str(one.offset), one.fault, one.reason] for one in found.findings[:_SHOWN]],
            right=(1,),
        )
        if len(found.findings) > _SHOWN:
            click.echo(f"… and {len(found.findings) - _SHOWN} more")
    if found.clean:
        click.echo("All is well.")
    return found.clean


def print_replay(*, folder: Path, node: str, as_json: bool) -> None:
    """What a replay repaired. Raises OSError or a database error."""
    done = replay(folder=folder, node=node)
    if as_json:
        print_json(done.document())
        return
    click.echo(f"{done.written} of {done.ended} ended calls were missing in the database and are written now")
    if done.torn_bytes:
        click.echo(f"A torn last line of {done.torn_bytes} bytes was cut off and kept in a .torn file")
    if done.unreadable:
        click.echo(f"{done.unreadable} ended calls have no readable record; `smartnumbers journal verify` tells which")
