"""`smartnumbers worker`: the worker alone, in the foreground."""

import signal
from threading import Event

import click

from smartnumbers.entry import configuration, database
from smartnumbers.entry.configuration import Configuration
from smartnumbers.messaging.mail.server import MailServer, Security


@click.command(name="worker")
def command() -> None:
    """Write the records of ended calls into the database, mail messages, write exports, tidy up, until told to stop."""
    settings = configuration.read()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    database.load()
    from smartnumbers.jobs.postman import Post  # noqa: PLC0415 - needs Django set up
    from smartnumbers.jobs.worker import Settings, work  # noqa: PLC0415

    work(
        settings=Settings(
            node=settings.node,
            journal=settings.journal,
            run=settings.run,
            days=settings.journal_days,
            post=Post(
                node=settings.node,
                folder=settings.messages,
                days=settings.message_days,
                server=mail_server(settings),
                sender=settings.mail_from,
            ),
            exports=settings.exports,
        ),
        stop=stop,
    )


def mail_server(settings: Configuration) -> MailServer:
    """The mail server of the configuration."""
    return MailServer(
        host=settings.mail.host,
        port=settings.mail.port,
        security=Security(settings.mail_security),
        user=settings.mail_user,
        password=settings.mail_password,
    )
