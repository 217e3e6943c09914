"""What the edge lets pass, and with which headers. Nothing here knows of a web framework."""

from collections.abc import Iterable
from urllib.parse import unquote

ADDRESS_HEADER = "x-llave-viewer-address"
SECRET_HEADER = "x-llave-origin-secret"
LOCAL_SECRET = "local-origin-secret"
BODY_CAP = 1024 * 1024

# The emulator's own doors: its inboxes, its reset, its other services.
EMULATOR_PATHS = ("/_ministack", "/_aws", "/_localstack")

HOP_BY_HOP = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
# Host becomes the API's, as the origin request policy says; the length is that of what is sent.
REPLACED = frozenset(("host", "content-length", "expect", "forwarded", "via"))
REPLACED_FAMILIES = ("x-forwarded-", "x-llave-", "x-amz-cf-", "cloudfront-")

Headers = list[tuple[str, str]]


def refusal(target: str) -> tuple[int, str] | None:
    """`target` is the raw request target. A client library may collapse `..` on its way, and then
    the emulator's own doors stand open; so nothing with a dot segment passes, however encoded."""
    path = _decoded(target.partition("?")[0])
    if not path.startswith("/") or "\x00" in path:
        return 400, "Bad Request"
    if any(segment in (".", "..") for segment in path.replace("\\", "/").split("/")):
        return 400, "Bad Request"
    if ("/" + path.lstrip("/")).startswith(EMULATOR_PATHS):
        return 404, "Not Found"
    return None


def to_origin(headers: Iterable[tuple[str, str]], viewer: str) -> Headers:
    passed = [(name, value) for name, value in headers if not _is_replaced(name.lower())]
    return [*passed, (ADDRESS_HEADER, viewer), (SECRET_HEADER, LOCAL_SECRET)]


def to_viewer(headers: Iterable[tuple[str, str]], *, secure: bool) -> Headers:
    """Over https, HSTS would shut every other port of localhost to this browser for a year."""
    dropped = HOP_BY_HOP | {"content-length", "date", "server"}
    dropped |= {"strict-transport-security"} if secure else set()
    return [(name, value) for name, value in headers if name.lower() not in dropped]


def _decoded(path: str) -> str:
    """Decoded until nothing changes: `%252e` is a dot to somebody further on."""
    while (once := unquote(path)) != path:
        path = once
    return path


def _is_replaced(name: str) -> bool:
    return name in HOP_BY_HOP or name in REPLACED or name.startswith(REPLACED_FAMILIES)
