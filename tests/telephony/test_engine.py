"""A real Asterisk: starts unprivileged, answers with our password only, refuses strangers, ends when told."""

import asyncio
import os
import socket
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from smartnumbers.core.routing.carriers import Carrier
from smartnumbers.entry import configuration
from smartnumbers.telephony.asterisk import engine as engines
from smartnumbers.telephony.asterisk import running
from smartnumbers.telephony.asterisk.engine import Engine
from smartnumbers.telephony.asterisk.instance import Instance
from smartnumbers.telephony.asterisk.owner import owner
from smartnumbers.telephony.asterisk.switch import switch
from smartnumbers.telephony.asterisk.trunks import carriers_file, carriers_text
from smartnumbers.telephony.speech import voices as speech
from smartnumbers.telephony.speech.speak import SpeechFailed, spoken
from tests.ports import HOST, RTP, free_port

pytestmark = pytest.mark.telephony

LISTENING = "0A"


@pytest.fixture(scope="module")
def cache() -> Path:
    return configuration.read().cache


@pytest.fixture(scope="module")
def engine(cache: Path) -> Engine:
    return engines.find(cache=cache, configured=configuration.read().asterisk)


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = switch(home=tmp_path, ari=(HOST, free_port()), sip=(HOST, free_port()), rtp=RTP, password="sesame")
    file = carriers_file(directory=made.directory)
    file.parent.mkdir(parents=True)
    carrier = Carrier(id=1, name="Carrier", host="127.0.0.1", port=1, inbound=("127.0.0.1",), qualify_seconds=0)
    file.write_text(carriers_text(carriers=[carrier], host="127.0.0.1", host6=None))
    return made


@pytest.fixture
async def process(instance: Instance, engine: Engine) -> AsyncIterator[asyncio.subprocess.Process]:
    started = await running.start(instance=instance, engine=engine)
    try:
        await running.wait_until_up(instance=instance, process=started)
        yield started
    finally:
        await running.stop(process=started)


def status(pid: int) -> dict[str, str]:
    """What the kernel says of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def sockets(pid: int, table: str, state: str) -> set[str]:
    """The local addresses (hexadecimal) of a process's sockets in one of /proc/net's tables."""
    own = {path.readlink().name for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()}
    rows = [line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == state and f"socket:[{row[9]}]" in own}


def gone_within(*, pid: int, seconds: float) -> bool:
    """Whether a process ends within some seconds; a child that nobody has waited for counts as ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if status(pid)["State"].startswith("Z"):
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


async def test_it_comes_up_and_ends_within_two_seconds_when_told(instance: Instance, engine: Engine) -> None:
    process = await running.start(instance=instance, engine=engine)
    await running.wait_until_up(instance=instance, process=process)

    process.terminate()
    ended = await asyncio.wait_for(process.wait(), 2)

    assert ended == 0


def test_it_has_no_rights_and_listens_on_loopback_only(instance: Instance, process: asyncio.subprocess.Process) -> None:
    about = status(process.pid)

    user = owner()
    expected = (user.uid, user.gid) if user else (os.getuid(), os.getgid())
    assert {int(part) for part in about["Uid"].split()} == {expected[0]}
    assert {int(part) for part in about["Gid"].split()} == {expected[1]}
    assert int(about["CapEff"], 16) == 0
    assert about["NoNewPrivs"] == "1"
    if user:
        assert about["Groups"] == ""
    assert sockets(process.pid, "tcp", LISTENING) <= {"0100007F"}
    # PJSIP's own DNS client has a socket of each family without an address, on a port that nobody knows.
    assert sockets(process.pid, "udp", "07") <= {"0100007F", "00000000"}
    assert f"0100007F:{instance.sip_port:04X}" in Path("/proc/net/udp").read_text()
    assert sockets(process.pid, "udp6", "07") <= {"0" * 32}
    assert not sockets(process.pid, "tcp6", LISTENING)


async def test_ari_answers_to_the_password_and_to_nothing_else(
    instance: Instance, process: asyncio.subprocess.Process
) -> None:
    async with httpx.AsyncClient(base_url=instance.ari_url) as http:
        ours = await http.get("/ari/asterisk/ping", auth=(instance.ari_user, "sesame"))
        wrong = await http.get("/ari/asterisk/ping", auth=(instance.ari_user, "guess"))
        none = await http.get("/ari/asterisk/ping")
        page = await http.get("/httpstatus")

    assert [answer.status_code for answer in (ours, wrong, none, page)] == [200, 401, 401, 404]


async def test_a_clean_start_warns_of_nothing(instance: Instance, process: asyncio.subprocess.Process) -> None:
    lines = running.log_end(instance=instance).splitlines()

    assert [line for line in lines if "WARNING" in line or "ERROR" in line] == []


@pytest.mark.parametrize("name", ["someone", "carrier", "out"])
async def test_strangers_are_refused_whatever_they_call_themselves(
    instance: Instance, process: asyncio.subprocess.Process, name: str
) -> None:
    answer = await asyncio.to_thread(first_answer, instance=instance, source="127.0.0.2", user=name)

    assert answer.startswith("SIP/2.0 401")


async def test_a_carrier_s_call_is_held_for_call_control_and_then_refused(
    instance: Instance, process: asyncio.subprocess.Process
) -> None:
    began = time.monotonic()
    answer = await asyncio.to_thread(
        first_answer, instance=instance, source="127.0.0.1", user="+41791112233", past_trying=True
    )

    assert answer.startswith("SIP/2.0 503")
    assert 4.5 < time.monotonic() - began < 15


async def test_a_taken_port_is_told_with_the_variable_to_change(instance: Instance, engine: Engine) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", instance.sip_port))

        with pytest.raises(running.PortTaken, match="SMARTNUMBERS_SIP"):
            await running.start(instance=instance, engine=engine, wait_for_ports=0)


async def test_an_asterisk_that_ends_at_once_is_told_with_its_log(instance: Instance, engine: Engine) -> None:
    broken = Engine(version=engine.version, command=("/bin/false",), modules=engine.modules, data=engine.data,
                    bundled=True)  # fmt: skip
    process = await running.start(instance=instance, engine=broken)

    with pytest.raises(running.EngineFailed, match="ended at once with status 1"):
        await running.wait_until_up(instance=instance, process=process)


async def test_it_dies_with_whoever_started_it(instance: Instance, engine: Engine) -> None:
    process = await running.start(instance=instance, engine=engine)
    await running.wait_until_up(instance=instance, process=process)
    await running.stop(process=process)
    script = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen(sys.argv[1:], stdin=-3, stdout=-3, stderr=-3)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    starter = await asyncio.create_subprocess_exec(
        "python3", "-c", script, *running.command(instance=instance, engine=engine),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert starter.stdout is not None
    child = int(await starter.stdout.readline())
    await running.wait_until_up(instance=instance)

    starter.kill()
    await starter.wait()

    assert await asyncio.to_thread(gone_within, pid=child, seconds=2)


async def test_an_endless_log_is_emptied_and_written_on(
    instance: Instance, process: asyncio.subprocess.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LOG_LOOK_SECONDS", 0.01)
    with instance.log.open("a") as file:
        file.write("x" * 5000)

    keeper = asyncio.create_task(running.keep_log_small(instance=instance, most=4000))
    await asyncio.sleep(0.1)
    keeper.cancel()

    assert instance.log.stat().st_size == 0


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Bonjour, vous êtes bien au bon endroit."), ("de", "Grüezi, Sie sind am richtigen Ort."),
     ("it", "Buongiorno, lei è nel posto giusto."), ("en", "Hello, you have come to the right place.")],
)  # fmt: skip
def test_voices_speak_the_four_languages_once(tmp_path: Path, cache: Path, language: str, text: str) -> None:
    voices = speech.find(cache=cache)

    path = spoken(text=text, language=language, folder=tmp_path, voices=voices)
    made = path.stat().st_mtime_ns
    again = spoken(text=text, language=language, folder=tmp_path, voices=voices)

    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        assert 1.0 < file.getnframes() / 8000 < 6.0
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert 500 < (sum(x * x for x in samples) / len(samples)) ** 0.5 < 10000
    assert again == path
    assert path.stat().st_mtime_ns == made
    assert path.stat().st_mode & 0o777 == 0o644


def test_nothing_to_say_is_refused(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(SpeechFailed):
        spoken(text="", language="fr", folder=tmp_path, voices=speech.find(cache=cache))

    assert list(tmp_path.iterdir()) == []


def first_answer(*, instance: Instance, source: str, user: str, past_trying: bool = False) -> str:
    """Send an INVITE from an address of this machine; the status line of the (final) answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((source, 0))
        sender.settimeout(10)
        port = sender.getsockname()[1]
        sdp = f"v=0\r\no=- 1 1 IN IP4 {source}\r\ns=-\r\nc=IN IP4 {source}\r\nt=0 0\r\nm=audio 41500 RTP/AVP 8\r\n"
        target = f"sip:0800123456@127.0.0.1:{instance.sip_port}"
        head = (
            f"INVITE {target} SIP/2.0", f"Via: SIP/2.0/UDP {source}:{port};branch=z9hG4bK{port}", "Max-Forwards: 70",
            f"From: <sip:{user}@{source}>;tag=1", f"To: <{target}>", f"Call-ID: {port}@{source}", "CSeq: 1 INVITE",
            f"Contact: <sip:{user}@{source}:{port}>", "Content-Type: application/sdp", f"Content-Length: {len(sdp)}",
        )  # fmt: skip
        sender.sendto(("\r\n".join((*head, "", "")) + sdp).encode(), ("127.0.0.1", instance.sip_port))
        while True:
            line = sender.recv(65535).split(b"\r\n")[0].decode()
            if not (past_trying and line.startswith("SIP/2.0 1")):
                return line
