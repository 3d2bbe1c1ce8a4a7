"""The carriers of an installation that never had any."""

from pathlib import Path

import pytest

from smartnumbers.apps.carriers.models import CarrierRow
from smartnumbers.core.routing.carriers import Authentication
from smartnumbers.core.routing.carrierset import faults
from smartnumbers.entry import configuration
from smartnumbers.entry.firstcarriers import first_carriers
from smartnumbers.entry.secrets import secret
from smartnumbers.entry.supervisor.preparation import give_carriers


def read(home: Path, **variables: str) -> configuration.Configuration:
    return configuration.read(
        {f"SMARTNUMBERS_{name}": value for name, value in {"HOME": str(home), **variables}.items()}
    )


def test_with_the_lab_there_are_two_the_second_with_its_password(tmp_path: Path) -> None:
    lab, line = first_carriers(configuration=read(tmp_path))

    assert (lab.address, lab.inbound, lab.authentication) == ("127.0.0.1:6060", ("127.0.0.1",), Authentication.IP)
    assert (line.address, line.authentication) == ("127.0.0.1:6061", Authentication.REGISTRATION)
    assert line.password == secret(folder=tmp_path / "secrets", name="lab-line")
    assert (faults(lab), faults(line)) == ({}, {})


def test_an_installation_that_is_upgraded_keeps_the_carrier_of_its_variables(tmp_path: Path) -> None:
    found = read(tmp_path, TRUNK="sip.carrier.example:5080", CARRIERS="192.0.2.0/24,198.51.100.7", LAB="off")

    (carrier,) = first_carriers(configuration=found)

    assert (carrier.name, carrier.address) == ("Carrier", "sip.carrier.example:5080")
    assert carrier.inbound == ("192.0.2.0/24", "198.51.100.7")
    assert faults(carrier) == {}


@pytest.mark.usefixtures("database")
def test_they_are_given_once(tmp_path: Path) -> None:
    for trunk in ("sip.carrier.example:5080", "sip.another.example:5060"):
        give_carriers(configuration=read(tmp_path, TRUNK=trunk, LAB="off"))

    assert [row.host for row in CarrierRow.objects.all()] == ["sip.carrier.example"]
