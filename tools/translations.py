"""The translation catalogues: gather the strings of the code, compile the catalogues, check that they are complete.

Run with the project's own Python: `make translations`, `make check`. Gathering takes GNU gettext (xgettext).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
LOCALE = Path("smartnumbers/portal/locale")
# The code speaks English, which therefore needs no catalogue.
LANGUAGES = ("de", "fr", "it")
_PASSING = ('"POT-Creation-Date:', '"Report-Msgid-Bugs-To:')


def catalogue_path(language: str, *, source: Path = SOURCE) -> Path:
    """The catalogue of a language."""
    return source / LOCALE / language / "LC_MESSAGES/django.po"


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def gather(*, source: Path = SOURCE) -> None:
    """Bring the catalogues up to date with the strings in the code and the templates below `source`."""
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--verbosity=0", "--no-location", "--no-obsolete",
             "--no-wrap", "--ignore=static", *(f"--locale={language}" for language in LANGUAGES)],
            cwd=source / "smartnumbers",
            # Run in this folder, Python must not take our package `statistics` for its own module.
            env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONPATH": str(source), "SMARTNUMBERS_HOME": home,
                 "DJANGO_SETTINGS_MODULE": "smartnumbers.entry.settings"},
            check=True,
        )  # fmt: skip
    for language in LANGUAGES:
        _settle(catalogue_path(language, source=source))


def _settle(path: Path) -> None:
    """Sort a catalogue and leave dates out, so that a change shows what was changed and nothing else."""
    sort = ["msgcat", "--sort-output", "--no-location", "--no-wrap", str(path)]
    sorted_text = subprocess.run(sort, capture_output=True, text=True, check=True).stdout
    kept = (line for line in sorted_text.splitlines(keepends=True) if not line.startswith(_PASSING))
    path.write_text("".join(kept))


def compile_all() -> None:
    """Write the compiled catalogue beside each catalogue."""
    for language in LANGUAGES:
        path = catalogue_path(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(path))


def faults() -> Iterator[str]:
    """All that is missing or wrong in the catalogues, a line each; nothing is written."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        shutil.copytree(SOURCE / "smartnumbers", fresh / "smartnumbers", ignore=shutil.ignore_patterns("dist", "*.mo"))
        gather(source=fresh)
        for language in LANGUAGES:
            now = read(catalogue_path(language)) if catalogue_path(language).exists() else Catalog()
            yield from _faults_of(language, needed=read(catalogue_path(language, source=fresh)), now=now)


def _faults_of(language: str, *, needed: Catalog, now: Catalog) -> Iterator[str]:
    for message in needed:
        if not message.id:
            continue
        present = now.get(message.id, message.context)
        if present is None:
            yield f"{language}: not in the catalogue: {message.id!r} (make translations)"
        elif not _translated(present) or present.fuzzy:
            yield f"{language}: not translated{' (fuzzy)' if present.fuzzy else ''}: {message.id!r}"
    for message, errors in now.check():
        yield from (f"{language}: {error}: {message.id!r}" for error in errors)


def _translated(message: Message) -> bool:
    parts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(parts) and all(parts)


def main() -> None:
    """`translations.py gather|compile|check`."""
    match sys.argv[1:]:
        case ["gather"]:
            gather()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = list(faults())
            print("\n".join(found) or "translations: complete")
            sys.exit(1 if found else 0)
        case _:
            sys.exit("usage: tools/translations.py gather|compile|check")


if __name__ == "__main__":
    main()
