"""The certificate shown over TLS, and the secrets that several processes make at their first start."""

import ssl
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from smartnumbers.entry import configuration
from smartnumbers.entry.certificate import certificate_of
from smartnumbers.entry.secrets import secret


def read(home: Path, **variables: str) -> configuration.Configuration:
    return configuration.read(
        {f"SMARTNUMBERS_{name}": value for name, value in {"HOME": str(home), **variables}.items()}
    )


def made(home: str) -> tuple[str, str, str]:
    found = certificate_of(configuration=read(Path(home)))
    return found.certificate, found.key, secret(folder=Path(home) / "secrets", name="shared")


def test_a_certificate_is_made_once_with_its_key_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    first, again = (certificate_of(configuration=read(tmp_path)) for _ in range(2))

    assert (first.certificate, first.key) == (again.certificate, again.key)
    assert (tmp_path / "secrets/sip.pem").stat().st_mode & 0o777 == 0o600
    (tmp_path / "c.pem").write_text(first.certificate)
    (tmp_path / "k.pem").write_text(first.key)
    # Raises where key and certificate do not belong together.
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")


def test_processes_that_start_at_the_same_moment_use_the_same_secrets(tmp_path: Path) -> None:
    with ProcessPoolExecutor(max_workers=4, mp_context=get_context("spawn")) as pool:
        found = set(pool.map(made, [str(tmp_path)] * 4))

    assert len(found) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir() if path.name.startswith(".")] == []


def test_a_configured_certificate_is_taken(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("certificate")
    (tmp_path / "k").write_text("key")

    found = certificate_of(
        configuration=read(
            tmp_path, TLS_CERTIFICATE=f"{tmp_path}/c", TLS_KEY=f"{tmp_path}/k", TLS_AUTHORITIES=f"{tmp_path}/c"
        )
    )

    assert (found.certificate, found.key, found.authorities) == ("certificate", "key", f"{tmp_path}/c")
    assert not (tmp_path / "secrets").exists()


def test_the_key_is_not_printed(tmp_path: Path) -> None:
    found = certificate_of(configuration=read(tmp_path))

    assert found.key not in repr(found)


@pytest.mark.parametrize("name", ["a", "b"])
def test_each_secret_is_its_own(tmp_path: Path, name: str) -> None:
    assert len({secret(folder=tmp_path, name=name), secret(folder=tmp_path, name=f"{name}2")}) == 2
