"""Runs one aiohttp application on the loopback until it is told to stop."""

import asyncio
import signal
import ssl

from aiohttp import web

HOST = "127.0.0.1"


async def serve(app: web.Application, port: int, context: ssl.SSLContext | None = None) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    await web.TCPSite(runner, HOST, port, ssl_context=context).start()
    await stopped.wait()
    await runner.cleanup()
