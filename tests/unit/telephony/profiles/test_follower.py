"""Following the published profiles: a change costs what is changed, and nothing that fails beside it holds it up."""

import asyncio
import logging
import sqlite3
from pathlib import Path

import orjson
import pytest

from smartnumbers.core.routing.profile import Profile, document, parse
from smartnumbers.telephony.profiles.book import ProfileBook
from smartnumbers.telephony.profiles.follower import ProfileFollower
from smartnumbers.telephony.profiles.source import ProfileSource, SqliteDatabase

NUMBERS = [f"+4180012370{n}" for n in range(3)]


class Portal:
    """The tables that the portal writes."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "portal.sqlite3"
        self._database = sqlite3.connect(self.file, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(
            "CREATE TABLE plans_publishedprofile"
            " (sequence INTEGER PRIMARY KEY, number TEXT, revision INTEGER, document TEXT)"
        )
        self._database.execute("CREATE TABLE plans_publicationsequence (last INTEGER)")
        self._database.execute("INSERT INTO plans_publicationsequence VALUES (0)")
        self._sequence = 0

    def publish(self, number: str, *, revision: int, broken: bool = False) -> None:
        self._sequence += 1
        stored = b"{}" if broken else orjson.dumps(document(profile(number, revision)))
        row = (self._sequence, number, revision, stored.decode())
        self._database.execute("INSERT INTO plans_publishedprofile VALUES (?, ?, ?, ?)", row)
        self._database.execute("UPDATE plans_publicationsequence SET last = ?", (self._sequence,))

    def go_away(self) -> None:
        self._database.close()
        self.file.rename(self.file.with_suffix(".away"))

    def come_back(self) -> None:
        self.file.with_suffix(".away").rename(self.file)
        self._database = sqlite3.connect(self.file, isolation_level=None)


def profile(number: str, revision: int) -> Profile:
    return parse(
        {
            "format": 1,
            "number": number,
            "account": "alpina",
            "revision": revision,
            "in_service": True,
            "display": "caller",
            "limits": {},
            "chain": [
                {"destination": {"kind": "telephone", "address": "+41445123800"}, "name": "", "ring_seconds": 20}
            ],
            "blacklist": [],
        }
    )


class Switch:
    """Call control's end of it, started anew as often as wanted."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self.book = ProfileBook()
        self.copy = folder / "profiles.copy"
        self.changed = asyncio.Event()
        self.source = ProfileSource(database=SqliteDatabase(file=portal.file))
        self.follower = ProfileFollower(source=self.source, book=self.book, copy=self.copy, on_change=self.changed.set)

    def revisions(self) -> dict[str, int]:
        return {number: found.revision for number, found in self.book.profiles.items()}

    async def until_changed(self) -> None:
        """Follow until something has changed."""
        self.changed.clear()
        following = asyncio.create_task(self.follower.run())
        await asyncio.wait_for(self.changed.wait(), 10)
        following.cancel()


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path)
    for number in NUMBERS:
        portal.publish(number, revision=1)
    return portal


async def test_the_newest_of_each_number_is_in_force_after_the_start(portal: Portal, tmp_path: Path) -> None:
    portal.publish(NUMBERS[1], revision=2)
    switch = Switch(portal, tmp_path)

    await switch.follower.start()

    assert switch.revisions() == {NUMBERS[0]: 1, NUMBERS[1]: 2, NUMBERS[2]: 1}
    assert switch.book.sequence == 4


async def test_more_than_a_page_is_read_whole(portal: Portal, tmp_path: Path) -> None:
    for revision in range(2, 1203):
        portal.publish(NUMBERS[revision % 2], revision=revision)
    switch = Switch(portal, tmp_path)

    assert [one.sequence for one in switch.source.since(sequence=0)] == list(range(1, 1205))
    assert {one.number: one.revision for one in switch.source.newest()} == {
        NUMBERS[0]: 1202, NUMBERS[1]: 1201, NUMBERS[2]: 1,
    }  # fmt: skip


async def test_a_change_is_followed_and_kept_on_disk_for_a_start_without_database(
    portal: Portal, tmp_path: Path
) -> None:
    first = Switch(portal, tmp_path)
    await first.follower.start()
    portal.publish(NUMBERS[0], revision=2)
    await first.until_changed()
    first.source.close()
    portal.go_away()

    second = Switch(portal, tmp_path)
    await second.follower.start()

    assert not second.follower.reachable
    assert second.revisions() == first.revisions() == {NUMBERS[0]: 2, NUMBERS[1]: 1, NUMBERS[2]: 1}
    assert second.copy.stat().st_mode & 0o777 == 0o600


async def test_what_changed_while_the_database_was_away_comes_when_it_is_back(portal: Portal, tmp_path: Path) -> None:
    first = Switch(portal, tmp_path)
    await first.follower.start()
    first.source.close()
    portal.go_away()
    second = Switch(portal, tmp_path)
    await second.follower.start()

    portal.come_back()
    portal.publish(NUMBERS[2], revision=2)
    await second.until_changed()

    assert second.follower.reachable
    assert second.revisions()[NUMBERS[2]] == 2


async def test_a_broken_publication_leaves_the_last_good_one_in_force_and_on_disk(
    portal: Portal, tmp_path: Path
) -> None:
    portal.publish(NUMBERS[0], revision=2, broken=True)
    first = Switch(portal, tmp_path)
    await first.follower.start()
    first.source.close()
    portal.go_away()

    second = Switch(portal, tmp_path)
    await second.follower.start()

    assert first.revisions()[NUMBERS[0]] == second.revisions()[NUMBERS[0]] == 1
    assert first.book.faults[NUMBERS[0]].revision == 2


async def test_changes_are_in_force_although_no_copy_can_be_written(
    portal: Portal, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    switch = Switch(portal, tmp_path)
    switch.copy.mkdir()

    with caplog.at_level(logging.CRITICAL):
        await switch.follower.start()
        portal.publish(NUMBERS[0], revision=2)
        await switch.until_changed()

    assert switch.revisions() == {NUMBERS[0]: 2, NUMBERS[1]: 1, NUMBERS[2]: 1}


async def test_a_copy_that_is_none_is_passed_over(portal: Portal, tmp_path: Path) -> None:
    portal.go_away()
    switch = Switch(portal, tmp_path)
    switch.copy.write_bytes(b"no database at all, but long enough to be taken for one" * 20)

    await switch.follower.start()

    assert switch.revisions() == {}
