"""What is written for an instance of Asterisk, and which Asterisk is chosen."""

import configparser
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from smartnumbers.core.routing.destinations import SipDestination
from smartnumbers.telephony.asterisk import addresses, configuration
from smartnumbers.telephony.asterisk import engine as engines
from smartnumbers.telephony.asterisk import instance as instances
from smartnumbers.telephony.asterisk import owner as owners
from smartnumbers.telephony.asterisk.addresses import address, media_lines, with_port
from smartnumbers.telephony.asterisk.configuration import write
from smartnumbers.telephony.asterisk.engine import Engine, EngineMissing, find, version_of
from smartnumbers.telephony.asterisk.instance import Certificate, Instance, Listening, command
from smartnumbers.telephony.asterisk.modules import MODULES, REQUIRED
from smartnumbers.telephony.asterisk.switch import dialled, switch, way_out

ENGINE = Engine(
    version=(22, 1), command=("/b/ld.so", "/b/asterisk"), modules=Path("/nowhere"), data=Path("/d"), bundled=True
)


@pytest.fixture(autouse=True)
def ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests write as whoever runs them."""
    monkeypatch.setattr(configuration, "owner", lambda: None)
    monkeypatch.setattr(instances, "owner", lambda: None)
    monkeypatch.setattr(owners, "owner", lambda: None)


def our_switch(home: Path, *, host: str = "127.0.0.1") -> Instance:
    return switch(
        home=home, ari=("127.0.0.1", 8088), sip=(host, 5060), rtp=(20000, 20999), password="sesame",
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


def test_nobody_is_let_in_who_is_no_carrier(tmp_path: Path) -> None:
    ours = our_switch(tmp_path)
    pjsip = sections(ours.pjsip)

    endpoints = {name: body for name, body in pjsip if body.get("type") == "endpoint"}
    assert {name.rpartition("-")[0] for name in endpoints} == {"out", "out6", "tls", "tls6"}
    assert len(endpoints) == 4 * 16
    assert {(body["identify_by"], body["context"]) for body in endpoints.values()} == {("ip", "none")}
    assert not [body for _, body in pjsip if body.get("type") == "identify"]
    assert ours.pjsip.endswith(f'#tryinclude "{ours.directory}/carriers/pjsip.conf"\n')


def test_sound_to_a_destination_by_tls_is_encrypted_where_it_takes_that(tmp_path: Path) -> None:
    endpoints = dict(sections(our_switch(tmp_path).pjsip))

    assert endpoints["tls-0"]["media_encryption"] == "sdes"
    assert endpoints["tls-0"]["media_encryption_optimistic"] == "yes"
    # Without TLS the key would stand in the clear.
    assert "media_encryption" not in endpoints["out-0"]


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        ("sip:a@pbx.example", "out-a"),
        ("sip:a@[2001:db8::7]", "out6-a"),
        ("sips:a@pbx.example", "tls-a"),
        ("sip:a@[2001:db8::7];transport=tls", "tls6-a"),
    ],
)
def test_a_sip_address_has_its_own_kind_of_way_out(address: str, endpoint: str) -> None:
    assert way_out(destination=SipDestination.parse(address), digit=10) == endpoint


def test_a_sips_address_is_dialled_by_tls_and_any_other_as_it_is() -> None:
    assert (
        dialled(destination=SipDestination.parse("sips:a@pbx.example:5071")) == "sip:a@pbx.example:5071;transport=tls"
    )
    assert dialled(destination=SipDestination.parse("a@[2001:db8::7]")) == "sip:a@[2001:db8::7]"


def test_tls_is_listened_to_with_a_certificate_that_only_the_owner_reads(tmp_path: Path) -> None:
    ours = replace(
        our_switch(tmp_path),
        listening=(Listening(name="tls", protocol="tls", host="127.0.0.1", port=5061),),
        certificate=Certificate(certificate="shown", key="hidden"),
    )

    write(instance=ours, engine=ENGINE)

    etc = ours.directory / "etc"
    transports = {
        body["protocol"]: body for _, body in sections((etc / "pjsip.conf").read_text()) if "protocol" in body
    }
    assert transports["tls"]["bind"] == "127.0.0.1:5061"
    assert Path(transports["tls"]["cert_file"]).read_text() == "shown"
    assert Path(transports["tls"]["priv_key_file"]).read_text() == "hidden"
    assert stat.S_IMODE((etc / "sip.key").stat().st_mode) == 0o600
    assert "hidden" not in repr(ours)


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
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: answer)

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
