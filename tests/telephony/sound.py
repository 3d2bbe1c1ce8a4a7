"""Sounds for the tests: a tone to say, and which tones a recording holds."""

import math
import wave
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from smartnumbers.telephony.lab.hearing import SOUND_RMS
from smartnumbers.telephony.lab.melody import RATE
from smartnumbers.telephony.lab.sounds import write_wav

WINDOW = RATE // 10
_AMPLITUDE = 8000


def write_tone(*, path: Path, frequency: float, seconds: float) -> None:
    """A WAV file with a sine tone."""
    step = 2 * math.pi * frequency / RATE
    samples = array("h", (int(_AMPLITUDE * math.sin(step * index)) for index in range(int(seconds * RATE))))
    write_wav(path=path, samples=samples.tobytes())


def heard_tones(*, path: Path, among: Sequence[float]) -> list[float]:
    """The strongest of some frequencies in each tenth of a second of a recording that is not silent."""
    with wave.open(str(path), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
    windows = (samples[start : start + WINDOW] for start in range(0, len(samples) - WINDOW, WINDOW))
    return [
        max(among, key=lambda frequency: _strength(window, frequency))
        for window in windows
        if sum(value * value for value in window) / WINDOW > SOUND_RMS**2
    ]


def _strength(samples: Iterable[int], frequency: float) -> float:
    """How strong a frequency is (Goertzel)."""
    coefficient = 2 * math.cos(2 * math.pi * frequency / RATE)
    last = before = 0.0
    for value in samples:
        last, before = value + coefficient * last - before, last
    return last * last + before * before - coefficient * last * before
