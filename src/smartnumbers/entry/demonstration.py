"""The demo in this installation: its passwords, made at the first start, and the filling of an empty database."""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from smartnumbers.apps.demo.operations import LogIn, empty, fill, log_ins, present
from smartnumbers.entry.configuration import Configuration

FILE = "demo-passwords"


@dataclass(frozen=True, slots=True)
class DemoLogIn:
    """A person of the demo with their password."""

    email: str
    name: str
    role: str
    account: str
    password: str


def fill_if_empty(*, configuration: Configuration, now: datetime) -> int | None:
    """Fill the database with the demo if nobody uses it yet; how many past calls that made, or None if it is in use.

    The database must be migrated.
    """
    if not empty():
        return None
    people = log_ins(lab=str(configuration.lab_sip))
    passwords = {person.email: secrets.token_urlsafe(9) for person in people}
    # First the passwords: a crash in between leaves passwords for nobody, not people whose passwords nobody knows.
    _write(folder=configuration.secrets, passwords=passwords)
    return fill(lab=str(configuration.lab_sip), passwords=passwords, now=now)


def demo_log_ins(*, configuration: Configuration) -> Sequence[DemoLogIn]:
    """The demo's people with the passwords they were given here; nobody where this database has no demo."""
    passwords = _read(folder=configuration.secrets)
    there = present(emails=passwords)
    return [
        _with_password(person, passwords) for person in log_ins(lab=str(configuration.lab_sip)) if person.email in there
    ]


def _with_password(person: LogIn, passwords: Mapping[str, str]) -> DemoLogIn:
    return DemoLogIn(
        email=person.email,
        name=person.name,
        role=person.role,
        account=person.account,
        password=passwords[person.email],
    )


def _write(*, folder: Path, passwords: Mapping[str, str]) -> None:
    """One line for each person, readable by the owner only; whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{FILE}.{os.getpid()}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{email} {password}\n" for email, password in passwords.items())
    fresh.replace(folder / FILE)


def _read(*, folder: Path) -> dict[str, str]:
    try:
        lines = (folder / FILE).read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(" ", 1) for line in lines if " " in line)
