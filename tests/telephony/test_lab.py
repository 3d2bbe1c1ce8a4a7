"""The lab by itself: it calls its own telephones, with real SIP and real RTP."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from smartnumbers.entry import configuration
from smartnumbers.entry.certificate import certificate_of
from smartnumbers.telephony.asterisk.engine import find
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.lab import access, speaking
from smartnumbers.telephony.lab.access import LabAccess, LabNotRunning
from smartnumbers.telephony.lab.caller import Caller
from smartnumbers.telephony.lab.hearing import measure
from smartnumbers.telephony.lab.lab import NAME, Lab, LabAddressUnusable, LabPlan
from smartnumbers.telephony.lab.order import CallOrder
from smartnumbers.telephony.lab.phones import phone
from smartnumbers.telephony.lab.report import CallReport, Outcome, Side
from smartnumbers.telephony.lab.sip import Message
from tests.ports import HOST, LAB_RTP, free_port

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="module")]

ALICE = "+41791112233"
HOME = "SMARTNUMBERS_HOME"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LabPlan:
    home = tmp_path_factory.mktemp("lab")
    return LabPlan(
        home=home, run=home / "run", cache=configuration.read().cache, sip=(HOST, free_port()),
        line=(HOST, free_port()), rtp=LAB_RTP, ari=(HOST, 0), mail=(HOST, 0), mails=home / "mail",
        line_password="sesame", certificate=certificate_of(configuration=configuration.read({HOME: str(home)})),
    )  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lab(plan: LabPlan) -> AsyncIterator[LabAccess]:
    settings = configuration.read()
    running = await Lab.start(plan=plan, engine=find(cache=settings.cache, configured=settings.asterisk))
    yield access.read(folder=plan.run)
    await running.stop()
    assert not (plan.run / access.FILE).exists()
    shutil.rmtree(directory_for(home=plan.home, name=NAME).parent)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller(lab: LabAccess) -> AsyncIterator[Caller]:
    async with await Caller.connect(access=lab) as caller:
        yield caller


@pytest.fixture
def order(lab: LabAccess) -> CallOrder:
    return CallOrder(dialled="speech", target=lab.sip, caller=ALICE, talk=1.5, patience=10)


def told(report: CallReport) -> list[str]:
    return [event.what for event in report.events]


@pytest.mark.parametrize(
    ("dialled", "outcome", "sip_status", "cause"),
    [
        ("busy", Outcome.BUSY, 486, 17),
        ("+41445553000", Outcome.BUSY, 486, 17),
        ("refuse", Outcome.REFUSED, 603, 21),
        ("forbidden", Outcome.REFUSED, 403, 21),
        ("error", Outcome.UNAVAILABLE, 503, 34),
        ("away", Outcome.NO_ANSWER, 480, 19),
        ("unknown", Outcome.UNKNOWN_NUMBER, 404, 1),
        ("+41446668000", Outcome.UNKNOWN_NUMBER, 404, 1),
        ("status-410", Outcome.UNKNOWN_NUMBER, 410, 22),
    ],
)
async def test_a_refusing_phone_tells_why(
    caller: Caller, order: CallOrder, dialled: str, outcome: Outcome, sip_status: int, cause: int
) -> None:
    report = await caller.place(order=replace(order, dialled=dialled))

    assert (report.outcome, report.sip_status, report.cause) == (outcome, sip_status, cause)
    assert report.hung_up_by is Side.CALLED
    assert told(report) == ["dialled", "ended"]


async def test_a_busy_phone_can_ring_first(caller: Caller, order: CallOrder) -> None:
    report = await caller.place(order=replace(order, dialled="busy-1"))

    assert told(report) == ["dialled", "ringing", "ended"]
    assert 900 <= (report.ended_ms or 0) <= 2000


@pytest.mark.parametrize(
    ("dialled", "rings"), [("silent", True), ("trying", False), ("unreachable", False), ("+41445554200", False)]
)
async def test_a_caller_gives_up_on_a_phone_that_never_answers(
    caller: Caller, order: CallOrder, dialled: str, *, rings: bool
) -> None:
    report = await caller.place(order=replace(order, dialled=dialled, patience=0.8))

    assert (report.outcome, report.hung_up_by) == (Outcome.GAVE_UP, Side.CALLER)
    assert ("ringing" in told(report)) is rings
    assert report.sip_status is None


@pytest.mark.parametrize("dialled", ["speech-de", "speech-fr", "speech-it", "speech-en", "music", "+41445551100"])
async def test_a_phone_that_answers_is_heard(caller: Caller, order: CallOrder, tmp_path: Path, dialled: str) -> None:
    report = await caller.place(order=replace(order, dialled=dialled, save=tmp_path / "heard.wav"))

    assert report.outcome is Outcome.ANSWERED
    assert told(report) == ["dialled", "ringing", "answered", "ended"]
    assert report.heard is not None
    assert report.heard.sound_seconds > 0.8
    assert report.heard.rms > 500
    assert measure(path=tmp_path / "heard.wav") == report.heard
    assert 1.4 <= report.talk_seconds <= 2.5


async def test_a_phone_answers_after_its_seconds(caller: Caller, order: CallOrder) -> None:
    report = await caller.place(order=replace(order, dialled=phone(name="music").number(1), talk=0.5))

    assert 900 <= (report.answered_ms or 0) <= 2000
    assert (report.ringing_ms or 0) < 3000


async def test_a_phone_that_says_nothing_is_silence(caller: Caller, order: CallOrder) -> None:
    report = await caller.place(order=replace(order, dialled="answer"))

    assert report.heard is not None
    assert (report.heard.sound_seconds, report.heard.level_dbfs) == (0, None)


async def test_a_phone_hangs_up_after_its_seconds(caller: Caller, order: CallOrder) -> None:
    report = await caller.place(order=replace(order, dialled="music-hangup-1", talk=10))

    assert (report.outcome, report.hung_up_by, report.cause) == (Outcome.ANSWERED, Side.CALLED, 16)
    assert 0.8 <= report.talk_seconds <= 2.0


async def test_a_vanished_phone_leaves_the_caller_alone_on_the_line(caller: Caller, order: CallOrder) -> None:
    report = await caller.place(order=replace(order, dialled="vanish-1", talk=3))

    assert (report.outcome, report.hung_up_by) == (Outcome.ANSWERED, Side.CALLER)
    assert report.talk_seconds >= 3
    assert report.heard is not None
    assert 0.3 < report.heard.sound_seconds < 1.5


async def test_what_a_caller_says_reaches_the_other_side(
    caller: Caller, order: CallOrder, lab: LabAccess, plan: LabPlan
) -> None:
    with speaking.spoken(text="Hallo Echo", language="de", folder=lab.sounds, cache=plan.cache) as file:
        report = await caller.place(order=replace(order, dialled="echo", play=file))

    assert report.heard is not None
    assert report.heard.sound_seconds > 0.3


async def test_keys_reach_the_other_side_and_come_back(caller: Caller, order: CallOrder) -> None:
    report = await caller.place(order=replace(order, dialled="keys", talk=3.5, keys="12*#", keys_after=0.2))

    assert report.keys_heard == "12*"
    assert "keys-pressed" in told(report)


async def test_many_calls_at_once(caller: Caller, order: CallOrder) -> None:
    reports = await asyncio.gather(*(caller.place(order=replace(order, dialled="music", talk=3)) for _ in range(60)))

    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    assert all(report.heard is not None and report.heard.sound_seconds > 1 for report in reports)


async def test_cancelling_hangs_up(caller: Caller, order: CallOrder) -> None:
    events: list[str] = []
    placing = asyncio.create_task(
        caller.place(order=replace(order, dialled="silent"), watch=lambda event: events.append(event.what))
    )
    await asyncio.sleep(0.5)

    placing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await placing

    assert events[:2] == ["dialled", "ringing"]


class Receiver(asyncio.DatagramProtocol):
    """A SIP address that notes the first INVITE and is busy."""

    def __init__(self) -> None:
        self.invite: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = Message.parse(data)
        if message.method == "INVITE":
            if not self.invite.done():
                self.invite.set_result(message)
            kept = [header for header in message.headers if header[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
            refusal = Message(start="SIP/2.0 486 Busy Here", headers=[*kept, ("Content-Length", "0")], body=b"")
            self.transport.sendto(refusal.serialise(), addr)


async def invite_of(caller: Caller, order: CallOrder) -> Message:
    """What arrives at the other side of a call."""
    transport, receiver = await asyncio.get_running_loop().create_datagram_endpoint(
        Receiver, local_addr=("127.0.0.1", 0)
    )
    host, port = transport.get_extra_info("sockname")
    try:
        await caller.place(order=replace(order, target=f"{host}:{port}"))
        return await receiver.invite
    finally:
        transport.close()


async def test_the_carrier_sends_the_number_and_the_caller(caller: Caller, order: CallOrder) -> None:
    invite = await invite_of(caller, replace(order, dialled="+41800123456"))

    assert invite.user == "+41800123456"
    assert f"sip:{ALICE}@" in invite.value("from")
    assert f"sip:{ALICE}@" in invite.value("p-asserted-identity")
    assert invite.position("privacy") is None


async def test_the_carrier_sends_the_digits_as_they_are_dialled(caller: Caller, order: CallOrder) -> None:
    assert (await invite_of(caller, replace(order, dialled="0800123456"))).user == "0800123456"


async def test_a_withheld_number_is_known_to_the_network_only(caller: Caller, order: CallOrder) -> None:
    invite = await invite_of(caller, replace(order, dialled="+41800123456", withheld=True))

    assert ALICE not in invite.value("from")
    assert f"sip:{ALICE}@" in invite.value("p-asserted-identity")
    assert invite.value("privacy") == "id"


async def test_a_caller_without_a_number_has_none(caller: Caller, order: CallOrder) -> None:
    invite = await invite_of(caller, replace(order, dialled="+41800123456", caller=""))

    assert "anonymous" in invite.value("from").lower()
    assert invite.position("p-asserted-identity") is None


async def test_an_address_that_is_taken_is_told(lab: LabAccess, plan: LabPlan, tmp_path: Path) -> None:
    settings = configuration.read()
    engine = find(cache=settings.cache, configured=settings.asterisk)

    with pytest.raises(LabAddressUnusable, match="SMARTNUMBERS_LAB_SIP"):
        await Lab.start(plan=replace(plan, home=tmp_path, run=tmp_path), engine=engine)


async def test_nobody_calls_from_a_lab_that_is_not_there(lab: LabAccess) -> None:
    with pytest.raises(LabNotRunning):
        await Caller.connect(access=replace(lab, password="wrong"))
    with pytest.raises(LabNotRunning):
        await Caller.connect(access=replace(lab, url="http://127.0.0.1:1/ari"))


async def test_a_lab_that_dies_is_noticed_during_a_call(plan: LabPlan, tmp_path: Path) -> None:
    settings = configuration.read()
    addresses = {"sip": (HOST, free_port()), "line": (HOST, free_port())}
    other = replace(plan, home=tmp_path, run=tmp_path / "run", **addresses)
    lab = await Lab.start(plan=other, engine=find(cache=settings.cache, configured=settings.asterisk))
    there = access.read(folder=other.run)
    async with await Caller.connect(access=there) as caller:
        placing = asyncio.create_task(
            caller.place(order=CallOrder(dialled="music", target=there.sip, talk=60, listen=False))
        )
        await asyncio.sleep(0.5)

        lab._process.kill()

        with pytest.raises(LabNotRunning):
            await asyncio.wait_for(placing, 3)
    assert await lab.wait_ended() != 0
    await lab.stop()
    shutil.rmtree(directory_for(home=tmp_path, name=NAME).parent, ignore_errors=True)
