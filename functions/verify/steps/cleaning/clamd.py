"""ClamAV's daemon, where the environment names one; its protocol is a few lines (clamd(8), INSTREAM)."""

import socket
import struct
from urllib.parse import urlsplit

CHUNK = 1 << 18
PATIENCE = 20.0
LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """It did not say whether the file is clean, so the file waits."""


def infected(content: bytes, address: str) -> bool:
    """`address` is tcp://host:port or unix:///path; raises ScannerDown."""
    try:
        with _connected(address) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), CHUNK):
                chunk = content[at : at + CHUNK]
                scanner.sendall(struct.pack(">I", len(chunk)) + chunk)
            scanner.sendall(struct.pack(">I", 0))
            answer = scanner.recv(LONGEST_ANSWER).rstrip(b"\0\n ")
    except OSError as problem:
        raise ScannerDown(type(problem).__name__) from None
    if answer.endswith(b"FOUND"):
        return True
    if answer.endswith(b": OK"):
        return False
    raise ScannerDown("unclear answer")


def _connected(address: str) -> socket.socket:
    place = urlsplit(address)
    if place.scheme == "unix":
        found = socket.socket(socket.AF_UNIX)
        found.settimeout(PATIENCE)
        found.connect(place.path)
        return found
    return socket.create_connection((place.hostname or "", place.port or 3310), PATIENCE)
