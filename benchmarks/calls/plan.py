"""How long a run takes and what it tries: the full one, the quick one, and what the command line changes."""

import argparse
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The parts of a run.

    The search for the highest rate tries `rates`, each for `seconds`, and a failed one `tries` times in all. Set-up
    times are compared at `common_rate`, in `rounds` of both systems in turn. The endurance run and the calls with
    sound are of the product alone, with the limits that it is shipped with.
    """

    rates: tuple[int, ...]
    seconds: int
    tries: int
    common_rate: int
    rounds: int
    endurance_rate: int
    endurance_seconds: int
    audio_calls: int
    audio_rate: int
    audio_seconds: int
    port: int


FULL = Plan(
    rates=tuple(range(100, 501, 25)), seconds=10, tries=2,
    common_rate=100, rounds=3,
    endurance_rate=100, endurance_seconds=100,
    audio_calls=300, audio_rate=20, audio_seconds=15,
    port=23060,
)  # fmt: skip

QUICK = replace(
    FULL, rates=(100, 150, 200, 250, 300, 350, 400), seconds=4, tries=1, rounds=1,
    endurance_seconds=10, audio_calls=100, audio_seconds=5,
)  # fmt: skip


def read(arguments: list[str] | None = None) -> Plan:
    """The plan that the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.calls",
        description="How many calls the product takes, beside a bare Asterisk that only dials, on this machine.",
    )
    parser.add_argument("--quick", action="store_true", help="about two minutes instead of about ten")
    parser.add_argument("--rates", type=_rates, help="calls a second to try, for example 50,100,150")
    parser.add_argument("--seconds", type=int, help="how long each rate is tried")
    parser.add_argument("--rounds", type=int, help="how often set-up times are compared")
    parser.add_argument("--endurance", type=int, help="seconds of the endurance run; 0 leaves it out")
    parser.add_argument("--audio", type=int, help="simultaneous calls with sound; 0 leaves them out")
    parser.add_argument("--port", type=int, help="the lowest port; the 18 040 above it are used, too")
    options = parser.parse_args(arguments)
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds: at least 1")
    given = {
        "rates": options.rates,
        "seconds": options.seconds,
        "rounds": options.rounds,
        "endurance_seconds": options.endurance,
        "audio_calls": options.audio,
        "port": options.port,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    return replace(QUICK if options.quick else FULL, **chosen)


def _rates(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part) for part in text.split(",") if part))
