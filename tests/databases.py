"""The databases of the tests: SQLite, and a private PostgreSQL server that lives as long as the test session."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections

from tests.ports import free_port

USER = "smartnumbers"
# The tests ask whether the product is right, not whether the disk is: nothing has to survive a power cut.
_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


class PostgresqlMissing(Exception):
    """The programs of a PostgreSQL server are not installed."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on loopback, running; whoever can reach the port may log in as USER.

    `stop` and `start` are for tests that take it away for a while.
    """

    port: int
    stop: Callable[[], None]
    start: Callable[[], None]

    def url(self, database: str) -> str:
        """The address of one of its databases, as SMARTNUMBERS_DATABASE takes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """A PostgreSQL server with a fresh data folder; both are gone afterwards."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="sn-postgresql-"))
    account = _unprivileged()
    try:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        port = free_port()
        data = folder / "data"
        _run([programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"], folder, account)
        options = [
            part for option in (*_OPTIONS, f"port={port}", "listen_addresses=127.0.0.1") for part in ("-c", option)
        ]
        options += ["-c", f"unix_socket_directories={folder}"]
        control = [programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w"]
        server = Server(
            port=port,
            stop=lambda: _run([*control, "-m", "immediate", "stop"], folder, account),
            start=lambda: _run([*control, "-o", " ".join(options), "start"], folder, account),
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def as_default(settings: dict[str, Any]) -> Iterator[None]:
    """Django's default database is another one meanwhile, in new threads too."""
    whole = connections.configure_settings({"default": settings})["default"]
    previous_settings, previous = connections.settings["default"], connections["default"]
    connections.settings["default"] = whole
    connections["default"] = connections.create_connection("default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = previous_settings
        connections["default"] = previous
        ContentType.objects.clear_cache()


def django_settings(server: Server, name: str) -> dict[str, Any]:
    """Django's settings for a database of the server."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": USER,
        "HOST": "127.0.0.1",
        "PORT": str(server.port),
    }


def create_migrated(server: Server, name: str) -> dict[str, Any]:
    """A new database with the product's tables; its settings for Django."""
    with as_default(django_settings(server, "postgres")), connections["default"].cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    settings = django_settings(server, name)
    with as_default(settings):
        call_command("migrate", verbosity=0, skip_checks=True)
    return settings


def _programs() -> Path:
    """The folder of initdb and pg_ctl: Debian does not put it on the path."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresqlMissing("PostgreSQL's server is needed for this test; `make develop` installs it.")


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as where the tests run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _run(command: list[str | Path], folder: Path, account: pwd.struct_passwd | None) -> None:
    whom: dict[str, Any] = {}
    if account is not None:
        whom = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with (folder / "output").open("ab") as output:
        try:
            subprocess.run(command, cwd=folder, env=environment, stdout=output, stderr=output, check=True, **whom)
        except subprocess.CalledProcessError as fault:
            log = folder / "log"
            told = (folder / "output").read_text() + (log.read_text() if log.exists() else "")
            raise RuntimeError(f"PostgreSQL: {told}") from fault
