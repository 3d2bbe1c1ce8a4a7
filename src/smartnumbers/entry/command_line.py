"""The command `smartnumbers`: one module in `entry/commands` for each word that follows it.

Commands are loaded when they are used, not before: `smartnumbers call` must not wait for Django.
"""

import importlib
import sys

import click

from smartnumbers import __version__
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.configuration import ConfigurationInvalid

# word -> module in entry/commands, the one-line help shown by --help
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "Start the whole product and stay in the foreground."),
    "call": ("call", "Place a real call from the lab and tell what happened."),
    "calls": ("calls", "The records of calls: list, show."),
    "numbers": ("numbers", "The service numbers: list."),
    "number": ("number", "What a telephone number is, who pays for it and which rules hold: show."),
    "route": ("route", "What would happen if somebody called now, and why."),
    "carriers": ("carriers", "The carriers, whether they are up, and the calls through them."),
    "rate": ("rate", "What a call costs, from JSON on standard input, and why."),
    "rerate": ("rerate", "What rating calls again would change, and the corrections that change it."),
    "journal": ("journal", "The call journal: verify, replay."),
    "statistics": ("statistics", "The statistics, which follow the record: status, rebuild."),
    "engine": ("engine", "The telephony engine and the voices: install, show."),
    "demo": ("demo", "Fill an empty database with the demo accounts."),
    "portal": ("portal", "Run the web portal only."),
    "callcontrol": ("callcontrol", "Run call control only."),
    "worker": ("worker", "Run the worker only."),
    "switch": ("switch", "Run the switch (Asterisk) only."),
    "lab": ("lab", "Run the lab (the outside world) only."),
    "manage": ("manage", "Django's own management commands."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported at their first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All words, in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command behind a word, from `entry/commands/<module>.py`, where it is called `command`."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"smartnumbers.entry.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help, from the table: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(word, help_line) for word, (_, help_line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="smartnumbers")
def root() -> None:
    """Smart Numbers: service numbers, run alone and on the web."""


def main() -> None:
    """Run the command line; a fault that the user can mend is one message and exit status 2, never a traceback."""
    try:
        root(prog_name="smartnumbers")
    except ConfigurationInvalid as fault:
        click.echo("The configuration cannot be used:", err=True)
        for line in fault.faults:
            click.echo(f"  {line}", err=True)
        sys.exit(2)
    except DomainError as fault:
        click.echo(f"{fault} [{fault.code}]", err=True)
        sys.exit(2)
