"""Calls with sound: what both ends send, and whether it goes through the product."""

import asyncio
import math
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

PACKETS_A_SECOND = 50
"""G.711 in packets of 20 ms, as sipp sends it."""

AT_ONCE = 16
_SAMPLE_RATE = 8000
_TONE_HERTZ = 400
_LOUDNESS = 8000
_TONE_SECONDS = 10


def write_tone(*, file: Path) -> None:
    """A tone in A-law without any header, for sipp to send round and round."""
    step = 2 * math.pi * _TONE_HERTZ / _SAMPLE_RATE
    period = bytes(_a_law(round(_LOUDNESS * math.sin(step * at))) for at in range(_SAMPLE_RATE // _TONE_HERTZ))
    file.write_bytes(period * (_TONE_HERTZ * _TONE_SECONDS))


def _a_law(sample: int) -> int:
    """A 16-bit sample in A-law (ITU-T G.711)."""
    sign, size = (0x80, sample) if sample >= 0 else (0, -sample - 1)
    size = min(size, 32767) >> 3
    exponent = max(0, size.bit_length() - 5)
    mantissa = (size >> max(1, exponent)) & 0x0F
    return (sign | (exponent << 4) | mantissa) ^ 0x55


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What Asterisk counted on its channels between two looks. Rates are packets a second of one channel."""

    channels: int
    received_least: float
    received_median: float
    sent_least: float
    sent_median: float
    lost_percent: float

    def flows(self, *, calls: int) -> bool:
        """Whether both sides of every call sent and got at least 95 % of their sound."""
        enough = 0.95 * PACKETS_A_SECOND
        return self.channels == 2 * calls and min(self.received_least, self.sent_least) >= enough


async def listen(*, ari: str, access: tuple[str, str], after: float, seconds: float) -> Heard:
    """Look at all channels twice, `seconds` apart, the first time `after` seconds from now."""
    await asyncio.sleep(after)
    async with httpx.AsyncClient(auth=access, timeout=10, trust_env=False) as http:
        first = await _look(http, ari)
        await asyncio.sleep(seconds)
        second = await _look(http, ari)
    both = [(first[name], second[name]) for name in first if name in second]
    received = [(late["rxcount"] - early["rxcount"]) / (late["at"] - early["at"]) for early, late in both]
    sent = [(late["txcount"] - early["txcount"]) / (late["at"] - early["at"]) for early, late in both]
    packets = sum(late["rxcount"] - early["rxcount"] for early, late in both)
    lost = sum(late["rxploss"] - early["rxploss"] for early, late in both)
    return Heard(
        channels=len(both),
        received_least=min(received, default=0.0),
        received_median=median(received) if received else 0.0,
        sent_least=min(sent, default=0.0),
        sent_median=median(sent) if sent else 0.0,
        lost_percent=100 * lost / max(1, packets + lost),
    )


async def _look(http: httpx.AsyncClient, ari: str) -> dict[str, dict[str, float]]:
    """The counters of every channel, and the instant they were read at."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(channel: str) -> tuple[str, dict[str, float]] | None:
        async with gate:
            answer = await http.get(f"{ari}/channels/{channel}/rtp_statistics")
        if answer.status_code != httpx.codes.OK:
            return None
        counted = answer.json()
        at = asyncio.get_running_loop().time()
        return channel, {"at": at, **{name: counted.get(name, 0) for name in ("rxcount", "txcount", "rxploss")}}

    channels = (await http.get(f"{ari}/channels")).json()
    looks = await asyncio.gather(*(one(channel["id"]) for channel in channels))
    return dict(look for look in looks if look is not None)
