"""`python -m benchmarks.calls`: a run from nothing to figures, of which nothing is left behind."""

import asyncio
import contextlib
import json
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks.calls import machine, plan, systems
from benchmarks.calls.caller import Ends, SippFailed
from benchmarks.calls.plan import Plan
from benchmarks.calls.report import Results
from benchmarks.calls.search import Bench
from benchmarks.calls.systems import Place, ProductFailed
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry import configuration
from smartnumbers.telephony.asterisk.engine import find

SEARCH_LIMITS = (1000, 2000)
"""Set-ups per second and simultaneous calls while the highest rate is looked for; all else runs as shipped."""


def tell(text: str) -> None:
    """One line for whoever watches."""
    print(text, flush=True)


async def measure(chosen: Plan, folder: Path) -> Results:
    """Bring everything up, measure, and take it down again."""
    place = Place(folder=folder, port=chosen.port)
    caller_port, destination_port, media = place.ends
    (folder / "sipp").mkdir()
    ends = Ends(caller_port=caller_port, destination_port=destination_port, media_ports=media, folder=folder / "sipp")
    bench = Bench(chosen, ends, tell)
    async with systems.bare(place) as bare, systems.product(place, limits=SEARCH_LIMITS) as product:
        targets = (bare, product.target)
        await bench.warm_up(targets)
        tell(f"Set-up time at {chosen.common_rate}/s, in turn:")
        rounds = await bench.side_by_side(targets)
        tell("The highest rate:")
        steps = await bench.highest_rates(targets)
        after_search = {
            target.name: {name: machine.resident(pid) for name, pid in target.processes.items()} for target in targets
        }
    async with systems.product(place) as product:
        await bench.warm_up([product.target])
        endurance = talk = None
        if chosen.endurance_seconds:
            tell("Endurance, the product as shipped:")
            endurance = await bench.endure(product)
        if chosen.audio_calls:
            tell("Simultaneous calls with sound:")
            talk = await bench.talk(product)
    settings = configuration.read()
    return Results(
        machine=machine.description(),
        engine=find(cache=settings.cache, configured=settings.asterisk).version_text,
        steps=steps,
        rounds=rounds,
        after_search=after_search,
        endurance=endurance,
        talk=talk,
    )


async def _until_told(chosen: Plan, folder: Path) -> Results:
    """Measure, and take everything down also when told to stop."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return await measure(chosen, folder)


def main() -> None:
    """Print progress, the table, and as the last line one JSON object; status 1 where a call was lost."""
    chosen = plan.read()
    with tempfile.TemporaryDirectory(prefix="smartnumbers-bench-", ignore_cleanup_errors=True) as name:
        try:
            results = asyncio.run(_until_told(chosen, Path(name)))
        except (DomainError, ProductFailed, SippFailed, configuration.ConfigurationInvalid) as fault:
            sys.exit(str(fault))
        except asyncio.CancelledError:
            sys.exit("stopped")
    with contextlib.suppress(BrokenPipeError):
        print(f"\n{results.table()}\n{json.dumps(results.document())}")
    sys.exit(1 if results.failures else 0)


if __name__ == "__main__":
    main()
