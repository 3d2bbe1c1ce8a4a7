"""A short melody for the lab's music phone, synthesised: no download, no licence to heed."""

import math
from array import array

RATE = 8000

# "Frère Jacques" (traditional): MIDI note and length in beats.
_SCORE: tuple[tuple[int, float], ...] = (
    (65, 1), (67, 1), (69, 1), (65, 1), (65, 1), (67, 1), (69, 1), (65, 1),
    (69, 1), (70, 1), (72, 2), (69, 1), (70, 1), (72, 2),
    (72, 0.5), (74, 0.5), (72, 0.5), (70, 0.5), (69, 1), (65, 1),
    (72, 0.5), (74, 0.5), (72, 0.5), (70, 0.5), (69, 1), (65, 1),
    (65, 1), (60, 1), (65, 2), (65, 1), (60, 1), (65, 2),
)  # fmt: skip
_BEAT = 0.42
# Fundamental, octave, twelfth: above that a telephone line carries little.
_PARTIALS = ((1, 1.0), (2, 0.45), (3, 0.2))
_PEAK = 9000


def melody() -> bytes:
    """The melody as 16-bit linear samples, 8 kHz, mono, about 13 seconds long."""
    samples = array("h")
    for note, beats in _SCORE:
        samples.extend(_tone(440.0 * 2 ** ((note - 69) / 12), beats * _BEAT))
    return samples.tobytes()


def _tone(frequency: float, seconds: float) -> "array[int]":
    """One plucked tone: a soft attack of 10 ms, then it fades."""
    count = int(seconds * RATE)
    weight = sum(strength for _, strength in _PARTIALS)
    tone = array("h")
    for index in range(count):
        time = index / RATE
        envelope = min(1.0, time / 0.01) * math.exp(-3.0 * time) * min(1.0, (count - index) / 80)
        wave = sum(s * math.sin(2 * math.pi * frequency * multiple * time) for multiple, s in _PARTIALS)
        tone.append(int(_PEAK * envelope * wave / weight))
    return tone
