"""The sound files of prompts: 8 kHz, mono, 16 bit, named by what they say."""

import hashlib
import math
import shutil
import tempfile
import wave
from array import array
from pathlib import Path

from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.speech import speak
from smartnumbers.telephony.speech.resample import TELEPHONE_RATE
from smartnumbers.telephony.speech.speak import SpeechFailed
from smartnumbers.telephony.speech.voices import Voices

BEEP = "beep"
"""The file of the tone alone: what is left of a prompt with a beep that is skipped."""

_METHOD = "1"
_HEADER_BYTES = 44
_BEEP_HERTZ, _BEEP_SECONDS, _BEEP_LEVEL = 1000.0, 0.4, 9000
_GAP_SECONDS = 0.3


def name_of(prompt: Prompt) -> str:
    """The file name of a prompt without ".wav"; another text, language, recording or tone has another."""
    content = "\0".join((_METHOD, prompt.language, prompt.text, prompt.recording or "", str(prompt.beep)))
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def length_ms(path: Path) -> int:
    """How long one of our own files takes to hear, in milliseconds."""
    return max(0, path.stat().st_size - _HEADER_BYTES) * 1000 // (2 * TELEPHONE_RATE)


def make(*, prompt: Prompt, folder: Path, recordings: Path, voices: Voices | None) -> Path:
    """The file of a prompt in `folder`, made now unless it is there.

    Raises SpeechFailed, or OSError where an own recording is not there.
    """
    path = folder / f"{name_of(prompt)}.wav"
    if not path.exists():
        samples = _spoken(prompt, folder, recordings, voices)
        _write(path, samples + (bytes(int(_GAP_SECONDS * TELEPHONE_RATE) * 2) + _tone() if prompt.beep else b""))
    return path


def make_beep(*, folder: Path) -> Path:
    """The file of the tone alone."""
    path = folder / f"{BEEP}.wav"
    if not path.exists():
        _write(path, _tone())
    return path


def lay_out(*, path: Path, folder: Path) -> None:
    """Copy a file to where Asterisk, which may be another user, can play it; whole or not at all."""
    if (folder / path.name).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".prompt-", delete=False) as fresh, path.open("rb") as source:
        shutil.copyfileobj(source, fresh)
    Path(fresh.name).chmod(0o644)
    Path(fresh.name).rename(folder / path.name)


def _spoken(prompt: Prompt, folder: Path, recordings: Path, voices: Voices | None) -> bytes:
    if prompt.recording is not None:
        return _samples(recordings / f"{prompt.recording}.wav")
    if voices is None:
        raise SpeechFailed("there are no voices; type `smartnumbers engine install`")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".speech-") as place:
        path = Path(place) / "speech.wav"
        speak.speak(text=prompt.text, language=prompt.language, path=path, voices=voices)
        return _samples(path)


def _samples(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        return file.readframes(file.getnframes())


def _tone() -> bytes:
    step = 2 * math.pi * _BEEP_HERTZ / TELEPHONE_RATE
    samples = range(int(_BEEP_SECONDS * TELEPHONE_RATE))
    return array("h", (int(_BEEP_LEVEL * math.sin(step * index)) for index in samples)).tobytes()


def _write(path: Path, samples: bytes) -> None:
    with (
        tempfile.NamedTemporaryFile(dir=path.parent, prefix=".prompt-", delete=False) as fresh,
        wave.open(fresh, "wb") as file,
    ):
        file.setparams((1, 2, TELEPHONE_RATE, len(samples) // 2, "NONE", "not compressed"))
        file.writeframes(samples)
    Path(fresh.name).rename(path)
