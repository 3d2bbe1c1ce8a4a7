"""Installs what the product takes to run, to be developed and to be tested: `make setup`, `make develop`, `make lock`.

Standard library only, for the Python 3.11 or later that the machine has. Nothing of the system's Python is touched:
packages go to .venv, uv itself to .venv-tools, the telephony engine to the cache. What was done is stamped with the
content of what it was made from, so that a second run costs next to nothing.
"""

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever python3 the machine has
    sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}. Type: make PYTHON=python3.12 …")

from machine import ROOT, CannotBeHad, apt_install, npm, run, uv, uv_environment

VENV = ROOT / ".venv"
STAMPS = VENV / ".stamps"
PORTAL = ROOT / "src/smartnumbers/portal"
TELEPHONY = ROOT / "src/smartnumbers/telephony"
LOCKS = {"run": ["requirements.lock", "requirements-build.lock"], "develop": ["requirements-dev.lock"]}

# What the tests call, and the package that brings it. PostgreSQL's server programs are not on the PATH.
TEST_PROGRAMS = {
    "chromium": "chromium",
    "sipp": "sip-tester",
    "initdb": "postgresql",
    "xgettext": "gettext",
}


def content(paths: Iterable[Path], *more: str) -> str:
    """A short name for the content of files and some words."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files(folder: Path, *suffixes: str) -> list[Path]:
    """All files below a folder with one of the suffixes, of any kind without them; what was installed is left out."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("node_modules", "dist", "__pycache__")]
        found += [Path(place) / name for name in names if not suffixes or name.endswith(suffixes)]
    return found


class Step:
    """Something to do unless it is done already: `name` for people, `made_from` its stamp, `there` what must exist."""

    def __init__(
        self, name: str, *, made_from: str, do: Callable[[], None], there: Iterable[Path] = (), needed: bool = True
    ) -> None:
        self.name = name
        self.made_from = made_from
        self.do = do
        self.there = list(there)
        self.needed = needed
        self.stamp = STAMPS / hashlib.sha256(name.encode()).hexdigest()[:12]

    def done(self) -> bool:
        """Whether it was done, from the same content, and its result is still there."""
        try:
            return self.stamp.read_text() == self.made_from and all(path.exists() for path in self.there)
        except FileNotFoundError:
            return False

    def carry_out(self) -> bool:
        """Do it unless it is done; whether the set-up may go on."""
        if self.done():
            return True
        began = time.monotonic()
        try:
            self.do()
        except CannotBeHad as fault:
            say(f"{self.name}: not installed. {fault}" + ("" if self.needed else "\n  Going on without."))
            return not self.needed
        self.remember()
        say(f"{self.name}: {time.monotonic() - began:.1f} s")
        return True

    def remember(self) -> None:
        """Take note that it is done."""
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.made_from)


def say(line: str) -> None:
    """One line for whoever waits."""
    print(f"setup: {line}", flush=True)


def python_packages(goal: str) -> Step:
    """The locked packages and the product itself, editable."""
    locks = [ROOT / name for name in LOCKS[goal]]

    def install() -> None:
        program, environment = uv(), uv_environment()
        if not _has_venv():
            run(program, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, environment=environment)
        pip = [program, "pip", "install", "--quiet", "--python", str(VENV)]
        wanted = [part for lock in locks for part in ("-r", str(lock))]
        run(*pip, "--require-hashes", *wanted, environment=environment)
        run(*pip, "--no-deps", "--editable", str(ROOT), environment=environment)
        if goal == "develop":
            # Developing takes all that running takes, in the same versions.
            python_packages("run").remember()

    made_from = content([*locks, ROOT / "pyproject.toml"], sys.version)
    return Step(f"Python packages ({goal})", made_from=made_from, do=install, there=[VENV / "bin/smartnumbers"])


def _has_venv() -> bool:
    """Whether .venv is there and made by the Python that runs this."""
    try:
        text = (VENV / "pyvenv.cfg").read_text()
    except FileNotFoundError:
        return False
    return (
        f"version_info = {sys.version_info.major}.{sys.version_info.minor}." in text and (VENV / "bin/python").exists()
    )


def engine() -> Step:
    """The telephony engine and the voices; without them all but telephony works."""
    settings = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name in _ENGINE_VARIABLES]
    recipe = [TELEPHONY / part for part in ("asterisk/modules.py", "asterisk/bundle.py", "speech/voices.py")]
    recipe += files(TELEPHONY / "bundles", ".py")
    told = STAMPS / "engine.json"

    def install() -> None:
        STAMPS.mkdir(parents=True, exist_ok=True)
        told.write_text(run(VENV / "bin/smartnumbers", "engine", "install", "--json"))

    programs = []
    if told.exists():
        about = json.loads(told.read_text())
        programs = [Path(command.split()[-1]) for command in (about["command"], about["voices"]["command"])]
    return Step(
        "Telephony engine and voices", made_from=content(recipe, *settings), do=install, there=[told, *programs],
        needed=False,
    )  # fmt: skip


_ENGINE_VARIABLES = ("SMARTNUMBERS_ASTERISK", "SMARTNUMBERS_CACHE", "XDG_CACHE_HOME", "HOME")


def front_end() -> Step:
    """The portal's styles and scripts."""
    folder = ROOT / "frontend"

    def build() -> None:
        program, environment = npm()
        quiet = ("--prefix", "frontend", "--no-audit", "--no-fund", "--loglevel=error")
        run(program, "ci", *quiet, environment=environment)
        run(program, "run", "build", *quiet, environment=environment)

    # The style sheet is purged of the classes, and the sprite of the icons, that the portal's pages do not use.
    made_from = content(files(folder) + files(PORTAL, ".html", ".py"))
    return Step("Front end", made_from=made_from, do=build, there=[PORTAL / "static/dist/manifest.json"], needed=False)


def translations() -> Step:
    """The compiled catalogues."""
    catalogues = sorted((PORTAL / "locale").glob("*/LC_MESSAGES/django.po"))
    return Step(
        "Translations",
        made_from=content(catalogues),
        do=lambda: void(run(VENV / "bin/python", ROOT / "tools/translations.py", "compile")),
        there=[path.with_suffix(".mo") for path in catalogues],
    )


def void(_: object) -> None:
    """Forget a result."""


def test_programs() -> Step:
    """Programs that tests call, from the distribution."""

    def install() -> None:
        apt_install(_lacking(), why=f"tests need {', '.join(_lacking())}")

    return Step("Programs for tests", made_from=" ".join(TEST_PROGRAMS), do=install, needed=False)


def _lacking() -> list[str]:
    """The packages whose programs are not on this machine."""
    servers = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *servers])
    return [package for program, package in TEST_PROGRAMS.items() if shutil.which(program, path=path) is None]


def set_up(goal: str) -> bool:
    """Everything for running, or for developing too; whether all that is indispensable is there."""
    packages, front = python_packages(goal), front_end()
    later = [engine(), translations()]
    if goal == "develop" and _lacking():
        test_programs().stamp.unlink(missing_ok=True)
        later.append(test_programs())
    if all(step.done() for step in (packages, front, *later)):
        return True
    with ThreadPoolExecutor() as pool:
        early: Future[bool] = pool.submit(front.carry_out)
        if not packages.carry_out():
            early.result()
            return False
        rest = [pool.submit(step.carry_out) for step in later]
        return all([early.result(), *(future.result() for future in rest)])


def lock() -> bool:
    """Write the lock files: newest versions, for every platform, with hashes and without the name of an index."""
    program, environment = uv(), uv_environment()
    compile_ = [program, "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes",
                "--no-emit-index-url", "--no-annotate", "--no-header"]  # fmt: skip
    run(*compile_, "pyproject.toml", "-o", "requirements.lock", environment=environment)
    same = ("-c", "requirements.lock")
    run(*compile_, *same, "--group", "build", "-o", "requirements-build.lock", environment=environment)
    groups = ("--group", "dev", "--group", "build")
    run(*compile_, *same, "pyproject.toml", *groups, "-o", "requirements-dev.lock", environment=environment)
    return True


def main() -> None:
    """`setup.py run|develop|lock`."""
    goal = sys.argv[1] if len(sys.argv) == 2 else ""
    if goal not in ("run", "develop", "lock"):
        sys.exit("usage: tools/setup.py run|develop|lock")
    try:
        sys.exit(0 if (lock() if goal == "lock" else set_up(goal)) else 1)
    except CannotBeHad as fault:
        sys.exit(f"setup: {fault}")


if __name__ == "__main__":
    main()
