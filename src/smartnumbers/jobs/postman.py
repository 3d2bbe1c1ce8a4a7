"""Takes callers' messages to their mailboxes, one after the other, and writes down what came of each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from django.db import Error as DatabaseFault
from django.db import connection

from smartnumbers.apps.callrecords.messagemail import letter_of
from smartnumbers.apps.callrecords.models import Delivery, VoiceMessage
from smartnumbers.apps.callrecords.voicemail import claim, note_failed, note_sent
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.messaging.mail.letter import LetterInvalid
from smartnumbers.messaging.mail.server import MailNotSent, MailServer, send

POLL_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 10.0
SOUND_MISSING = "mail-sound-missing"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Which messages are sent and how: those of a node's calls, whose sound lies in `folder` and is kept so many days;
    over `server`, in the name of `sender`."""

    node: str
    folder: Path
    days: int
    server: MailServer
    sender: str


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Postman:
    """Sends messages. `run` belongs to a thread of its own: a slow mail server must never keep a record waiting."""

    def __init__(self, *, post: Post, stop: Event, clock: Callable[[], datetime] = now) -> None:
        self._post = post
        self._stop = stop
        self._clock = clock

    def run(self) -> None:
        """Send what waits until told to stop."""
        pause = POLL_SECONDS
        try:
            while not self._stop.wait(pause):
                pause = POLL_SECONDS
                try:
                    while not self._stop.is_set() and self.send_next():
                        pass
                except DatabaseFault as fault:
                    log.warning("messages have to wait: %s", fault)
                    connection.close()
                    pause = LONGEST_WAIT_SECONDS
        finally:
            connection.close()

    def send_next(self) -> bool:
        """Try the message whose turn it is; False where there is none. Raises a database error."""
        message = claim(node=self._post.node, at=self._now())
        if message is None:
            return False
        try:
            letter = letter_of(
                message=message,
                folder=self._post.folder,
                sender=self._post.sender,
                days=self._post.days,
                at=self._clock(),
            )
            send(server=self._post.server, letter=letter)
        except MailNotSent as fault:
            self._failed(message, fault.code, fault.answer, again=fault.again)
        except LetterInvalid as fault:
            self._failed(message, fault.code, str(fault), again=False)
        except OSError as fault:
            self._failed(message, SOUND_MISSING, fault.strerror or "", again=True)
        else:
            note_sent(message=message, at=self._now())
        return True

    def _failed(self, message: VoiceMessage, fault: str, answer: str, *, again: bool) -> None:
        state = note_failed(message=message, at=self._now(), fault=fault, answer=answer, again=again)
        level = logging.WARNING if state is Delivery.FAILED else logging.INFO
        log.log(level, "the message of call %s was not sent (%s, %s): %s", message.pk, fault, state.value, answer)

    def _now(self) -> int:
        return from_datetime(self._clock())
