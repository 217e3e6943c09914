"""Redirect addresses: what may be registered, and when an asked one is a registered one.

Exact comparison of strings (RFC 9700, 4.1.3); the port alone is free for native apps on a loopback
address (RFC 8252, 7.3).
"""

import re
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
# Printable ASCII without blank, quotes, angle brackets, backslash, caret, backtick, braces, bar.
PLAIN = re.compile(r"[!#$%&'()+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
LOOPBACK_ADDRESSES = frozenset({"127.0.0.1", "::1"})
LOOPBACK = LOOPBACK_ADDRESSES | {"localhost"}
# A scheme of an app of its own: a domain written backwards (RFC 8252, 7.1).
APP_SCHEME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")
DEFAULT_PORTS = {"https": 443, "http": 80}


def is_registered(asked: str, registered: tuple[str, ...], *, native: bool) -> bool:
    """Whether an agency may be answered at that address."""
    if asked in registered:
        return True
    return native and any(_same_but_port(asked, known) for known in registered)


def problem_in(uri: str, *, native: bool) -> str | None:
    """Why an address can not be registered, or None."""
    if len(uri) > LONGEST or PLAIN.fullmatch(uri) is None:
        return "has characters that no address needs, or too many"
    parts = _split(uri)
    if parts is None:
        return "is not an address"
    if "#" in uri:
        return "has a fragment"
    if native and APP_SCHEME.fullmatch(parts.scheme):
        return None
    return _web_problem(uri, parts)


def origin_of(uri: str) -> str:
    """Scheme and host of an address, or the scheme of an app, as a page's policy names them."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"


def _web_problem(uri: str, parts: SplitResult) -> str | None:
    if not parts.hostname or "@" in parts.netloc:
        return "has no host, or names a user"
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return "must be https"
    if parts.scheme not in DEFAULT_PORTS:
        return "must be https"
    if {".", ".."} & set(parts.path.split("/")):
        return "has dot segments"
    if parts.hostname not in uri:
        return "has a host in capitals"
    return None


def _same_but_port(asked: str, known: str) -> bool:
    if PLAIN.fullmatch(asked) is None:
        return False
    left, right = _split(asked), _split(known)
    if left is None or right is None or right.hostname not in LOOPBACK_ADDRESSES:
        return False
    return right.scheme == "http" and asked == _with_port(known, right, left.port)


def _with_port(known: str, parts: SplitResult, port: int | None) -> str:
    """The registered address with the asked port: what is left is compared as a whole string."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    where = host if port is None else f"{host}:{port}"
    return known.replace(f"//{parts.netloc}", f"//{where}", 1)


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts
