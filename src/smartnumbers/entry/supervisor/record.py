"""run.json in the run folder: the processes and addresses of the running product, for tools and tests."""

import os
from pathlib import Path
from typing import Any

import orjson

FILE = "run.json"


def write(*, folder: Path, document: dict[str, Any]) -> None:
    """Write it whole or not at all, readable by the owner only."""
    fresh = folder / f".{FILE}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    fresh.replace(folder / FILE)


def read(*, folder: Path) -> dict[str, Any]:
    """What is written there; empty where nothing runs."""
    try:
        document: dict[str, Any] = orjson.loads((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return document


def withdraw(*, folder: Path) -> None:
    """The product has ended."""
    (folder / FILE).unlink(missing_ok=True)
