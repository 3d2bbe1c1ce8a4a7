"""What a caller in the lab says: a text or a sound file, laid out where the lab's Asterisk can play it."""

import uuid
import wave
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.lab.sounds import write_wav
from smartnumbers.telephony.speech import speak, voices
from smartnumbers.telephony.speech.resample import TELEPHONE_RATE, to_telephone


class SoundUnreadable(DomainError):
    """A file that is no WAV file of 16 bits and at least 8 kHz."""

    code = "sound-unreadable"


@contextmanager
def spoken(*, text: str, language: str, folder: Path, cache: Path) -> Iterator[Path]:
    """A file in `folder` that speaks the text, as long as the context lasts. Raises VoicesMissing or SpeechFailed."""
    path = folder / f"said-{uuid.uuid4().hex}.wav"
    try:
        speak.speak(text=text, language=language, path=path, voices=voices.find(cache=cache))
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def playable(*, source: Path, folder: Path) -> Iterator[Path]:
    """A telephone-quality copy of a WAV file in `folder`, as long as the context lasts. Raises SoundUnreadable."""
    path = folder / f"said-{uuid.uuid4().hex}.wav"
    try:
        write_wav(path=path, samples=_telephone_samples(source))
        yield path
    finally:
        path.unlink(missing_ok=True)


def _telephone_samples(source: Path) -> bytes:
    try:
        with wave.open(str(source), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as fault:
        raise SoundUnreadable(f"{source}: {fault}", parameters={"file": source.name}) from fault
    if width != 2 or rate < TELEPHONE_RATE:
        raise SoundUnreadable(
            f"{source}: expected 16 bits and at least {TELEPHONE_RATE} Hz", parameters={"file": source.name}
        )
    samples = array("h", frames)
    if channels > 1:
        samples = array("h", (sum(samples[i : i + channels]) // channels for i in range(0, len(samples), channels)))
    return samples.tobytes() if rate == TELEPHONE_RATE else to_telephone(samples=samples, rate=rate)
