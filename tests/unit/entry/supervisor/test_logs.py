"""The children's logs: everything in a file of bounded size, complaints on the terminal, in measure."""

import asyncio
from pathlib import Path

import pytest

from smartnumbers.entry.supervisor import logs
from smartnumbers.entry.supervisor.logs import Log


async def follow(log: Log, *chunks: bytes) -> None:
    stream = asyncio.StreamReader()
    for chunk in chunks:
        stream.feed_data(chunk)
    stream.feed_eof()
    await log.follow(stream)


def sizes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in folder.iterdir()}


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def log(tmp_path: Path, told: list[str]) -> Log:
    return Log(path=tmp_path / "part.log", tell=told.append)


async def test_all_is_kept_and_complaints_are_told(log: Log, told: list[str], tmp_path: Path) -> None:
    text = (
        b"2026-11-22 14:05:09,123 INFO a.b: fine\n"
        b"2026-11-22 14:05:09,124 WARNING a.b: hm\n"
        b"ERROR c: without a time\n"
        b"Traceback (most recent call last):\n"
    )

    await follow(log, text[:50], text[50:])

    assert (tmp_path / "part.log").read_bytes() == text
    assert told == ["WARNING a.b: hm", "ERROR c: without a time"]
    assert log.last_line == "Traceback (most recent call last):"


async def test_a_hushed_child_complains_into_its_log_only(log: Log, told: list[str], tmp_path: Path) -> None:
    log.quiet = True

    await follow(log, b"2026-11-22 14:05:09,124 ERROR a: all leave\n")

    assert told == []
    assert "all leave" in (tmp_path / "part.log").read_text()


async def test_endless_complaints_do_not_drown_the_others(log: Log, told: list[str], tmp_path: Path) -> None:
    await follow(log, b"2026-11-22 14:05:09,124 ERROR a: again\n" * 500)

    assert told == ["ERROR a: again"] * logs.TOLD_MAXIMUM + [f"more such lines in {tmp_path / 'part.log'}"]


async def test_a_log_takes_a_bounded_place(log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_MAXIMUM", 10_000)
    monkeypatch.setattr(logs, "READ_BYTES", 1_000)

    await follow(log, b"x" * 999 + b"\n", *[b"y" * 999 + b"\n"] * 99)

    assert sizes(tmp_path).keys() == {"part.log", "part.log.1"}
    assert sum(sizes(tmp_path).values()) <= 22_000


async def test_a_disk_that_is_full_stops_nobody(log: Log, told: list[str], tmp_path: Path) -> None:
    (tmp_path / "part.log").mkdir()  # nothing can be written to that

    await follow(log, b"2026-11-22 14:05:09,124 ERROR a: still told\n")

    assert told == ["ERROR a: still told"]
