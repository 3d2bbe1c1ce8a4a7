"""Own recordings of announcements: whatever WAV file people bring, as the file the telephone plays.

A file is named by the SHA-256 of what it holds, so it never changes and one that is there already is the same.
"""

import hashlib
import io
import os
import tempfile
import wave
from array import array
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.speech.resample import TELEPHONE_RATE, to_telephone

LONGEST_SECONDS = 60
BYTES_MAXIMUM = 12_000_000
RATES = range(TELEPHONE_RATE, 48_001)


class RecordingInvalid(DomainError):
    """A file that cannot be played; `parameters["reason"]` is format, width, rate, silent or long."""

    code = "recording-invalid"


def store(*, content: bytes, folder: Path) -> str:
    """Keep a recording as 8 kHz, mono, 16 bit, and return its SHA-256. Raises RecordingInvalid or OSError.

    What is taken: WAV with PCM of 16 bit, 8 to 48 kHz, one or more channels (which are mixed), at most a minute.
    """
    sound = _wav(_telephone(content))
    digest = hashlib.sha256(sound).hexdigest()
    path = folder / f"{digest}.wav"
    if not path.exists():
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".recording-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(sound)
        Path(name).chmod(0o644)
        Path(name).rename(path)
    return digest


def _telephone(content: bytes) -> bytes:
    if len(content) > BYTES_MAXIMUM:
        raise _refused("long")
    try:
        with wave.open(io.BytesIO(content)) as file:
            channels, width, rate, frames = file.getparams()[:4]
            data = file.readframes(frames)
    except (wave.Error, EOFError) as fault:
        raise _refused("format") from fault
    if width != 2:
        raise _refused("width")
    if rate not in RATES or channels < 1:
        raise _refused("rate")
    samples = array("h", data[: len(data) - len(data) % (2 * channels)])
    if len(samples) > LONGEST_SECONDS * rate * channels:
        raise _refused("long")
    mono = samples if channels == 1 else _mixed(samples, channels)
    if not any(mono):
        raise _refused("silent")
    return mono.tobytes() if rate == TELEPHONE_RATE else to_telephone(samples=mono, rate=rate)


def _mixed(samples: "array[int]", channels: int) -> "array[int]":
    return array("h", (sum(samples[at : at + channels]) // channels for at in range(0, len(samples), channels)))


def _wav(data: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(TELEPHONE_RATE)
        file.writeframes(data)
    return out.getvalue()


def _refused(reason: str) -> RecordingInvalid:
    return RecordingInvalid(f"The recording cannot be used ({reason}).", parameters={"reason": reason})
