"""Work in a child process that may take so much memory and time and no more.

A decoder that a file leads astray (a bomb, a defect in a C library) ends the child, never the
function; what the child says is read as bytes and never unpickled.
"""

import os
import resource
import select
import signal
import struct
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from functions.verify.steps.cleaning.refusals import FileRefused, Reason

MEMORY = 768 * 1024 * 1024
SECONDS = 25
PAGE, REFUSED, DONE = b"P", b"R", b"D"
HEAD = struct.Struct(">cI")


def bounded(work: Callable[[], Iterable[bytes]]) -> list[bytes]:
    """What `work` yields; raises FileRefused, also when the child ran out of its bounds."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _be_the_child(work, writer)
    os.close(writer)
    try:
        return _parts(_everything(reader))
    finally:
        os.close(reader)
        # It has nothing more to say, whether it ended or hangs.
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _be_the_child(work: Callable[[], Iterable[bytes]], writer: int) -> None:
    code = 1
    try:
        _limit()
        with os.fdopen(writer, "wb") as out:
            try:
                for page in work():
                    out.write(HEAD.pack(PAGE, len(page)) + page)
                out.write(HEAD.pack(DONE, 0))
            except FileRefused as refusal:
                reason = refusal.reason.value.encode()
                out.write(HEAD.pack(REFUSED, len(reason)) + reason)
        code = 0
    finally:
        # Neither the handlers of the parent nor its buffers are the child's to close.
        os._exit(code)


def _limit() -> None:
    """On top of what the process has mapped already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    mapped = pages * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + SECONDS, int(used) + SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 2)


def _everything(reader: int) -> bytes:
    told, until = bytearray(), time.monotonic() + SECONDS
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([reader], [], [], left)
        if not ready:
            break
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            break
        told += chunk
    return bytes(told)


def _parts(told: bytes) -> list[bytes]:
    pages: list[bytes] = []
    at = 0
    while at + HEAD.size <= len(told):
        kind, length = HEAD.unpack_from(told, at)
        at += HEAD.size
        body = told[at : at + length]
        at += length
        if kind == DONE:
            return pages
        if kind == REFUSED:
            raise FileRefused(Reason(body.decode()))
        pages.append(body)
    # It never said that it was done.
    raise FileRefused(Reason.UNREADABLE)
