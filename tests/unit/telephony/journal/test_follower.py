"""Following a journal while it is written."""

import os
from pathlib import Path

import pytest

from smartnumbers.telephony.journal.follower import Follower, Position
from smartnumbers.telephony.journal.pruning import prune
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.writer import JournalWriter
from tests.unit.telephony.journal.cast import ended, offered, write_segment


def calls(follower: Follower, limit: int = 500) -> list[str]:
    return [call.entry["call"] for call in follower.read(limit=limit).ended]


async def test_ended_calls_are_seen_once_as_they_are_written_over_segments_and_restarts(tmp_path: Path) -> None:
    follower = Follower(folder=tmp_path, position=None)
    seen, number = [], 0
    for _ in range(3):
        journal = await JournalWriter.open(folder=tmp_path, segment_bytes=1_000)
        await journal.append(offered("stays open"))
        for _ in range(20):
            await journal.append(offered(str(number)))
            await journal.append(ended(str(number)))
            number += 1
            seen += calls(follower)
        await journal.close()
    assert seen == [str(one) for one in range(number)]
    assert len(segments(tmp_path)) > 6


async def test_reading_goes_on_behind_any_call_that_was_taken(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path, segment_bytes=600)
    for number in range(30):
        await journal.append(ended(str(number)))
    await journal.close()
    position: Position | None = None
    seen = []
    while True:
        news = Follower(folder=tmp_path, position=position).read(limit=1)
        if not news.ended:
            break
        seen.append(news.ended[0].entry["call"])
        position = news.ended[0].after
    assert seen == [str(one) for one in range(30)]


def test_a_line_in_the_middle_of_being_written_is_waited_for(tmp_path: Path) -> None:
    path = write_segment(tmp_path, 1, [ended("a"), ended("b")])
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    follower = Follower(folder=tmp_path, position=None)
    assert calls(follower) == ["a"]
    assert calls(follower) == []
    with path.open("ab") as file:
        file.write(whole[-10:])
    assert calls(follower) == ["b"]


def test_a_damaged_line_is_handed_over_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write_segment(tmp_path, 1, [ended("a"), ended("b"), ended("c")])
    path.write_bytes(path.read_bytes().replace(b'"b"', b'"x"'))
    news = Follower(folder=tmp_path, position=None).read(limit=10)
    assert [call.entry["call"] for call in news.ended] == ["a", "c"]
    (bad,) = news.bad
    assert bad.reason == "checksum"
    assert bad.at.offset == news.ended[0].after.offset


async def test_what_the_next_segment_says_does_not_count_is_not_read(tmp_path: Path) -> None:
    for call in ("a", "b"):
        journal = await JournalWriter.open(folder=tmp_path)
        await journal.append(ended(call))
        await journal.close()
    first = segments(tmp_path)[0].path
    with first.open("ab") as file:
        file.write(first.read_bytes().splitlines(keepends=True)[-1] + b"half a li")
    news = Follower(folder=tmp_path, position=None).read(limit=10)
    assert [call.entry["call"] for call in news.ended] == ["a", "b"]
    assert news.bad == []


def test_a_torn_line_in_a_segment_that_is_over_is_handed_over(tmp_path: Path) -> None:
    path = write_segment(tmp_path, 1, [ended("a"), ended("b")])
    path.write_bytes(path.read_bytes()[:-10])
    write_segment(tmp_path, 2, [ended("c")])
    news = Follower(folder=tmp_path, position=None).read(limit=10)
    assert [call.entry["call"] for call in news.ended] == ["a", "c"]
    assert len(news.bad) == 1


@pytest.mark.parametrize(
    "position",
    [Position("00000009.journal", 50), Position("00000001.journal", 9_999), Position("00000001.journal", 7)],
)
def test_a_position_that_fits_nothing_reads_again_rather_than_passing_over(tmp_path: Path, position: Position) -> None:
    write_segment(tmp_path, 1, [ended("a"), ended("b")])
    assert calls(Follower(folder=tmp_path, position=position)) == ["a", "b"]


def test_a_segment_replaced_under_the_reader_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = write_segment(tmp_path, 1, [ended("a" * 10)])
    follower = Follower(folder=tmp_path, position=None)
    assert calls(follower) == ["a" * 10]
    path.rename(tmp_path / "gone")
    write_segment(tmp_path, 1, [ended("b"), ended("c"), ended("d")])
    assert calls(follower) == ["b", "c", "d"]


def test_a_long_journal_is_read_in_turns(tmp_path: Path) -> None:
    write_segment(tmp_path, 1, [ended(str(number)) for number in range(10)])
    follower = Follower(folder=tmp_path, position=None)
    news = follower.read(limit=4)
    assert (len(news.ended), news.more) == (4, True)
    assert len(follower.read(limit=4).ended) == 4
    news = follower.read(limit=4)
    assert (len(news.ended), news.more) == (2, False)


def test_only_old_segments_that_are_recorded_are_removed(tmp_path: Path) -> None:
    paths = [write_segment(tmp_path, number, [ended(str(number))]) for number in (1, 2, 3, 4)]
    (tmp_path / "00000001.99.torn").write_bytes(b"x")
    for path in (paths[0], paths[2], paths[3], tmp_path / "00000001.99.torn"):
        os.utime(path, (1_000, 1_000))
    removed = prune(folder=tmp_path, recorded="00000003.journal", before=2_000)
    assert removed == ["00000001.journal", "00000001.99.torn"]
    assert [segment.number for segment in segments(tmp_path)] == [2, 3, 4]
