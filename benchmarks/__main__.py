"""`python -m benchmarks [NAME] [OPTIONS]`: one benchmark, or all of them one after the other."""

import subprocess
import sys
from pathlib import Path

NAMES = ("journal", "rating", "routing", "calls", "forecast", "statistics")


def main() -> None:
    """Run what is named; without a name, everything. The exit status is the worst of them."""
    root = Path(__file__).resolve().parent.parent
    name, *options = sys.argv[1:] or [""]
    if name and name not in NAMES:
        sys.exit(f"There is no benchmark {name!r}; there are {', '.join(NAMES)}.")
    worst = 0
    for each in (name,) if name else NAMES:
        print(f"== {each} ==", flush=True)
        worst = max(worst, subprocess.call([sys.executable, "-m", f"benchmarks.{each}", *options], cwd=root))
    sys.exit(worst)


if __name__ == "__main__":
    main()
