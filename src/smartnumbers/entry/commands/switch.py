"""`smartnumbers switch`: the product's own Asterisk alone, in the foreground."""

import asyncio
import signal

import click

from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.switching import switch_of
from smartnumbers.telephony.asterisk import running
from smartnumbers.telephony.asterisk.engine import find


@click.command(name="switch")
def command() -> None:
    """Run the switch (Asterisk) only, until it is told to stop.

    Call control finds it at SMARTNUMBERS_ARI, so set a port there: with port 0 a free one is taken and printed.
    """
    settings = configuration.read()
    raise SystemExit(asyncio.run(_run(settings)))


async def _run(settings: Configuration) -> int:
    engine = find(cache=settings.cache, configured=settings.asterisk)
    instance = switch_of(configuration=settings)
    process = await running.start(instance=instance, engine=engine)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    try:
        await running.wait_until_up(instance=instance, process=process)
        click.echo(
            f"Asterisk {engine.version_text} is up: SIP {settings.sip}, ARI {instance.ari_url}, log {instance.log}"
        )
        ended = asyncio.create_task(process.wait(), name="asterisk")
        stopped = asyncio.create_task(stopping.wait(), name="stop")
        await asyncio.wait((ended, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not stopping.is_set():
            raise running.EngineFailed(f"Asterisk ended by itself:\n{running.log_end(instance=instance)}")
    finally:
        status = await running.stop(process=process)
    return status
