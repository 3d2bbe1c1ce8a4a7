"""A mail as it is sent: plain text, perhaps with a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from smartnumbers.core.foundation.errors import DomainError


class LetterInvalid(DomainError):
    """A mail that cannot be written: an address or a header that is none. Trying again never helps."""

    code = "mail-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail; `kind` is its media type ("audio/wav")."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to one address.

    `letter_id` is what its Message-ID is made of, the same however often it is tried, so that whoever receives it
    twice can tell. `language` (ISO 639) is that of subject and text.
    """

    letter_id: str
    sender: str
    to: str
    subject: str
    text: str
    language: str
    at: datetime
    attachments: Sequence[Attachment] = ()


def written(letter: Letter) -> EmailMessage:
    """The message of a letter (RFC 5322), marked as sent by a machine (RFC 3834). Raises LetterInvalid."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = letter.sender
        message["To"] = letter.to
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.letter_id}@{_domain(message)}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        for attachment in letter.attachments:
            kind, _, form = attachment.kind.partition("/")
            message.add_attachment(attachment.content, maintype=kind, subtype=form, filename=attachment.name)
        message["Content-Language"] = letter.language
        if not message["To"].addresses or not all(one.addr_spec.isascii() for one in message["To"].addresses):
            raise LetterInvalid(f"{letter.to!r} is no address", parameters={"to": letter.to})
    except (MessageError, HeaderParseError, ValueError, IndexError) as fault:
        raise LetterInvalid(f"{type(fault).__name__}: {fault}", parameters={"to": letter.to}) from fault
    return message


def _domain(message: EmailMessage) -> str:
    """The part of the sender's address that says where ids are unique."""
    addresses = message["From"].addresses
    return addresses[0].domain if addresses and addresses[0].domain else "localhost"
