"""Requests about running calls, over a real control socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import unix_connect

from smartnumbers.telephony.control import messages
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.asking import ControlUnreachable, Told, ask
from smartnumbers.telephony.control.broadcast import Broadcast
from smartnumbers.telephony.control.messages import Ask


class Control:
    """Takes requests as call control does; the test answers them."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []
        self.replies: list[Reply] = []
        self.news = asyncio.Event()

    def on_ask(self, asked: Ask, reply: Reply) -> None:
        self.asked.append(asked)
        self.replies.append(reply)
        self.news.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "control.sock"


@pytest.fixture
async def control(path: Path) -> AsyncIterator[Control]:
    control = Control()
    server = Broadcast(on_ask=control.on_ask)
    await server.start(path)
    yield control
    await server.stop()


async def asked_of(control: Control) -> None:
    await asyncio.wait_for(control.news.wait(), 5)
    control.news.clear()


def asking(path: Path, slot: int = 12) -> asyncio.Task[Told]:
    return asyncio.create_task(ask(path=path, call_id="c", account="7", do="tariff", slot=slot, by="anna"))


async def test_who_asks_gets_the_answer_to_the_own_request(control: Control, path: Path) -> None:
    first, second = asking(path, 12), asking(path, 13)
    while len(control.asked) < 2:
        await asked_of(control)

    for asked, reply in zip(control.asked, control.replies, strict=True):
        reply("done", {"slot": asked.slot})

    assert (await first, await second) == (
        Told(result="done", parameters={"slot": 12}), Told(result="done", parameters={"slot": 13}),
    )  # fmt: skip
    assert {(one.call_id, one.account, one.do, one.by) for one in control.asked} == {("c", "7", "tariff", "anna")}


async def test_an_answer_to_who_has_left_hurts_nobody(control: Control, path: Path) -> None:
    waiting = asking(path)
    await asked_of(control)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.sleep(0.05)

    control.replies[0]("done", {})

    again = asking(path)
    await asked_of(control)
    control.replies[1]("declined", {})
    assert (await again).result == "declined"


async def test_call_control_that_is_away_cannot_be_asked(path: Path) -> None:
    with pytest.raises(ControlUnreachable):
        await asking(path)


async def test_call_control_that_goes_away_meanwhile_is_told(path: Path) -> None:
    control = Control()
    server = Broadcast(on_ask=control.on_ask)
    await server.start(path)
    waiting = asking(path)
    await asked_of(control)

    await server.stop()

    with pytest.raises(ControlUnreachable):
        await waiting


@pytest.mark.parametrize(
    "frame",
    [
        "nonsense",
        '{"type": "ask"}',
        '{"type": "ask", "id": "1", "call_id": "c", "account": "7", "do": "refund", "slot": 1, "by": "a"}',
        '{"type": "ask", "id": "1", "call_id": "c", "account": "7", "do": "fee", "slot": true, "by": "a"}',
        '{"type": "ask", "id": "1", "call_id": "c", "account": 7, "do": "fee", "slot": 1, "by": "a"}',
        '{"type": "trial", "id": "1"}',
        '{"type": "trial-look", "id": "1", "trial": "t", "account": "7", "destination": "d", "seen": "much"}',
        *(
            '{"type": "trial", "id": "1", "account": "7", "destination": "d", "address": "+41445551003", "name": "n", '
            f'"shown": "", "language": "{language}", "limit": {limit}, "ring_seconds": {seconds}}}'
            for language, limit, seconds in (("xx", "null", 5), ("de", 0, 5), ("de", "true", 5), ("de", "null", 300))
        ),
    ],
)
async def test_what_is_no_request_is_refused(control: Control, path: Path, frame: str) -> None:
    async with unix_connect(str(path)) as connection:
        await connection.recv()
        await connection.send(frame)

        told = messages.read(await asyncio.wait_for(connection.recv(), 5))

    assert (told["type"], told["result"]) == ("told", messages.INVALID)
    assert control.asked == []
