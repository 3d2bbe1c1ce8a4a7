"""The certificate that the switch shows over TLS: the configured one, else one made by us at the first start.

Ours is signed by itself. It encrypts; it proves to nobody who we are, so a carrier that asks for that needs a real one.
"""

import datetime
import socket

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.secrets import keep_first
from smartnumbers.telephony.asterisk.instance import Certificate

NAME = "sip.pem"
VALID = datetime.timedelta(days=3650)
_CERTIFICATE_BEGINS = "-----BEGIN CERTIFICATE-----"


def certificate_of(*, configuration: Configuration) -> Certificate:
    """The certificate of a configuration; where none is configured and none was made yet, it is made now."""
    authorities = "" if configuration.tls_authorities is None else str(configuration.tls_authorities)
    if configuration.tls_certificate is not None and configuration.tls_key is not None:
        return Certificate(
            certificate=configuration.tls_certificate.read_text(),
            key=configuration.tls_key.read_text(),
            authorities=authorities,
        )
    file = configuration.secrets / NAME
    if not file.is_file():
        certificate, key = self_signed(name=socket.gethostname(), now=datetime.datetime.now(datetime.UTC))
        # In one file, so that of two processes that make one at the same moment both use the same.
        keep_first(file=file, text=key + certificate)
    key, begins, rest = file.read_text().partition(_CERTIFICATE_BEGINS)
    return Certificate(certificate=begins + rest, key=key, authorities=authorities)


def self_signed(*, name: str, now: datetime.datetime) -> tuple[str, str]:
    """A new certificate for a host name, valid from now on for ten years, and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64] or "smartnumbers")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()
