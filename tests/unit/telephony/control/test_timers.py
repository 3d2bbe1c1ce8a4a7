"""The timers of a call, and the signs of life of call control."""

import asyncio
import os
from pathlib import Path

from smartnumbers.core.callcontrol.commands import StartTimer, StopTimer, Timer, WakeAt
from smartnumbers.telephony.control import vigil
from smartnumbers.telephony.control.timers import Timers

NOW = 1_795_338_000_000


async def test_a_timer_set_anew_goes_off_once_and_a_stopped_one_never() -> None:
    gone_off: list[StartTimer | WakeAt] = []
    timers = Timers(on_time=gone_off.append)

    timers.set(WakeAt(timer=Timer.PAUSE, at=NOW + 10), at=NOW)
    timers.set(WakeAt(timer=Timer.PAUSE, at=NOW + 40), at=NOW)
    timers.set(StartTimer(timer=Timer.RING, seconds=0), at=NOW)
    timers.set(WakeAt(timer=Timer.WARNING, at=NOW + 10), at=NOW)
    timers.stop(StopTimer(timer=Timer.WARNING))
    timers.stop(StopTimer(timer=Timer.CUTOFF))
    await asyncio.sleep(0.1)

    assert gone_off == [StartTimer(timer=Timer.RING, seconds=0), WakeAt(timer=Timer.PAUSE, at=NOW + 40)]


async def test_each_position_has_its_own_timer_and_all_can_be_stopped_together() -> None:
    gone_off: list[StartTimer | WakeAt] = []
    timers = Timers(on_time=gone_off.append)
    ringing = [StartTimer(timer=Timer.RING, seconds=0, position=position) for position in (1, 2, 3)]

    for command in ringing:
        timers.set(command, at=NOW)
        timers.set(StartTimer(timer=Timer.LIFE, seconds=0, position=command.position), at=NOW)
    timers.stop(StopTimer(timer=Timer.RING, position=2))
    timers.stop(StopTimer(timer=Timer.LIFE))
    await asyncio.sleep(0.05)

    assert gone_off == [ringing[0], ringing[2]]


async def test_an_instant_that_is_past_is_now() -> None:
    gone_off = asyncio.Event()
    timers = Timers(on_time=lambda _command: gone_off.set())

    timers.set(WakeAt(timer=Timer.CUTOFF, at=NOW - 60_000), at=NOW)

    await asyncio.wait_for(gone_off.wait(), 1)


def test_the_last_sign_of_life_is_kept_over_a_death(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    assert vigil.last(file) is None

    vigil.note(file)
    os.utime(file, ns=(NOW * 1_000_000, NOW * 1_000_000))
    assert vigil.last(file) == NOW
    vigil.note(file)

    assert vigil.last(file) != NOW


def test_no_sign_of_life_is_no_fault(tmp_path: Path) -> None:
    vigil.note(tmp_path / "missing" / "alive")

    assert vigil.last(tmp_path / "missing" / "alive") is None
