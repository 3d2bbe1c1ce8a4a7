"""The change of the sampling rate: what the telephone carries stays, what it does not carry must not fold back."""

import math
from array import array

import pytest

from smartnumbers.telephony.speech.resample import to_telephone

RATE = 22050


def loudness(*, hertz: float, rate: int = RATE) -> float:
    """The loudness in dB, against the input's, of a tone after the change."""
    tone = [round(10000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(rate // 2)]
    out = array("h", to_telephone(samples=tone, rate=rate))
    assert len(out) == pytest.approx(4000, abs=1)
    return 20 * math.log10(max(1.0, math.sqrt(2 * sum(x * x for x in out) / len(out))) / 10000)


@pytest.mark.parametrize("hertz", [200, 1000, 2000, 3000])
def test_what_the_telephone_carries_stays_as_it_is(hertz: float) -> None:
    assert loudness(hertz=hertz) == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize("hertz", [4600, 6000, 9000])
def test_what_is_too_high_is_taken_away(hertz: float) -> None:
    assert loudness(hertz=hertz) < -40


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
def test_other_rates(rate: int) -> None:
    assert loudness(hertz=1000, rate=rate) == pytest.approx(0.0, abs=0.3)


def test_too_loud_is_clipped_and_nothing_is_nothing() -> None:
    square = ([32767] * 20 + [-32768] * 20) * 50

    out = array("h", to_telephone(samples=square, rate=RATE))

    assert max(out) == 32767
    assert min(out) == -32767
    assert to_telephone(samples=[], rate=RATE) == b""
