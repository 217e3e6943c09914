"""https://localhost by an authority of our own."""

import socket
import ssl
import threading
from pathlib import Path

from local.front import certificates


def test_who_trusts_the_authority_trusts_localhost(tmp_path: Path) -> None:
    server = certificates.server_context(tmp_path)
    client = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    here, there = socket.socketpair()

    def answer() -> None:
        with server.wrap_socket(there, server_side=True) as spoken:
            spoken.sendall(b"hola")

    speaking = threading.Thread(target=answer)
    speaking.start()
    with client.wrap_socket(here, server_hostname="localhost") as heard:
        said = heard.recv(4)
    speaking.join()

    assert said == b"hola"


def test_the_authority_stays_the_same(tmp_path: Path) -> None:
    certificates.server_context(tmp_path)
    first = (tmp_path / "ca.pem").read_bytes()
    certificates.server_context(tmp_path)

    assert (tmp_path / "ca.pem").read_bytes() == first
