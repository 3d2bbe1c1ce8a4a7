"""Bundles: never half, never twice, found by kind and version."""

import json
import os
from pathlib import Path

import pytest

from smartnumbers.telephony.bundles import bundle
from smartnumbers.telephony.bundles.archive import PackagesUnavailable
from smartnumbers.telephony.bundles.bundle import Recipe, install, installed, upstream


def place(cache: Path, *, version: str, fingerprint: str = "f", machine: str | None = None) -> Path:
    folder = cache / f"asterisk-{version}"
    folder.mkdir(parents=True)
    about = {"version": version, "fingerprint": fingerprint, "machine": machine or os.uname().machine}
    (folder / "bundle.json").write_text(json.dumps(about))
    return folder


def recipe(*, fails: bool = False, content: str = "1") -> Recipe:
    def gather(root: Path, into: Path) -> list[Path]:
        (into / "bin/program").write_text("x")
        if fails:
            raise PackagesUnavailable("half way")
        return []

    return Recipe(
        kind="asterisk", leading="asterisk", packages=("asterisk",), acceptable=lambda version: version >= "20",
        gather=gather, content=content,
    )  # fmt: skip


class Packages:
    """Stands for a release's packages."""

    version: str | None = "1:22.1.0+dfsg-1"

    def __init__(self, *, release: object, folder: Path) -> None:
        self.release = self
        self.suite = "sid"
        folder.mkdir(parents=True)

    def candidate(self, *, package: str) -> str | None:
        return self.version

    def unpack(self, *, packages: tuple[str, ...], into: Path) -> dict[str, str]:
        into.mkdir()
        return dict.fromkeys(packages, "1")


class Release:
    """Stands for a release."""

    suite = "sid"


@pytest.fixture(autouse=True)
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "Archive", Packages)
    monkeypatch.setattr(bundle, "copy_libraries", lambda **_: None)


def test_the_newest_version_for_this_machine_is_found(tmp_path: Path) -> None:
    place(tmp_path, version="9.30.1")
    newest = place(tmp_path, version="22.10.1")
    place(tmp_path, version="23.1", machine="pdp11")

    found = installed(cache=tmp_path, kind="asterisk")

    assert found is not None
    assert found.folder == newest
    assert found.command("asterisk")[0] == f"{newest}/lib/ld.so"


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "asterisk-22.1.0/bin").mkdir(parents=True)

    assert installed(cache=tmp_path, kind="asterisk") is None


def test_it_is_built_once_and_readable_by_other_users(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        first = install(cache=tmp_path, recipe=recipe(), releases=(Release(),))  # type: ignore[arg-type]
    finally:
        os.umask(before)
    (first.folder / "mark").touch()

    second = install(cache=tmp_path, recipe=recipe(), releases=())

    assert second.folder == first.folder == tmp_path / "asterisk-22.1.0"
    assert (second.folder / "mark").exists()
    assert (first.folder / "bin/program").stat().st_mode & 0o777 == 0o755


def test_another_recipe_replaces_the_bundle(tmp_path: Path) -> None:
    old = install(cache=tmp_path, recipe=recipe(), releases=(Release(),))  # type: ignore[arg-type]
    (old.folder / "mark").touch()

    new = install(cache=tmp_path, recipe=recipe(content="2"), releases=(Release(),))  # type: ignore[arg-type]

    assert not (new.folder / "mark").exists()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["asterisk-22.1.0"]


def test_a_failed_build_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    kept = install(cache=tmp_path, recipe=recipe(), releases=(Release(),))  # type: ignore[arg-type]

    with pytest.raises(PackagesUnavailable, match="half way"):
        install(cache=tmp_path, recipe=recipe(fails=True, content="2"), releases=(Release(),))  # type: ignore[arg-type]

    assert installed(cache=tmp_path, kind="asterisk") == kept
    assert not list(tmp_path.glob(".asterisk-build-*"))


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".asterisk-build-killed/root").mkdir(parents=True)

    install(cache=tmp_path, recipe=recipe(), releases=(Release(),))  # type: ignore[arg-type]

    assert not (tmp_path / ".asterisk-build-killed").exists()


@pytest.mark.parametrize("version", [None, "1:16.28.0~dfsg-0"])
def test_no_release_with_a_recent_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None) -> None:
    monkeypatch.setattr(Packages, "version", version)

    with pytest.raises(PackagesUnavailable, match="no release offers") as refused:
        install(cache=tmp_path, recipe=recipe(), releases=(Release(),))  # type: ignore[arg-type]

    assert refused.value.code == "packages-unavailable"


@pytest.mark.parametrize(
    ("debian", "version"),
    [
        ("1:22.10.1+dfsg+~cs6.17.60671434-1", "22.10.1"),
        ("20.6.0~dfsg+~cs6.13.40431414-2build5", "20.6.0"),
        ("3-1", "3"),
    ],
)
def test_upstream_version(debian: str, version: str) -> None:
    assert upstream(debian) == version
