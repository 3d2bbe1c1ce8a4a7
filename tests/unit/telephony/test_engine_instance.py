"""What is written for an instance of Asterisk, and which Asterisk is chosen."""

import configparser
import os
import stat
from pathlib import Path

import pytest

from smartnumbers.telephony.asterisk import engine as engines
from smartnumbers.telephony.asterisk import instance as instances
from smartnumbers.telephony.asterisk import owner as owners
from smartnumbers.telephony.asterisk.engine import Engine, EngineMissing, find, version_of
from smartnumbers.telephony.asterisk.instance import Instance, address, command, media_lines, with_port, write
from smartnumbers.telephony.asterisk.modules import MODULES, REQUIRED
from smartnumbers.telephony.asterisk.switch import OUTS, switch

ENGINE = Engine(
    version=(22, 1), command=("/b/ld.so", "/b/asterisk"), modules=Path("/nowhere"), data=Path("/d"), bundled=True
)


@pytest.fixture(autouse=True)
def ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests write as whoever runs them."""
    monkeypatch.setattr(instances, "owner", lambda: None)
    monkeypatch.setattr(owners, "owner", lambda: None)


def our_switch(home: Path, *, host: str = "127.0.0.1") -> Instance:
    return switch(
        home=home, ari=("127.0.0.1", 8088), sip=(host, 5060), rtp=(20000, 20999), password="sesame",
        carriers=("192.0.2.0/24", "2001:db8::1"),
    )  # fmt: skip


def sections(text: str) -> list[tuple[str, dict[str, str]]]:
    """Asterisk's configuration: sections may come twice under one name, so a list."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("["):
            found.append((line.strip("[]"), {}))
        elif "=" in line:
            name, _, value = line.partition("=")
            found[-1][1][name.strip()] = value.lstrip(">").strip()
    return found


def test_only_the_owner_can_read_the_files_and_the_password_is_in_one_only(tmp_path: Path) -> None:
    ours = our_switch(tmp_path)

    write(instance=ours, engine=ENGINE)

    files = [path for path in ours.directory.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(ours.directory.stat().st_mode) == 0o700
    assert [path.name for path in files if "sesame" in path.read_text()] == ["ari.conf"]


def test_everything_listens_where_it_is_told_and_nowhere_else(tmp_path: Path) -> None:
    ours = our_switch(tmp_path, host="[::1]")

    write(instance=ours, engine=ENGINE)

    etc = ours.directory / "etc"
    pjsip = sections((etc / "pjsip.conf").read_text())
    http = configparser.ConfigParser()
    http.read_string((etc / "http.conf").read_text())
    assert [body["bind"] for _, body in pjsip if body.get("type") == "transport"] == ["[::1]:5060"]
    assert {body["media_address"] for _, body in pjsip if body.get("type") == "endpoint"} == {"::1"}
    assert {body["bind_rtp_to_media_address"] for _, body in pjsip if body.get("type") == "endpoint"} == {"yes"}
    assert (http["general"]["bindaddr"], http["general"]["bindport"]) == ("127.0.0.1", "8088")
    assert "enabled=no" in (etc / "manager.conf").read_text()


def test_carriers_are_known_by_address_only_and_nobody_else_is_let_in(tmp_path: Path) -> None:
    pjsip = sections(our_switch(tmp_path).pjsip)

    endpoints = {name: body for name, body in pjsip if body.get("type") == "endpoint"}
    identify = [body for _, body in pjsip if body.get("type") == "identify"]
    assert set(endpoints) == {"carrier", *OUTS}
    assert {body["identify_by"] for body in endpoints.values()} == {"ip"}
    assert identify == [{"type": "identify", "endpoint": "carrier", "match": "192.0.2.0/24,2001:db8::1"}]


def test_a_second_write_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    ours = our_switch(tmp_path)
    write(instance=ours, engine=ENGINE)
    (ours.directory / "etc/left.conf").touch()

    write(instance=ours, engine=ENGINE)

    assert not (ours.directory / "etc/left.conf").exists()


def test_modules_that_an_older_release_lacks_are_not_asked_for(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in REQUIRED:
        (modules / f"{name}.so").touch()
    ours = our_switch(tmp_path)

    write(instance=ours, engine=Engine(version=(20, 6), command=("a",), modules=modules, data=modules, bundled=True))

    lines = (ours.directory / "etc/modules.conf").read_text().splitlines()
    assert {line.removeprefix("load = ") for line in lines if line.startswith("load")} == {f"{n}.so" for n in REQUIRED}
    assert len(MODULES) == len(set(MODULES)) > len(REQUIRED)


def test_root_gives_up_its_rights_before_it_asks_to_die_with_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instances, "owner", lambda: owners.Owner(999, 998))

    line = command(instance=our_switch(tmp_path), engine=ENGINE)

    assert line[:7] == [
        "setpriv", "--reuid=999", "--regid=998", "--clear-groups", "--no-new-privs", "--pdeathsig=KILL", "--",
    ]  # fmt: skip
    assert line[7:9] == ["/b/ld.so", "/b/asterisk"]
    assert line[-2:] == ["-f", "-n"]


def test_root_s_instances_lie_where_another_user_can_enter_and_two_homes_do_not_meet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(owners, "owner", lambda: owners.Owner(999, 999))

    first = owners.directory_for(home=Path("/data/one"), name="switch")
    second = owners.directory_for(home=Path("/data/two"), name="switch")

    assert first.parts[:2] == ("/", "run")
    assert first.parent != second.parent


@pytest.mark.parametrize(
    ("host", "bare", "written"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1:5060"),
        ("[::1]", "::1", "[::1]:5060"),
        ("localhost", "127.0.0.1", "127.0.0.1:5060"),
    ],
)
def test_addresses(host: str, bare: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(2, 2, 17, "", ("127.0.0.1", 0))]
    monkeypatch.setattr(instances.socket, "getaddrinfo", lambda *_, **__: answer)

    assert address(host) == bare
    assert with_port(host, 5060) == written


def test_listening_everywhere_leaves_the_media_address_to_asterisk() -> None:
    assert media_lines("0.0.0.0") == ""


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ("Asterisk 22.10.1+dfsg+~cs6.17.60671434-1", (22, 10, 1)),
        ("Asterisk certified/20.7-cert2", (20, 7)),
        ("Asterisk 16.28.0~dfsg-0+deb11u4", (16, 28, 0)),
        ("command not found", None),
    ],
)
def test_version(told: str, version: tuple[int, ...] | None) -> None:
    assert version_of(told) == version


def test_without_any_asterisk_the_message_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines.shutil, "which", lambda *_, **__: None)

    with pytest.raises(EngineMissing, match="make setup") as missing:
        find(cache=tmp_path, configured=None)

    assert missing.value.code == "engine-missing"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo Asterisk 18.10.0", "is version 18.10.0"),
        ("echo hello", "does not say its version"),
        (None, "cannot be started"),
    ],
)
def test_a_configured_program_that_will_not_do_is_refused_with_the_reason(
    tmp_path: Path, script: str | None, reason: str
) -> None:
    program = tmp_path / "asterisk"
    if script is not None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    with pytest.raises(EngineMissing, match=reason):
        find(cache=tmp_path, configured=program)


def test_an_old_asterisk_of_the_machine_is_passed_over_for_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "asterisk"
    old.write_text("#!/bin/sh\necho Asterisk 16.28.0\n")
    old.chmod(0o755)
    bundle = tmp_path / "cache/asterisk-22.1.0"
    bundle.mkdir(parents=True)
    (bundle / "bundle.json").write_text(
        f'{{"version": "22.1.0", "fingerprint": "f", "machine": "{os.uname().machine}"}}'
    )
    monkeypatch.setattr(engines.shutil, "which", lambda *_, **__: str(old))

    found = find(cache=tmp_path / "cache", configured=None)

    assert found.bundled
    assert found.version == (22, 1, 0)
