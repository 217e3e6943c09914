"""AWS calls counted on the wire, between the functions of a running local cloud and the emulator.

A function is pointed at the counter by its environment, which is put back afterwards; both changes
start fresh processes, so that whatever is to be counted warm has to run once before.
"""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from infra.environments import LOCAL
from local.deploy.clients import Cloud

ENDPOINT = "AWS_ENDPOINT_URL"
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})
Calls = Counter[str]


@dataclass
class Wire:
    """What has passed so far, by "<service>.<action>"."""

    passed: Calls = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def note(self, call: str) -> None:
        with self.lock:
            self.passed[call] += 1

    def calls_of(self, flow: Callable[[], object]) -> Calls:
        """The calls that a flow makes, when nothing else goes on."""
        with self.lock:
            self.passed.clear()
        flow()
        with self.lock:
            return Counter(self.passed)


@contextlib.contextmanager
def counted(cloud: Cloud, functions: Sequence[str]) -> Iterator[Wire]:
    """Let the AWS calls of these functions (names of the catalogue) be counted."""
    wire = Wire()
    with _proxy(cloud.endpoint, wire) as address, contextlib.ExitStack() as changed:
        for function in functions:
            changed.enter_context(_pointed_at(address, LOCAL.function(function), cloud))
        yield wire


@contextlib.contextmanager
def _pointed_at(address: str, name: str, cloud: Cloud) -> Iterator[None]:
    client = cloud.client("lambda")
    before = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    variables = {**before, ENDPOINT: address}
    client.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    try:
        yield
    finally:
        client.update_function_configuration(FunctionName=name, Environment={"Variables": before})


@contextlib.contextmanager
def _proxy(endpoint: str, wire: Wire) -> Iterator[str]:
    host, _, port = endpoint.removeprefix("http://").partition(":")

    class Passing(BaseHTTPRequestHandler):
        """Passes a request on as it is signed, the Host header too."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            wire.note(_name(self.headers.get("x-amz-target", ""), self.path))
            with contextlib.closing(HTTPConnection(host, int(port), timeout=30)) as origin:
                origin.putrequest(
                    self.command, self.path, skip_host=True, skip_accept_encoding=True
                )
                for name, value in self.headers.items():
                    if name.lower() not in HOP_BY_HOP:
                        origin.putheader(name, value)
                origin.endheaders(body)
                self._answer(origin.getresponse())

        do_GET = do_PUT = do_POST  # noqa: N815  # the library's names

        def _answer(self, answer: Any) -> None:
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP | {"content-length", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """What passes is nobody's to read."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _name(target: str, path: str) -> str:
    """ "DynamoDB_20120810.GetItem" -> "DynamoDB.GetItem"; what has no target is named by its path."""
    service, _, action = target.rpartition(".")
    known = {"TrentService": "KMS", "AmazonSQS": "SQS"}
    return f"{known.get(service, service.partition('_')[0])}.{action}" if target else path
