"""The mails that the lab's mail server took, as files: the last of them, readable by the owner only."""

import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as plain
from pathlib import Path
from typing import Any
from uuid import UUID

from smartnumbers.core.foundation.identifiers import RANDOM_BYTES, uuid7
from smartnumbers.core.foundation.instants import to_datetime

KEPT = 200
DELIVERED_TO = "Delivered-To"
_SUFFIX = ".eml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file that came with a mail: its name, its media type, its size in bytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail that was kept; `at` is when it came (ISO 8601, UTC), `to` whom it was handed over for."""

    file: Path
    at: str
    sender: str
    to: str
    subject: str
    text: str
    attachments: tuple[Part, ...]

    def document(self) -> dict[str, Any]:
        """The mail as JSON-ready values."""
        return {**asdict(self), "file": str(self.file)}


def keep(*, folder: Path, content: bytes) -> None:
    """Keep a mail, and drop the oldest ones beyond KEPT."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = uuid7(at=time.time_ns() // 1_000_000, random=os.urandom(RANDOM_BYTES))
    fresh = folder / f".{name}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(folder / f"{name}{_SUFFIX}")
    for old in _files(folder)[:-KEPT]:
        old.unlink(missing_ok=True)


def mails(*, folder: Path) -> Iterator[Mail]:
    """The mails in a folder, the oldest first."""
    for file in _files(folder):
        message = message_from_bytes(file.read_bytes(), policy=plain)
        body = message.get_body(preferencelist=("plain",))
        yield Mail(
            file=file,
            at=to_datetime(UUID(file.stem).int >> 80).isoformat(),
            sender=str(message["From"] or ""),
            to=", ".join(str(one) for one in message.get_all(DELIVERED_TO, [])),
            subject=str(message["Subject"] or ""),
            text="" if body is None else str(body.get_content()).replace("\r\n", "\n"),
            attachments=tuple(_part(part) for part in message.iter_attachments()),
        )


def _files(folder: Path) -> list[Path]:
    """The files of mails, the oldest first: their names sort by time."""
    return sorted(folder.glob(f"[!.]*{_SUFFIX}"))


def _part(part: EmailMessage) -> Part:
    content = part.get_payload(decode=True)
    size = len(content) if isinstance(content, bytes) else 0
    return Part(name=part.get_filename() or "", kind=part.get_content_type(), size=size)
