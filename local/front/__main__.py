"""`python -m local.front --port 8080 --emulator http://127.0.0.1:4566 --api-id ID ...`"""

import argparse
import asyncio
from pathlib import Path

from local.front import certificates
from local.front.app import FrontSettings, build
from local.serving import serve


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local.front")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--emulator", required=True)
    parser.add_argument("--api-id", required=True)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--bucket", required=True, help="where forms of pictures go")
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--https", type=Path, help="folder of the certificates: speak https")
    return parser.parse_args()


def main() -> None:
    given = _arguments()
    context = certificates.server_context(given.https) if given.https else None
    settings = FrontSettings(given.emulator, given.api_id, given.site, given.inbox, given.bucket)
    asyncio.run(serve(build(settings), given.port, context))


if __name__ == "__main__":
    main()
