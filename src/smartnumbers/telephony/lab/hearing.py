"""What a caller heard: a recording measured."""

import math
import operator
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError

# G.711's own noise on a silent line stays below this; a voice at arm's length from a telephone is 30 dB above.
SOUND_RMS = 100.0
WINDOW_SECONDS = 0.1
# Between words a voice falls silent for less than this; a pause that means something is longer.
PAUSE_SECONDS = 0.8
_FULL_SCALE = 32768.0


class RecordingUnreadable(DomainError):
    """A WAV file that is not 16-bit mono."""

    code = "recording-unreadable"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording with sound in it, from the start of the recording: milliseconds, half-open."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Measures of a recording.

    `seconds` is its length, `sound_seconds` how much of it was not silent, `first_sound_ms` when the first sound came
    (from the start of the recording), `rms` the level of the parts that were not silent (16-bit linear, 0 for none).
    `spans` are the parts with sound; what lies between them was silent for 0.8 s or longer.
    """

    seconds: float
    sound_seconds: float
    first_sound_ms: int | None
    rms: float
    spans: tuple[Span, ...] = ()

    @property
    def level_dbfs(self) -> float | None:
        """The level in dB below full scale, None where there was only silence."""
        return round(20 * math.log10(self.rms / _FULL_SCALE), 1) if self.rms > 0 else None


def measure(*, path: Path) -> Heard:
    """The measures of a 16-bit mono WAV file. Raises RecordingUnreadable."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2 or file.getnchannels() != 1:
                raise RecordingUnreadable(f"{path.name}: expected 16-bit mono", parameters={"file": path.name})
            rate = file.getframerate()
            samples = array("h", file.readframes(file.getnframes()))
    except (OSError, EOFError, wave.Error) as fault:
        raise RecordingUnreadable(f"{path.name}: {fault}", parameters={"file": path.name}) from fault
    window = int(rate * WINDOW_SECONDS)
    parts = [samples[start : start + window] for start in range(0, len(samples), window)]
    energies = [sum(map(operator.mul, part, part)) / len(part) for part in parts]
    loud = [index for index, energy in enumerate(energies) if energy > SOUND_RMS**2]
    return Heard(
        seconds=round(len(samples) / rate, 3),
        sound_seconds=round(sum(len(parts[index]) for index in loud) / rate, 1),
        first_sound_ms=int(loud[0] * WINDOW_SECONDS * 1000) if loud else None,
        rms=round(math.sqrt(sum(energies[index] for index in loud) / len(loud)), 1) if loud else 0.0,
        spans=_spans(loud),
    )


def _spans(loud: list[int]) -> tuple[Span, ...]:
    """The parts with sound, from the numbers of the windows that are not silent."""
    window_ms = int(WINDOW_SECONDS * 1000)
    spans: list[Span] = []
    for index in loud:
        start, end = index * window_ms, (index + 1) * window_ms
        if spans and start - spans[-1].end_ms < PAUSE_SECONDS * 1000:
            start = spans.pop().start_ms
        spans.append(Span(start_ms=start, end_ms=end))
    return tuple(spans)
