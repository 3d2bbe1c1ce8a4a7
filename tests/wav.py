"""Recordings that people bring: WAV files of any kind."""

import io
import math
import wave
from array import array


def sound(*, seconds: float = 0.5, rate: int = 44_100, channels: int = 2, width: int = 2, loud: int = 12_000) -> bytes:
    """A tone of 440 Hz as a WAV file."""
    tone = (round(loud * math.sin(2 * math.pi * 440 * at / rate)) for at in range(int(seconds * rate)))
    samples = array("h", (value for sample in tone for value in [sample] * channels))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.tobytes() if width == 2 else bytes(len(samples)))
    return out.getvalue()
