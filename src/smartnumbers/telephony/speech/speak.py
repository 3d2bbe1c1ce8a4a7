"""Text to a WAV file that Asterisk plays: 8 kHz, mono, 16 bit."""

import hashlib
import io
import os
import subprocess
import tempfile
import wave
from array import array
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.speech.resample import TELEPHONE_RATE, to_telephone
from smartnumbers.telephony.speech.voices import Voices

VOICES = {"fr": "fr-ch", "de": "de", "it": "it", "en": "en-gb"}
"""Our languages and espeak-ng's names of the voices; Swiss French counts septante, nonante."""

WORDS_PER_MINUTE = 150
SECONDS = 30
_METHOD = "1"


class SpeechFailed(DomainError):
    """espeak-ng could not speak a text."""

    code = "speech-failed"


def spoken(*, text: str, language: str, folder: Path, voices: Voices) -> Path:
    """A file in `folder` that speaks the text; made now, unless the same text was spoken there before.

    The name comes from the content, so a file never changes. Raises SpeechFailed.
    """
    content = "\0".join((_METHOD, language, text))
    path = folder / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.wav"
    if not path.exists():
        speak(text=text, language=language, path=path, voices=voices)
    return path


def speak(*, text: str, language: str, path: Path, voices: Voices) -> None:
    """Write the spoken text to a WAV file, readable by all; language is fr, de, it or en. Raises SpeechFailed."""
    sound = _espeak(text=text, voice=VOICES[language], voices=voices)
    with wave.open(io.BytesIO(sound)) as file:
        rate = file.getframerate()
        # To a pipe, espeak-ng cannot write the length into the header: the length is that of the data.
        samples = array("h", sound[44 : len(sound) - len(sound) % 2])
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".speech-")
    with os.fdopen(descriptor, "wb") as raw, wave.open(raw, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(TELEPHONE_RATE)
        out.writeframes(to_telephone(samples=samples, rate=rate))
    Path(name).chmod(0o644)
    Path(name).rename(path)


def _espeak(*, text: str, voice: str, voices: Voices) -> bytes:
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    if voices.data is not None:
        environment["ESPEAK_DATA_PATH"] = str(voices.data)
    try:
        done = subprocess.run(  # noqa: S603 - the text goes in by the standard input, never as an argument
            [*voices.command, "-v", voice, "-s", str(WORDS_PER_MINUTE), "-b", "1", "--stdin", "--stdout"],
            input=text.encode(), env=environment, capture_output=True, timeout=SECONDS, check=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as fault:
        raise SpeechFailed(f"espeak-ng: {fault.stderr.decode(errors='replace').strip()}") from fault
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise SpeechFailed(f"espeak-ng: {fault}") from fault
    if len(done.stdout) <= 44:
        raise SpeechFailed("espeak-ng gave no sound; is there anything in the text to say?")
    return done.stdout
