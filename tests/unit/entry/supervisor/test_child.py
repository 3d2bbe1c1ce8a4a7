"""A child is started again when it dies, more slowly each time, and ended when that is asked."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.supervisor import child as child_module
from smartnumbers.entry.supervisor.child import Child, Process, Ready, Start
from smartnumbers.entry.supervisor.logs import Log

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def python(program: str) -> Start:
    async def start() -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    return start


async def at_once(_: Process) -> None:
    return None


class Family:
    """Makes children, and keeps what they say."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str] = []
        self.made: list[Child] = []
        self._folder = folder

    def child(self, start: Start, ready: Ready = at_once) -> Child:
        log = Log(path=self._folder / "part.log", tell=self.said.append)
        child = Child(name="part", start=start, ready=ready, log=log, tell=self.said.append, changed=lambda: None)
        self.made.append(child)
        return child


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Family]:
    found = Family(tmp_path)
    yield found
    for child in found.made:
        child.kill()
        await child.end()


async def happens(what: Callable[[], object], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 - the child wakes nobody
            await asyncio.sleep(0.01)


async def test_a_child_that_dies_is_started_again_and_said(family: Family) -> None:
    child = family.child(python(SLEEP))
    child.begin()
    await happens(lambda: child.pid and child.ready.is_set())
    before = child.pid
    assert before is not None

    os.kill(before, 9)

    await happens(lambda: child.pid not in (None, before) and child.ready.is_set())
    assert family.said == ["part was ended by SIGKILL; it is started again in 0.2 s"]


async def test_one_that_keeps_dying_is_started_ever_more_slowly_and_says_why(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "BACKOFF_FIRST_SECONDS", 0.01)
    monkeypatch.setattr(child_module, "BACKOFF_LAST_SECONDS", 0.03)
    child = family.child(python("raise SystemExit('no such thing')"))

    child.begin()

    await happens(lambda: len(family.said) >= 4)
    waits = ("0.01", "0.02", "0.03", "0.03")
    expected = [f"part ended with status 1 (no such thing); it is started again in {wait} s" for wait in waits]
    assert family.said[:4] == expected
    assert "no such thing" in child.fault


async def test_one_that_cannot_be_started_is_tried_again(family: Family) -> None:
    async def start() -> Process:
        raise DomainError("the port is taken")

    child = family.child(start)

    child.begin()

    await happens(lambda: family.said)
    assert family.said == ["part cannot be started: the port is taken; it is started again in 0.2 s"]


async def test_one_that_does_not_get_ready_is_started_anew(family: Family) -> None:
    async def ready(_: Process) -> None:
        raise DomainError("it answers nonsense")

    child = family.child(python(SLEEP), ready)

    child.begin()

    await happens(lambda: len(family.said) >= 2)
    assert family.said[:2] == [
        "part does not get ready: it answers nonsense",
        "part was ended by SIGKILL; it is started again in 0.2 s",
    ]


async def test_ending_is_asked_for_and_no_new_one_comes(family: Family) -> None:
    child = family.child(python(SLEEP))
    child.begin()
    await happens(lambda: child.ready.is_set())

    await asyncio.wait_for(child.end(), 5)

    assert child.process is not None
    assert child.process.returncode == -15
    assert (child.pid, family.said) == (None, [])


async def test_who_does_not_listen_is_killed(family: Family, tmp_path: Path) -> None:
    child = family.child(python(DEAF))
    child.begin()
    await happens(lambda: child.ready.is_set() and (tmp_path / "part.log").exists())
    ending = asyncio.create_task(child.end())
    await asyncio.sleep(0.2)
    assert not ending.done()

    child.kill()

    await asyncio.wait_for(ending, 5)
    assert child.pid is None


async def test_what_is_not_ready_is_ended_at_once(family: Family, tmp_path: Path) -> None:
    async def never(_: Process) -> None:
        await asyncio.sleep(60)

    child = family.child(python(DEAF), never)
    child.begin()
    await happens(lambda: (tmp_path / "part.log").exists())
    began = time.monotonic()

    await child.end()

    assert time.monotonic() - began < 2
