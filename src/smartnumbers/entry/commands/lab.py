"""`smartnumbers lab`: the outside world (a carrier and its telephones) in the foreground."""

import asyncio
import logging
import signal
import sys

import click

from smartnumbers.entry import configuration, database
from smartnumbers.entry.certificate import certificate_of
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.firstcarriers import LINE_SECRET
from smartnumbers.entry.secrets import secret
from smartnumbers.telephony.asterisk.engine import find
from smartnumbers.telephony.lab import conditions
from smartnumbers.telephony.lab.conditions import Condition, Line
from smartnumbers.telephony.lab.lab import Lab, LabPlan
from smartnumbers.telephony.lab.phones import PHONES


@click.group(name="lab", invoke_without_command=True)
@click.option("--phones", is_flag=True, help="Only list the lab's telephones and their numbers.")
@click.option("--displays", "seen", is_flag=True, help="Only list what the telephones had on their displays.")
@click.pass_context
def command(context: click.Context, phones: bool, seen: bool) -> None:
    """Run the lab: a second Asterisk that plays the carrier and the telephones, and a mail server.

    Stays in the foreground until it is ended (Ctrl-C, SIGTERM). Configured by SMARTNUMBERS_LAB_SIP, …_LAB_RTP,
    …_LAB_ARI and …_LAB_MAIL.
    """
    if context.invoked_subcommand is not None:
        return
    settings = configuration.read()
    if phones:
        for phone in PHONES:
            click.echo(f"{phone.number()}  {phone.name:<12} {phone.text}")
        return
    if seen:
        database.load()
        from smartnumbers.entry.answers.lab import print_displays  # noqa: PLC0415 - needs Django set up

        print_displays(configuration=settings)
        return
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    for talkative in ("httpx", "mail.log"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    sys.exit(asyncio.run(_run(plan_of(settings=settings), settings)))


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
def mail(as_json: bool) -> None:
    """List the mails that the lab's mail server took, the oldest first; they lie as .eml files in HOME/lab/mail."""
    database.load()
    from smartnumbers.entry.answers.lab import print_mails  # noqa: PLC0415 - needs Django set up

    print_mails(configuration=configuration.read(), as_json=as_json)


@command.command(name="carrier")
@click.argument("line", type=click.Choice([one.value for one in Line]))
@click.argument("condition", type=click.Choice([one.value for one in Condition]))
def carrier(line: str, condition: str) -> None:
    """Make a carrier of the running lab fail, or come back.

    LINE is the first carrier, known by its address, or the line that one registers with. CONDITION: it is up, it is
    failing (it refuses every call with 503), or it is dead (it reacts to nothing at all).
    """
    conditions.put(folder=configuration.read().run, line=Line(line), condition=Condition(condition))


def plan_of(*, settings: Configuration) -> LabPlan:
    """The lab that this configuration asks for."""
    return LabPlan(
        home=settings.home,
        run=settings.run,
        cache=settings.cache,
        sip=(settings.lab_sip.host, settings.lab_sip.port),
        line=(settings.lab_line.host, settings.lab_line.port),
        rtp=(settings.lab_rtp.first, settings.lab_rtp.last),
        ari=(settings.lab_ari.host, settings.lab_ari.port),
        mail=(settings.lab_mail.host, settings.lab_mail.port),
        mails=settings.lab_mails,
        line_password=secret(folder=settings.secrets, name=LINE_SECRET),
        certificate=certificate_of(configuration=settings),
    )


async def _run(plan: LabPlan, settings: Configuration) -> int:
    """Run the lab until a signal comes (status 0) or its Asterisk ends by itself (status 1)."""
    asked_to_end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
    engine = await asyncio.to_thread(find, cache=settings.cache, configured=settings.asterisk)
    lab = await Lab.start(plan=plan, engine=engine)
    click.echo(f"lab: telephones at {settings.lab_sip}")
    waiting = {asyncio.create_task(asked_to_end.wait()), asyncio.create_task(lab.wait_ended())}
    try:
        _, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
    finally:
        await lab.stop()
    if asked_to_end.is_set():
        return 0
    click.echo("lab: its Asterisk ended by itself", err=True)
    return 1
