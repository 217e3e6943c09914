"""`python -m local.front --port 8080 --emulator http://127.0.0.1:4566 --api-id ID ...`"""

import argparse
import asyncio
import signal
import ssl
from pathlib import Path

from aiohttp import web

from local.front import certificates
from local.front.app import FrontSettings, build

HOST = "127.0.0.1"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local.front")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--emulator", required=True)
    parser.add_argument("--api-id", required=True)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--https", type=Path, help="folder of the certificates: speak https")
    return parser.parse_args()


async def serve(app: web.Application, port: int, context: ssl.SSLContext | None) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    await web.TCPSite(runner, HOST, port, ssl_context=context).start()
    await stopped.wait()
    await runner.cleanup()


def main() -> None:
    given = _arguments()
    context = certificates.server_context(given.https) if given.https else None
    settings = FrontSettings(given.emulator, given.api_id, given.site, given.inbox)
    asyncio.run(serve(build(settings), given.port, context))


if __name__ == "__main__":
    main()
