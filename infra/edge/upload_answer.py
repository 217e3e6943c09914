"""Runs at the edge when the bucket of evidence has answered a form, and in local/front.

A person never sees S3's XML: whatever it refused leads back to the page of that picture, which says
in her language what to do. Only the status is known here: S3 says 400 of a size, 403 of a policy that
has ended or that something else was sent with.
"""

from typing import Any

PICTURE = "x-llave-picture"
TAKEN = range(200, 400)
PROBLEMS = {400: "tamano", 403: "vencida"}
OTHER = "servicio"


def location_after(status: int, picture: str) -> str | None:
    """Where a refused file leads; None when it was taken."""
    if status in TAKEN:
        return None
    return f"/verificar/foto/{picture}?problema={PROBLEMS.get(status, OTHER)}"


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer an origin-response event of CloudFront."""
    seen = event["Records"][0]["cf"]
    response: dict[str, Any] = seen["response"]
    location = location_after(int(response["status"]), _picture(seen["request"]))
    if location is None:
        return response
    return {
        "status": "303",
        "statusDescription": "See Other",
        "headers": {
            "location": [{"key": "Location", "value": location}],
            "cache-control": [{"key": "Cache-Control", "value": "no-store"}],
        },
        "body": "",
    }


def _picture(request: dict[str, Any]) -> str:
    found: list[dict[str, str]] = request["headers"].get(PICTURE, [])
    return found[0]["value"] if found else ""
