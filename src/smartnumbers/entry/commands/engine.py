"""`smartnumbers engine install|show`: the telephony engine and the voices."""

import json
import time
from typing import Any

import click

from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import Configuration
from smartnumbers.telephony.asterisk import bundle as asterisk
from smartnumbers.telephony.asterisk import engine as engines
from smartnumbers.telephony.speech import voices as speech

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group(name="engine")
def command() -> None:
    """The telephony engine (Asterisk) and the voices (espeak-ng): install them, show what is in use."""


@command.command()
@click.option("--again", is_flag=True, help="Build the bundles anew even where they are there (for a newer version).")
@JSON
def install(*, again: bool, as_json: bool) -> None:
    """Make sure that there is an engine and that there are voices; nothing of the system is changed.

    What the machine has is used. What it lacks is made of its distribution's packages, in SMARTNUMBERS_CACHE.
    """
    settings = configuration.read()
    began = time.monotonic()
    if not _has_own_engine(settings):
        asterisk.install(cache=settings.cache, again=again)
    if speech.of_machine() is None:
        speech.install(cache=settings.cache, again=again)
    about = _about(settings)
    about["seconds"] = round(time.monotonic() - began, 1)
    _tell(about, as_json=as_json)


@command.command()
@JSON
def show(*, as_json: bool) -> None:
    """Which engine and which voices are used, and where they are."""
    _tell(_about(configuration.read()), as_json=as_json)


def _has_own_engine(settings: Configuration) -> bool:
    """Whether an Asterisk of the machine is used. Raises EngineMissing where the configured one cannot be."""
    try:
        return not engines.find(cache=settings.cache, configured=settings.asterisk).bundled
    except engines.EngineMissing:
        if settings.asterisk is not None:
            raise
        return False


def _about(settings: Configuration) -> dict[str, Any]:
    engine = engines.find(cache=settings.cache, configured=settings.asterisk)
    voices = speech.find(cache=settings.cache)
    return {
        "engine": "asterisk",
        "version": engine.version_text,
        "bundled": engine.bundled,
        "command": " ".join(engine.command),
        "modules": str(engine.modules),
        "voices": {"bundled": voices.bundled, "command": " ".join(voices.command)},
        "cache": str(settings.cache),
    }


def _tell(about: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(about, indent=2))
        return
    whose = {True: "the bundle", False: "this machine's own"}
    took = f" ({about['seconds']} s)" if about.get("seconds") else ""
    click.echo(f"Asterisk {about['version']}, {whose[about['bundled']]}: {about['command'].split()[-1]}{took}")
    voices = about["voices"]
    click.echo(f"espeak-ng, {whose[voices['bundled']]}: {voices['command'].split()[-1]}")
