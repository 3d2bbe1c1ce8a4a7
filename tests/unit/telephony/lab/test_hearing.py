"""Measuring what was heard."""

import math
import wave
from array import array
from pathlib import Path

import pytest

from smartnumbers.telephony.lab.hearing import Heard, RecordingUnreadable, Span, measure
from smartnumbers.telephony.lab.melody import RATE, melody
from smartnumbers.telephony.lab.sounds import write_wav


def tone(*, seconds: float, peak: int) -> bytes:
    return array("h", (int(peak * math.sin(index * 0.5)) for index in range(int(seconds * RATE)))).tobytes()


def test_sound_between_silences_is_found_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "heard.wav"
    write_wav(path=path, samples=tone(seconds=1, peak=0) + tone(seconds=0.5, peak=10_000) + tone(seconds=0.5, peak=0))

    heard = measure(path=path)

    assert (heard.seconds, heard.sound_seconds, heard.first_sound_ms) == (2.0, 0.5, 1000)
    assert heard.rms == pytest.approx(10_000 / math.sqrt(2), rel=0.01)
    assert heard.level_dbfs == pytest.approx(-13.3, abs=0.1)


def test_words_make_one_span_and_a_pause_parts_two(tmp_path: Path) -> None:
    path = tmp_path / "heard.wav"
    word, gap, pause = tone(seconds=0.4, peak=9000), tone(seconds=0.5, peak=0), tone(seconds=1.5, peak=0)
    write_wav(path=path, samples=word + gap + word + pause + word)

    heard = measure(path=path)

    assert heard.spans == (Span(start_ms=0, end_ms=1300), Span(start_ms=2800, end_ms=3200))


@pytest.mark.parametrize("samples", [b"", tone(seconds=0.3, peak=60)])
def test_silence_has_no_level(tmp_path: Path, samples: bytes) -> None:
    path = tmp_path / "heard.wav"
    write_wav(path=path, samples=samples)

    heard = measure(path=path)

    assert heard == Heard(seconds=len(samples) / 2 / RATE, sound_seconds=0, first_sound_ms=None, rms=0)
    assert heard.level_dbfs is None


def test_the_melody_is_music_not_noise(tmp_path: Path) -> None:
    path = tmp_path / "music.wav"
    write_wav(path=path, samples=melody())

    heard = measure(path=path)

    assert 10 < heard.seconds < 20
    assert heard.sound_seconds > 0.95 * heard.seconds
    assert -30 < (heard.level_dbfs or 0) < -12


def test_other_files_are_refused(tmp_path: Path) -> None:
    stereo = tmp_path / "stereo.wav"
    with wave.open(str(stereo), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
    text = tmp_path / "text.wav"
    text.write_text("no sound")

    for path in (stereo, text, tmp_path / "missing.wav"):
        with pytest.raises(RecordingUnreadable):
            measure(path=path)
