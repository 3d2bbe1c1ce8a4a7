"""`smartnumbers call`: a real call from the outside, and what came of it."""

import asyncio
import os
import re
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import orjson

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import normalise
from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import Configuration
from smartnumbers.telephony.lab import access, probe, speaking, wording
from smartnumbers.telephony.lab.access import LabAccess
from smartnumbers.telephony.lab.caller import Caller
from smartnumbers.telephony.lab.order import CallOrder
from smartnumbers.telephony.lab.report import CallEvent, CallReport

DEFAULT_CALLER = "+41795550101"
NO_CALLER = "none"
_TARGET = re.compile(r"(?P<host>[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")


class ProductNotRunning(DomainError):
    """Nothing answers at the product's SIP address."""

    code = "product-not-running"


class CallMisused(DomainError):
    """Options that do not go together, or cannot be read."""

    code = "call-misused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command line, as read."""

    number: str
    caller: str
    seconds: float
    patience: float
    press: str
    press_early: str
    save: Path | None
    say: str | None
    language: str
    play: Path | None
    speak_after: float
    withheld: bool
    dial_as: str | None
    target: str | None
    as_json: bool


@click.command(name="call", context_settings={"show_default": True})
@click.argument("number")
@click.option(
    "--from", "caller", default=DEFAULT_CALLER, metavar="NUMBER", help=f"Who calls; {NO_CALLER} for no number."
)
@click.option(
    "--for", "seconds", type=click.FloatRange(min=0), default=10.0, metavar="SECONDS", help="Stay after answer."
)
@click.option("--patience", type=click.FloatRange(min=0.1), default=60.0, metavar="SECONDS", help="Wait for an answer.")
@click.option("--press", default="", metavar="KEYS", help="Keys to press after the answer; a comma waits a second.")
@click.option("--press-early", default="", metavar="KEYS", help="Keys to press into sound before the answer (183).")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep what was heard, as a WAV file.")
@click.option("--say", metavar="TEXT", help="Speak after the answer.")
@click.option("--language", type=click.Choice(("de", "fr", "it", "en")), default="de", help="The language of --say.")
@click.option("--play", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play a WAV file instead.")
@click.option(
    "--speak-after", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS", help="When --say or --play begins."
)
@click.option("--withheld", is_flag=True, help="Ask for the number not to be shown (Privacy: id).")
@click.option("--dial-as", metavar="DIGITS", help="Send exactly these digits instead of the number in +41… form.")
@click.option("--to", "target", metavar="HOST:PORT", help="Call another SIP address than the product's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def command(**options: Any) -> None:
    """Place a real call to NUMBER from the lab, as a carrier would, and tell what happened.

    NUMBER is a service number, national or international. The exit status is 0 when somebody answered, 1 when not, 2
    when the call could not even be placed.
    """
    asked = Asked(**options)
    report = asyncio.run(_call(asked, configuration.read()))
    if asked.as_json:
        click.echo(orjson.dumps(report.document()).decode())
    else:
        for line in wording.summary(report=report):
            click.echo(line)
    sys.exit(0 if report.answered else 1)


async def _call(asked: Asked, settings: Configuration) -> CallReport:
    host, port = _target(asked, settings)
    dialled, caller = _dialled(asked), "" if asked.caller == NO_CALLER else normalise(asked.caller)
    if asked.say is not None and asked.play is not None:
        raise CallMisused("Either --say or --play, not both.")
    save = None if asked.save is None else asked.save.absolute()
    if save is not None and not os.access(save.parent, os.W_OK):
        raise CallMisused(f"--save: the folder {save.parent} is not there or cannot be written to.")
    lab = access.read(folder=settings.run)
    if not await probe.answers(host=host, port=port):
        raise ProductNotRunning(f"Nothing answers SIP at {host}:{port}; start it with `make run`.")
    with ExitStack() as stack:
        order = CallOrder(
            dialled=dialled, target=f"{host}:{port}", caller=caller, withheld=asked.withheld, talk=asked.seconds,
            patience=asked.patience, keys=asked.press, early_keys=asked.press_early,
            play=_sound(asked, settings, lab, stack), play_after=asked.speak_after, save=save,
        )  # fmt: skip
        async with await Caller.connect(access=lab) as calling:
            return await calling.place(order=order, watch=None if asked.as_json else _tell)


def _tell(event: CallEvent) -> None:
    click.echo(wording.line(event=event))


def _target(asked: Asked, settings: Configuration) -> tuple[str, int]:
    """Where the call goes; a product that listens on all addresses is called on loopback."""
    match = _TARGET.fullmatch(asked.target or str(settings.sip))
    if match is None or not 0 < int(match["port"]) < 65536:
        raise CallMisused(f"{asked.target or settings.sip}: expected host:port, for example 127.0.0.1:5060.")
    return "127.0.0.1" if match["host"] == "0.0.0.0" else match["host"], int(match["port"])  # noqa: S104 - compared only


def _dialled(asked: Asked) -> str:
    """The digits in the request line: international with "+", a French short number without its country."""
    return asked.dial_as if asked.dial_as is not None else normalise(asked.number).removeprefix("FR:")


def _sound(asked: Asked, settings: Configuration, lab: LabAccess, stack: ExitStack) -> Path | None:
    """The file that the caller plays, laid out in the lab until the call is over."""
    if asked.say is not None:
        saying = speaking.spoken(text=asked.say, language=asked.language, folder=lab.sounds, cache=settings.cache)
        return stack.enter_context(saying)
    if asked.play is not None:
        return stack.enter_context(speaking.playable(source=asked.play, folder=lab.sounds))
    return None
