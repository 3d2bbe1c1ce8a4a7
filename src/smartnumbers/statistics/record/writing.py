"""Files of the record written side by side: while one is read by the store, the next ones are on their way."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.statistics.record.parts import Kind, Part

WORKERS = 2
_AHEAD = WORKERS + 2
"""How many files may wait for the store: they lie on disk meanwhile, some 50 MB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A piece of a table: what lies from `first` (included) to `end` in the order of its storage."""

    kind: Kind
    first: int
    end: int


def slices(*, kind: Kind, first: int, end: int, size: int) -> list[Slice]:
    """A table cut into pieces of a size."""
    return [Slice(kind=kind, first=start, end=min(start + size, end)) for start in range(first, end, size)]


def written(*, pieces: Sequence[Slice], folder: Path, write: Callable[[Slice, Path], None]) -> Iterator[Part]:
    """The files of some pieces, each written by `write` in a thread. Whoever stops early stops the writing."""
    waiting: deque[tuple[Slice, Path, Future[None]]] = deque()
    whole = sum(piece.end - piece.first for piece in pieces) or 1
    given = 0

    def take() -> Part:
        nonlocal given
        piece, file, future = waiting.popleft()
        future.result()
        given += piece.end - piece.first
        return Part(kind=piece.kind, file=file, share=given / whole)

    with ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="record") as pool:
        try:
            for index, piece in enumerate(pieces):
                file = folder / f"{piece.kind}-{index}.csv"
                waiting.append((piece, file, pool.submit(write, piece, file)))
                if len(waiting) >= _AHEAD:
                    yield take()
            while waiting:
                yield take()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
