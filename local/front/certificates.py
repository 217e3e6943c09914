"""A certificate authority of one's own for `https://localhost`, kept under `.local/`."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_YEARS, LEAF_DAYS = 10, 397  # browsers refuse leaves that live longer
AUTHORITY = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Llave, nube local")])
LEAF = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
NAMES = x509.SubjectAlternativeName(
    [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
)


def server_context(folder: Path) -> ssl.SSLContext:
    """Makes what is missing; the authority's certificate is `<folder>/ca.pem`."""
    leaf = folder / "localhost.pem"
    if not leaf.exists() or _ends(leaf) < datetime.now(UTC) + timedelta(days=1):
        _issue(folder, leaf)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(leaf)
    return context


def _issue(folder: Path, leaf: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = datetime.now(UTC)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate(AUTHORITY, authority_key, now + timedelta(days=365 * CA_YEARS))
    authority = authority.add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    server = _certificate(LEAF, key, now + timedelta(days=LEAF_DAYS))
    server = server.add_extension(NAMES, critical=False)
    server = server.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
    )
    (folder / "ca.pem").write_bytes(_pem(authority.sign(authority_key, hashes.SHA256())))
    leaf.touch(mode=0o600)
    leaf.write_bytes(_private(key) + _pem(server.sign(authority_key, hashes.SHA256())))


def _certificate(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(AUTHORITY)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(hours=1))
        .not_valid_after(ends)
    )


def _ends(leaf: Path) -> datetime:
    return x509.load_pem_x509_certificate(leaf.read_bytes()).not_valid_after_utc


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
