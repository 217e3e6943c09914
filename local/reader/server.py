"""The HTTP side: one port, POST /, JSON 1.1 as AWS's SDKs speak it."""

import json
import sys
import threading
import traceback
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from local.reader import errors
from local.reader.operations import OPERATIONS, Answer, Models, ReadsFaces, ReadsText

# 10 MB as base64, and room for the rest of the request.
MAX_BODY = 15 * 1024 * 1024


class LoadedModels:
    """Each model is loaded by the first call that needs it; the others wait for that."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._loading = threading.Lock()

    @property
    def text(self) -> ReadsText:
        """Some seconds, once."""
        with self._loading:
            return self._text

    @property
    def faces(self) -> ReadsFaces:
        """20 MB."""
        with self._loading:
            return self._faces

    @cached_property
    def _text(self) -> ReadsText:
        from local.reader.text import TextReader

        return TextReader(self._at_once)

    @cached_property
    def _faces(self) -> ReadsFaces:
        from local.reader.faces import FaceReader

        return FaceReader()


class Reader(ThreadingHTTPServer):
    """`under_way` calls may wait for a model or be answered, the next is throttled."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], under_way: int, models: Models) -> None:
        super().__init__(address, Handler)
        self._models = models
        self._places = threading.BoundedSemaphore(under_way)

    def answer(self, target: str, body: bytes) -> Answer:
        """Raises a refusal."""
        operation = OPERATIONS.get(target)
        if operation is None:
            raise errors.UnknownOperation(f"{target or 'No target'} is not answered here.")
        if not self._places.acquire(blocking=False):
            raise errors.Throttled("Rate exceeded")
        try:
            return operation(_request(body), self._models)
        finally:
            self._places.release()


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    server: Reader
    protocol_version = "HTTP/1.1"
    # Headers and body leave in two writes: with Nagle's algorithm the second waits for the first.
    disable_nagle_algorithm = True
    timeout = 60

    def do_POST(self) -> None:
        """An operation."""
        try:
            answer, status = (
                self.server.answer(self.headers.get("X-Amz-Target", ""), self._body()),
                200,
            )
        except errors.Refusal as refusal:
            self._refuse(refusal)
        except Exception:  # noqa: BLE001 - a call that fails must not end the reader
            traceback.print_exc(file=sys.stderr)
            self._refuse(errors.InternalError("The reader failed."))
        else:
            self._send(status, answer)

    def do_GET(self) -> None:
        """Says that it is up; loads nothing."""
        self._send(200, {"status": "ready"})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Nothing is written about a call that went well; pictures are nobody's business."""

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            raise errors.InvalidParameter("The request is too large.")
        return self.rfile.read(length)

    def _refuse(self, refusal: errors.Refusal) -> None:
        self._send(
            refusal.status, {"__type": refusal.name, "message": refusal.message}, refusal.name
        )

    def _send(self, status: int, answer: Answer, error: str | None = None) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(body)


def _request(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body or b"{}")
    except ValueError as reason:
        raise errors.InvalidParameter("The request is not JSON.") from reason
    if not isinstance(request, dict):
        raise errors.InvalidParameter("The request is not an object.")
    return request
