"""The libraries that programs need, found by asking the dynamic loader itself."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from smartnumbers.telephony.bundles.archive import PackagesUnavailable

LOADER = "ld.so"

# Libraries that a library opens by name while it runs, so that no list of needed libraries tells of them: Mozilla's
# cryptography, which libsrtp uses, keeps its ciphers so.
_OPENED_LATER = {"libnss3.so": ("libsoftokn3.so", "libfreebl3.so", "libfreeblpriv3.so")}

_FOUND = re.compile(r"\s*(?P<name>\S+) => (?P<path>/\S+) \(0x[0-9a-f]+\)")
_MISSING = re.compile(r"\s*(?P<name>\S+) => not found")


def copy_libraries(*, root: Path, files: Iterable[Path], into: Path) -> None:
    """Copy the loader of an unpacked system, as LOADER, and all libraries that the files need, into a folder.

    Raises PackagesUnavailable, naming it, when a library is not in the unpacked system.
    """
    loader = _loader(root)
    shutil.copy(loader, into / LOADER)
    # The machine's own libraries must not answer for a missing one: folders of the unpacked system only.
    folders = ":".join(sorted({str(path.parent) for path in root.rglob("lib*.so*")}))
    left = list(files)
    while left:
        for name, path in _needed(loader=loader, folders=folders, file=left.pop()).items():
            if not path.is_relative_to(root):
                raise PackagesUnavailable(f"{name} is needed, and the packages do not bring it")
            if not (into / name).exists():
                shutil.copy(path, into / name)
                left += _opened_later(name, root=root, into=into)


def _opened_later(name: str, *, root: Path, into: Path) -> list[Path]:
    """Copies what a library opens by itself, where the release has it; the copied files."""
    paths = [path for other in _OPENED_LATER.get(name, ()) for path in root.rglob(other)]
    return [Path(shutil.copy(path, into / path.name)) for path in paths]


def _needed(*, loader: Path, folders: str, file: Path) -> dict[str, Path]:
    told = subprocess.run(  # noqa: S603 - the loader that was just unpacked; it lists, and starts nothing
        [loader, "--inhibit-cache", "--library-path", folders, "--list", file],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    missing = [match["name"] for match in _MISSING.finditer(told.stdout)]
    if missing or told.returncode != 0:
        lacking = ", ".join(missing) or told.stderr.strip()
        raise PackagesUnavailable(f"{file.name} needs what the packages do not bring: {lacking}")
    return {match["name"]: Path(match["path"]) for match in _FOUND.finditer(told.stdout)}


def _loader(root: Path) -> Path:
    for path in sorted(root.rglob("ld-linux*.so.*")):
        # An absolute symbolic link would lead out of the unpacked system to the machine's own loader.
        if path.is_file() and not path.is_symlink():
            return path
    raise PackagesUnavailable("the packages bring no dynamic loader")
