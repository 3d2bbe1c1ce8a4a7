"""Asks the statistics daemon, from any thread."""

import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

import msgspec

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics import wire
from smartnumbers.statistics.answers import ReplicaStatus
from smartnumbers.statistics.questions import ANSWERS, A, Question, Rebuild, Status

T = TypeVar("T")

_DECODERS: dict[type, msgspec.json.Decoder[object]] = {
    question: msgspec.json.Decoder(answer) for question, answer in ANSWERS.items()
}


class StatisticsAway(DomainError):
    """The daemon cannot be reached, or its replica is not ready yet. Trying again can help."""

    code = "statistics-away"
    retryable = True


class QuestionRefused(DomainError):
    """The daemon does not understand a question, as one of another release does not; `parameters["fault"]` says why."""

    code = "statistics-question-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Generic[T]):
    """An answer, and how many milliseconds ago the replica had all that the record had (None: it has it now)."""

    answer: T
    behind_ms: int | None


class StatisticsClient:
    """One connection for each thread that asks, made at its first question and again where it broke."""

    def __init__(self, *, socket: Path, timeout: float = 10) -> None:
        self._path = socket
        self._timeout = timeout
        self._local = threading.local()

    def ask(self, question: Question[A]) -> A:
        """The answer to a question. Raises StatisticsAway or QuestionRefused."""
        return self.answered(question).answer

    def answered(self, question: Question[A]) -> Answered[A]:
        """The answer to a question, and how old it is. Raises StatisticsAway or QuestionRefused."""
        return cast(Answered[A], self._ask(question))

    def status(self) -> ReplicaStatus:
        """How far the replica is. Raises StatisticsAway."""
        return cast(ReplicaStatus, self._ask(Status()).answer)

    def rebuild(self) -> ReplicaStatus:
        """Have the replica made anew; `status` tells how it goes. Raises StatisticsAway."""
        return cast(ReplicaStatus, self._ask(Rebuild()).answer)

    def close(self) -> None:
        """Close this thread's connection; its next question opens another."""
        connection: socket.socket | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _ask(self, question: object) -> Answered[object]:
        told = self._told(wire.frame(message=question))
        if told.fault:
            if told.fault == StatisticsAway.code:
                raise StatisticsAway(told.text)
            raise QuestionRefused(told.text, parameters={"fault": told.fault})
        try:
            answer = _DECODERS[type(question)].decode(told.answer)
        except msgspec.DecodeError as fault:
            raise StatisticsAway(f"The statistics daemon is of another release: {fault}.") from fault
        return Answered(answer=answer, behind_ms=told.behind_ms)

    def _told(self, request: bytes) -> wire.Told:
        """What comes back; over a new connection where the one kept is found broken, as after a restart."""
        kept = getattr(self._local, "connection", None) is not None
        try:
            return wire.read_told(body=self._exchange(request))
        except (OSError, EOFError, msgspec.DecodeError) as fault:
            self.close()
            if not kept or isinstance(fault, TimeoutError):
                raise StatisticsAway(f"The statistics daemon cannot be asked: {_reason(fault)}.") from fault
        try:
            return wire.read_told(body=self._exchange(request))
        except (OSError, EOFError, msgspec.DecodeError) as fault:
            self.close()
            raise StatisticsAway(f"The statistics daemon cannot be asked: {_reason(fault)}.") from fault

    def _exchange(self, request: bytes) -> bytes:
        connection = self._connection()
        connection.sendall(request)
        (length,) = wire.LENGTH.unpack(_read(connection, wire.LENGTH.size))
        if length > wire.ANSWER_MAXIMUM:
            raise EOFError("not an answer")
        return _read(connection, length)

    def _connection(self) -> socket.socket:
        connection: socket.socket | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self._timeout)
            try:
                connection.connect(str(self._path))
            except OSError:
                connection.close()
                raise
            self._local.connection = connection
        return connection


def _read(connection: socket.socket, length: int) -> bytes:
    """So many bytes. Raises EOFError where the connection ends before them."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError("the connection ended")
        parts += part
    return bytes(parts)


def _reason(fault: Exception) -> str:
    return str(getattr(fault, "strerror", None) or str(fault) or type(fault).__name__)
