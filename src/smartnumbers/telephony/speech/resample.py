"""From espeak-ng's rate to the telephone's: a band-limited change of the sampling rate.

A windowed sinc low-pass filter in polyphase form: everything above 3.7 kHz is taken away before it could fold back
into the audible band as hiss. It is done once for each text, in about a tenth of the time the text takes to hear.
"""

import math
from array import array
from collections.abc import Sequence
from operator import mul

TELEPHONE_RATE = 8000
CUT_HERTZ = 3700.0
ZERO_CROSSINGS = 10
LOUDEST = 32767


def to_telephone(*, samples: Sequence[int], rate: int) -> bytes:
    """16-bit mono samples of some rate (in Hz, at least the telephone's) as 16-bit PCM at 8000 Hz."""
    common = math.gcd(rate, TELEPHONE_RATE)
    up, down = TELEPHONE_RATE // common, rate // common
    filters = _filters(rate=rate, phases=up)
    reach = len(filters[0]) // 2
    padded = [0] * reach + list(samples) + [0] * reach
    out = array("h")
    for position in range(0, len(samples) * up, down):
        at, phase = divmod(position, up)
        value = sum(map(mul, filters[phase], padded[at : at + 2 * reach]))
        out.append(max(-LOUDEST, min(LOUDEST, round(value))))
    return out.tobytes()


def _filters(*, rate: int, phases: int) -> list[list[float]]:
    """For each position between two input samples: the weights of the samples around it, together 1."""
    cut = 2 * CUT_HERTZ / rate
    reach = math.ceil(ZERO_CROSSINGS / cut)
    filters = []
    for phase in range(phases):
        weights = []
        for tap in range(-reach, reach):
            x = tap - phase / phases
            window = 0.5 + 0.5 * math.cos(math.pi * x / (reach + 1))
            sinc = 1.0 if x == 0 else math.sin(math.pi * cut * x) / (math.pi * cut * x)
            weights.append(sinc * window)
        total = sum(weights)
        filters.append([weight / total for weight in weights])
    return filters
