"""Built files under `/estaticos/`: their names carry a hash of their content, so they never change."""

import mimetypes
from pathlib import Path

from aiohttp import web

PREFIX = "/estaticos/"
FOR_A_YEAR = "public, max-age=31536000, immutable"
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg")

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


def answer(request: web.Request, folder: Path) -> web.Response:
    file = folder / request.path.removeprefix(PREFIX)
    if request.method not in ("GET", "HEAD") or not file.is_file():
        return web.Response(status=404, text="Not Found")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Type": kind, "Cache-Control": FOR_A_YEAR}
    response = web.Response(body=file.read_bytes(), headers=headers)
    if kind.startswith(COMPRESSIBLE):
        response.enable_compression()
    return response
