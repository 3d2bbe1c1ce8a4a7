"""Environment variables: what they mean, and that every wrong one is told at once."""

from pathlib import Path

import pytest

from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import ConfigurationInvalid
from smartnumbers.entry.variables import Address, PortRange

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "configuration.md"


def read(**variables: str) -> configuration.Configuration:
    return configuration.read({f"SMARTNUMBERS_{name}": value for name, value in variables.items()})


def faults(**variables: str) -> list[str]:
    with pytest.raises(ConfigurationInvalid) as fault:
        read(**variables)
    return fault.value.faults


def test_without_any_variable_everything_is_on_loopback() -> None:
    found = read()

    addresses = (found.http, found.sip, found.ari, found.lab_sip, found.lab_ari, found.trunk)
    assert {address.host for address in addresses} == {"127.0.0.1"}
    assert found.carriers == ("127.0.0.1",)
    assert found.database == ""
    assert found.lab
    assert found.demo


def test_the_lab_and_the_trunk_follow_the_sip_port() -> None:
    found = read(SIP="192.0.2.7:5070")

    assert found.lab_sip == found.trunk == Address("127.0.0.1", 6070)
    assert read(SIP="127.0.0.1:65000").lab_sip.port == 64000


def test_mail_goes_to_the_lab_until_there_is_a_server_and_to_that_over_tls() -> None:
    found = read(LAB_MAIL="127.0.0.1:2525")
    assert (found.mail, found.mail_security) == (found.lab_mail, "none")
    found = read(
        MAIL="mail.alpina.example:587", MAIL_USER="alpina", MAIL_PASSWORD="secret", MESSAGE_DAYS="30",
        MAIL_FROM="Alpina <voicemail@alpina.example>",
    )  # fmt: skip
    assert (found.mail, found.mail_security) == (Address("mail.alpina.example", 587), "starttls")
    assert (found.mail_user, found.mail_password, found.message_days) == ("alpina", "secret", 30)
    assert found.mail_from == "Alpina <voicemail@alpina.example>"
    assert read(MAIL="192.0.2.7:465", MAIL_SECURITY="TLS").mail_security == "tls"


def test_tls_and_ipv6_go_with_the_sip_address() -> None:
    assert read(SIP="192.0.2.7:5070").sips == Address("192.0.2.7", 5071)
    # Which IPv6 address goes with an IPv4 one that is neither loopback nor all of them, nobody can tell.
    assert read(SIP="192.0.2.7:5070").sip6 is None
    assert read(SIP="192.0.2.7:5070", SIP6="[2001:db8::7]:5070").sip6 == Address("[2001:db8::7]", 5070)
    assert (read(SIPS="off").sips, read(SIP6="OFF").sip6) == (None, None)


def test_a_certificate_comes_with_its_key() -> None:
    assert faults(TLS_KEY=__file__) == [
        "SMARTNUMBERS_TLS_CERTIFICATE and SMARTNUMBERS_TLS_KEY: set both, or neither",
    ]
    assert faults(TLS_AUTHORITIES="/nowhere/ca.pem")[0].endswith("expected a file")


def test_values_are_taken() -> None:
    found = read(
        HOME="/srv/numbers", HTTP="[::1]:80", RTP="4000-5000", CARRIERS="192.0.2.0/24, 198.51.100.7", LAB="no",
        DEMO="FALSE", LIMIT_SETUPS="7", ALLOWED_HOSTS="a.example,b.example", LOG="Debug",
        DATABASE="postgresql://u:p@h:5432/d",
    )  # fmt: skip

    assert found.home == Path("/srv/numbers")
    assert found.http == Address("[::1]", 80)
    assert found.rtp == PortRange(4000, 5000)
    assert found.carriers == ("192.0.2.0/24", "198.51.100.7")
    assert (found.lab, found.demo, found.platform_setups_per_second) == (False, False, 7)
    assert found.allowed_hosts == ("a.example", "b.example")
    assert (found.log_level, found.database) == ("debug", "postgresql://u:p@h:5432/d")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP", "8000"),
        ("HTTP", "127.0.0.1:65536"),
        ("SIP", "127.0.0.1:"),
        ("RTP", "80-90"),
        ("RTP", "5000-4000"),
        ("LAB_RTP", "many"),
        ("DATABASE", "sqlite:///x"),
        ("CARRIERS", "192.0.2.0/99"),
        ("CARRIERS", "0.0.0.0/0"),
        ("LAB", "perhaps"),
        ("LIMIT_CALLS", "0"),
        ("LAB_MAIL", "0.0.0.0:2525"),
        ("MAIL", "mail.alpina.example"),
        ("MAIL_SECURITY", "ssl"),
        ("MAIL_FROM", "alpina"),
        ("MESSAGE_DAYS", "0"),
        ("LIMIT_SETUPS", "ten"),
        ("JOURNAL_DAYS", "-1"),
        ("LOG", "loud"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str) -> None:
    (fault,) = faults(**{name: value})

    assert fault.startswith(f"SMARTNUMBERS_{name}={value.lower()!r}: expected ")


def test_a_misspelt_variable_is_no_variable() -> None:
    (fault,) = faults(HTPP="127.0.0.1:8000")

    assert fault.startswith("SMARTNUMBERS_HTPP: no such variable; known are SMARTNUMBERS_ALLOWED_HOSTS, ")


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(HTTP="x", SIP="y", LAB="z", NO_SUCH="")) == 4


def test_other_peoples_variables_are_theirs() -> None:
    assert configuration.read({"PATH": "/bin", "SMART": "1"})


def test_every_variable_is_documented_and_none_that_is_not() -> None:
    documented = {line.split("`")[1] for line in DOCUMENT.read_text().splitlines() if line.startswith("| `SMARTN")}

    assert documented == {f"SMARTNUMBERS_{name}" for name in configuration._VARIABLES}
