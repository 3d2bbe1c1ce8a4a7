"""`smartnumbers manage …`: Django's management commands with the product's settings."""

import os

import click


@click.command(
    name="manage",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Django's own management commands (migrate, shell, createsuperuser…)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartnumbers.entry.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - loads Django

    execute_from_command_line(["smartnumbers manage", *arguments])
