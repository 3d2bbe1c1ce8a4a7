"""The files of prompts: named by what they say, made once, laid out for Asterisk."""

from dataclasses import replace
from pathlib import Path

import pytest

from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.lab.hearing import measure
from smartnumbers.telephony.lab.melody import melody
from smartnumbers.telephony.lab.sounds import write_wav
from smartnumbers.telephony.prompts import sounds
from smartnumbers.telephony.speech.speak import SpeechFailed

PROMPT = Prompt(language="de", text="Drei Franken in der Minute.")
RECORDED = replace(PROMPT, recording="ab" * 32)


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A folder with the own recording of RECORDED."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    write_wav(path=folder / f"{RECORDED.recording}.wav", samples=melody()[: 2 * 8000])
    return folder


def test_another_text_language_recording_or_tone_is_another_file() -> None:
    prompts = [
        PROMPT, replace(PROMPT, text="Drei Franken."), replace(PROMPT, language="fr"), replace(PROMPT, beep=True),
        RECORDED,
    ]  # fmt: skip

    assert len({sounds.name_of(prompt) for prompt in prompts}) == len(prompts)
    assert sounds.name_of(PROMPT) == sounds.name_of(replace(PROMPT))


def test_an_own_recording_is_taken_as_it_is(tmp_path: Path, recordings: Path) -> None:
    path = sounds.make(prompt=RECORDED, folder=tmp_path, recordings=recordings, voices=None)

    assert sounds.length_ms(path) == 1000
    assert measure(path=path).seconds == 1.0


def test_a_tone_follows_where_the_law_wants_one(tmp_path: Path, recordings: Path) -> None:
    prompt = replace(RECORDED, beep=True)

    path = sounds.make(prompt=prompt, folder=tmp_path, recordings=recordings, voices=None)

    assert sounds.length_ms(path) == 1700
    heard = measure(path=path)
    assert heard.seconds == 1.7
    assert heard.sound_seconds > 1.3


def test_what_is_there_is_not_made_again(tmp_path: Path, recordings: Path) -> None:
    first = sounds.make(prompt=RECORDED, folder=tmp_path, recordings=recordings, voices=None)
    before = first.stat().st_mtime_ns
    (recordings / f"{RECORDED.recording}.wav").unlink()

    again = sounds.make(prompt=RECORDED, folder=tmp_path, recordings=recordings, voices=None)

    assert (again, again.stat().st_mtime_ns) == (first, before)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [first.name]


def test_without_voices_nothing_can_be_spoken(tmp_path: Path) -> None:
    with pytest.raises(SpeechFailed):
        sounds.make(prompt=PROMPT, folder=tmp_path, recordings=tmp_path, voices=None)


def test_a_recording_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        sounds.make(prompt=RECORDED, folder=tmp_path, recordings=tmp_path, voices=None)


def test_everybody_may_read_what_is_laid_out(tmp_path: Path) -> None:
    beep, playable = sounds.make_beep(folder=tmp_path), tmp_path / "playable"

    sounds.lay_out(path=beep, folder=playable)
    sounds.lay_out(path=beep, folder=playable)

    (laid_out,) = playable.iterdir()
    assert (laid_out.name, laid_out.stat().st_mode & 0o777, playable.stat().st_mode & 0o777) == (
        "beep.wav", 0o644, 0o755,
    )  # fmt: skip
    assert laid_out.read_bytes() == beep.read_bytes()
