"""Ports are tried before anything starts; those left open are chosen."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import Configuration, ConfigurationInvalid
from smartnumbers.entry.supervisor.ports import reachable, settled
from smartnumbers.entry.variables import Address
from tests.ports import free_address


@contextmanager
def taken(kind: socket.SocketKind) -> Iterator[str]:
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            other.listen()
        yield f"127.0.0.1:{other.getsockname()[1]}"


def read(**variables: str) -> Configuration:
    free = {"HTTP": "127.0.0.1:0", "SIP": "127.0.0.1:0", "LAB_SIP": "127.0.0.2:0"}
    return configuration.read({f"SMARTNUMBERS_{name}": value for name, value in {**free, **variables}.items()})


def test_open_ports_are_chosen_and_differ() -> None:
    found = settled(configuration=read())

    assert 0 not in (found.ari.port, found.lab_ari.port)
    assert found.ari != found.lab_ari
    assert found.http == Address("127.0.0.1", 0)  # what people are to reach is never chosen behind their back


def test_a_given_port_stays() -> None:
    address = free_address()

    assert str(settled(configuration=read(ARI=address)).ari) == address


def test_every_taken_port_is_named_with_its_variable() -> None:
    with (
        taken(socket.SOCK_STREAM) as http,
        taken(socket.SOCK_DGRAM) as sip,
        pytest.raises(ConfigurationInvalid) as told,
    ):
        settled(configuration=read(HTTP=http, SIP=sip))

    assert told.value.faults == [
        f"SMARTNUMBERS_HTTP='{http}': another program uses this port; choose another port, or end that program",
        f"SMARTNUMBERS_SIP='{sip}': another program uses this port; choose another port, or end that program",
    ]


def test_tcp_and_udp_do_not_stand_in_each_others_way() -> None:
    with taken(socket.SOCK_DGRAM) as address:
        assert settled(configuration=read(HTTP=address)).http.port


def test_two_variables_with_the_same_port_are_named_both() -> None:
    with taken(socket.SOCK_DGRAM) as address:
        pass
    with pytest.raises(ConfigurationInvalid) as told:
        settled(configuration=read(SIP=address, LAB_SIP=address))

    assert told.value.faults == [f"SMARTNUMBERS_LAB_SIP='{address}': the same as SMARTNUMBERS_SIP; choose another port"]


def test_the_labs_ports_are_nobodys_concern_without_a_lab() -> None:
    with taken(socket.SOCK_DGRAM) as address:
        assert settled(configuration=read(LAB="off", LAB_SIP=address)).lab_ari.port == 0


@pytest.mark.parametrize(
    ("host", "gone_to"),
    [
        ("0.0.0.0", "127.0.0.1"),
        ("[::]", "[::1]"),
        ("192.0.2.7", "192.0.2.7"),
        ("localhost", "localhost"),
        ("[::1]", "[::1]"),
    ],
)
def test_where_a_listening_address_is_reached(host: str, gone_to: str) -> None:
    assert reachable(address=Address(host, 80)) == Address(gone_to, 80)
