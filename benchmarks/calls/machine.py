"""What /proc tells of the machine and of single processes."""

import os
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
MEGABYTE = 1_000_000


def cpu_seconds(pid: int) -> float:
    """Processor seconds that a process has used so far, all its threads together; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int) -> float:
    """Resident memory of a process, in megabytes (10^6 bytes); 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / MEGABYTE
    except OSError:
        return 0.0


def _busy() -> float:
    """Processor seconds that everything on the machine has used so far, time stolen by its host included."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / _TICKS


@dataclass(frozen=True, slots=True)
class Reading:
    """Processor seconds used so far: by all on the machine, by this program, and by each process that is looked at.

    To `ours` belong the programs that it started and that have ended since.
    """

    busy: float
    ours: float
    of: dict[str, float]

    @classmethod
    def now(cls, processes: dict[str, int]) -> Self:
        """Read them; `processes` are names and process ids."""
        own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        ours = sum(usage.ru_utime + usage.ru_stime for usage in own)
        return cls(busy=_busy(), ours=ours, of={name: cpu_seconds(pid) for name, pid in processes.items()})

    def since(self, before: "Reading") -> "Reading":
        """What was used between two readings."""
        return Reading(
            busy=self.busy - before.busy,
            ours=self.ours - before.ours,
            of={name: used - before.of.get(name, 0.0) for name, used in self.of.items()},
        )


def description() -> dict[str, object]:
    """The machine a figure was taken on."""
    model = ""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {"processors": len(os.sched_getaffinity(0)), "model": model, "kernel": os.uname().release}
