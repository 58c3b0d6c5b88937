"""A certificate of our own for a loopback server, made anew for each test: no key is kept.

Plain DER and RSA, as much of them as a certificate needs.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from math import gcd, prod
from pathlib import Path

EXPONENT = 65_537
_RSA = "1.2.840.113549.1.1.1"
_SHA256_RSA = "1.2.840.113549.1.1.11"
_NAME = "2.5.4.3"
_HOSTS = "2.5.29.17"
_AUTHORITY = "2.5.29.19"
_SMALL = prod(n for n in range(3, 2_000, 2) if all(n % m for m in range(3, 45, 2) if m < n))
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True, slots=True)
class Files:
    """Where a certificate and its key lie."""

    certificate: Path
    key: Path


def issue(folder: Path, host: str = "localhost") -> Files:
    """A self-signed certificate for a host name, and its key, as PEM files."""
    p, q = _prime(), _prime()
    n, d = p * q, pow(EXPONENT, -1, (p - 1) * (q - 1))
    files = Files(folder / f"{host}.crt", folder / f"{host}.key")
    files.certificate.write_text(_pem("CERTIFICATE", _certificate(host, n, d)))
    files.key.write_text(_pem("RSA PRIVATE KEY", _key(n, d, p, q)))
    return files


def _prime() -> int:
    while True:
        found = secrets.randbits(1024) | 3 << 1022 | 1
        if gcd(found, _SMALL) > 1:
            continue
        if found % EXPONENT != 1 and all(pow(base, found - 1, found) == 1 for base in (2, 3, 5, 7)):
            return found


def _certificate(host: str, n: int, d: int) -> bytes:
    algorithm = _sequence(_oid(_SHA256_RSA), _tlv(0x05, b""))
    name = _sequence(_tlv(0x31, _sequence(_oid(_NAME), _tlv(0x0C, host.encode()))))
    valid = _sequence(_tlv(0x17, b"200101000000Z"), _tlv(0x17, b"491231235959Z"))
    key = _sequence(
        _sequence(_oid(_RSA), _tlv(0x05, b"")),
        _tlv(0x03, b"\0" + _sequence(_integer(n), _integer(EXPONENT))),
    )
    hosts = _sequence(_oid(_HOSTS), _tlv(0x04, _sequence(_tlv(0x82, host.encode()))))
    authority = _sequence(
        _oid(_AUTHORITY), _tlv(0x01, b"\xff"), _tlv(0x04, _sequence(_tlv(0x01, b"\xff")))
    )
    version, serial = _tlv(0xA0, _integer(2)), _integer(secrets.randbits(64) | 1)
    extensions = _tlv(0xA3, _sequence(hosts, authority))
    body = _sequence(version, serial, algorithm, name, valid, name, key, extensions)
    return _sequence(body, algorithm, _tlv(0x03, b"\0" + _signature(body, n, d)))


def _signature(body: bytes, n: int, d: int) -> bytes:
    digest = _SHA256_PREFIX + hashlib.sha256(body).digest()
    size = (n.bit_length() + 7) // 8
    padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    return pow(int.from_bytes(padded, "big"), d, n).to_bytes(size, "big")


def _key(n: int, d: int, p: int, q: int) -> bytes:
    parts = (0, n, EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    return _sequence(*map(_integer, parts))


def _tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _sequence(*parts: bytes) -> bytes:
    return _tlv(0x30, b"".join(parts))


def _integer(value: int) -> bytes:
    return _tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    packed = bytes([first * 40 + second])
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.insert(0, 0x80 | number & 0x7F)
        packed += bytes(groups)
    return _tlv(0x06, packed)


def _pem(kind: str, content: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{base64.encodebytes(content).decode()}-----END {kind}-----\n"
