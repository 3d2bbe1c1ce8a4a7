"""The files that the lab's phones play: made once and kept in the cache, laid out for each lab at its start."""

import logging
import shutil
import wave
from collections.abc import Mapping
from pathlib import Path

from smartnumbers.telephony.lab.melody import RATE, melody
from smartnumbers.telephony.speech import speak, voices
from smartnumbers.telephony.speech.voices import VoicesMissing

_TEXTS: Mapping[str, str] = {
    "de": "Guten Tag. Sie hören ein Telefon im Labor von Smart Numbers. Ihr Anruf ist angekommen. Auf Wiederhören.",
    "fr": "Bonjour. Vous entendez un téléphone du laboratoire de Smart Numbers. Votre appel est arrivé. Au revoir.",
    "it": "Buongiorno. Qui un telefono del laboratorio di Smart Numbers. La chiamata è arrivata. Arrivederci.",
    "en": "Hello. You are listening to a telephone in the laboratory of Smart Numbers. Your call has arrived. Goodbye.",
}
_MUSIC = "music-1.wav"

log = logging.getLogger(__name__)


def prepare(*, folder: Path, cache: Path) -> None:
    """Lay out all sounds in a folder that Asterisk can read; without voices the speaking phones play music.

    Raises SpeechFailed.
    """
    kept = cache / "lab-sounds"
    for each in (kept, folder):
        each.mkdir(parents=True, exist_ok=True)
    music = kept / _MUSIC
    if not music.exists():
        write_wav(path=music, samples=melody())
    shutil.copyfile(music, folder / "music.wav")
    try:
        found = voices.find(cache=cache)
    except VoicesMissing as fault:
        log.warning("the lab's phones play music instead of speaking: %s", fault)
        found = None
    for language, text in _TEXTS.items():
        spoken = music
        if found is not None:
            spoken = speak.spoken(text=text, language=language, folder=kept, voices=found)
        shutil.copyfile(spoken, folder / f"speech-{language}.wav")


def write_wav(*, path: Path, samples: bytes) -> None:
    """Write 16-bit linear samples (8 kHz, mono) as a WAV file, whole or not at all."""
    fresh = path.with_name(f".{path.name}")
    with wave.open(str(fresh), "wb") as file:
        file.setparams((1, 2, RATE, len(samples) // 2, "NONE", "not compressed"))
        file.writeframes(samples)
    fresh.replace(path)
