"""Handing a mail to a mail server over SMTP (RFC 5321), and what may be in the way of it."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.messaging.mail.letter import Letter, written

TIMEOUT_SECONDS = 20.0
_ANSWER_CHARACTERS = 300
# The server wants a log-in, or did not take ours: settings that an operator can put right (RFC 4954, section 6).
_LOGIN = frozenset({530, 534, 535, 538})
_TOO_LARGE = 552


class Security(StrEnum):
    """How the way to a mail server is protected: not at all, by STARTTLS (RFC 3207), or by TLS from the start."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server: where it is and how it is spoken to. Without a `user` there is no log-in.

    Its certificate must be one that this machine trusts. `timeout` (seconds) is for each answer.
    """

    host: str
    port: int
    security: Security = Security.NONE
    user: str = ""
    password: str = ""
    timeout: float = TIMEOUT_SECONDS


class MailNotSent(DomainError):
    """A mail the server did not take; `again` says whether trying again later can help, `answer` what it said.

    Codes: "mail-unreachable" (no connection, or it broke), "mail-not-secure" (no TLS, or a certificate that is not
    trusted), "mail-login-refused", "mail-sender-refused" (our address), "mail-postponed" (a 4xx answer),
    "mail-recipient-refused" and "mail-refused" (a 5xx answer to the address or to the mail itself).
    """

    code = "mail-not-sent"

    def __init__(self, code: str, *, again: bool, answer: str = "") -> None:
        super().__init__(f"{code}: {answer}" if answer else code)
        self.code = code
        self.again = again
        self.answer = " ".join(answer.split())[:_ANSWER_CHARACTERS]


def send(*, server: MailServer, letter: Letter) -> None:
    """Hand a letter to the server: when this returns, the server has taken it.

    Raises MailNotSent, or LetterInvalid. A connection that breaks after the letter was sent and before the server's
    answer leaves open whether it was taken; this counts as not taken.
    """
    message = written(letter)
    with _told(), _connected(server) as client:
        client.send_message(message)


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    host = server.host.strip("[]")
    tls = ssl.create_default_context()
    if server.security is Security.TLS:
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port, timeout=server.timeout, context=tls)
    else:
        client = smtplib.SMTP(host, server.port, timeout=server.timeout)
    try:
        if server.security is Security.STARTTLS:
            client.starttls(context=tls)
        if server.user:
            client.login(server.user, server.password)
        yield client
    finally:
        # Whatever is answered to this, the letter was taken before or it was not.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            client.quit()


@contextmanager
def _told() -> Iterator[None]:
    """Say of what smtplib raises what it means for us."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as fault:
        raise MailNotSent("mail-login-refused", again=True, answer=_answer(fault)) from fault
    except smtplib.SMTPRecipientsRefused as fault:
        code, said = next(iter(fault.recipients.values()))
        raise _refused("mail-recipient-refused", code, f"{code} {_text(said)}") from fault
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as fault:
        # The server wants nothing of us at present; that is not about this letter.
        raise MailNotSent("mail-unreachable", again=True, answer=_answer(fault)) from fault
    except smtplib.SMTPSenderRefused as fault:
        if fault.smtp_code in _LOGIN or fault.smtp_code == _TOO_LARGE:
            raise _refused("mail-refused", fault.smtp_code, _answer(fault)) from fault
        raise MailNotSent("mail-sender-refused", again=True, answer=_answer(fault)) from fault
    except smtplib.SMTPResponseException as fault:
        raise _refused("mail-refused", fault.smtp_code, _answer(fault)) from fault
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as fault:
        # STARTTLS or a log-in that the server does not offer, or a certificate that is not trusted.
        raise MailNotSent("mail-not-secure", again=True, answer=str(fault)) from fault
    except OSError as fault:  # among them all others of smtplib
        raise MailNotSent("mail-unreachable", again=True, answer=str(fault)) from fault


def _refused(code: str, reply: int, answer: str) -> MailNotSent:
    if reply in _LOGIN:
        return MailNotSent("mail-login-refused", again=True, answer=answer)
    if 500 <= reply < 600:
        return MailNotSent(code, again=False, answer=answer)
    return MailNotSent("mail-postponed" if reply > 0 else "mail-unreachable", again=True, answer=answer)


def _answer(fault: smtplib.SMTPResponseException) -> str:
    return f"{fault.smtp_code} {_text(fault.smtp_error)}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
