"""`python -m local.reader --port 8073`"""

import argparse
import signal
import threading

from local.reader.server import LoadedModels, Reader


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.reader", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 in a container")
    parser.add_argument("--port", type=int, default=8073)
    parser.add_argument(
        "--under-way", type=int, default=8, help="calls at a time; more are throttled"
    )
    parser.add_argument(
        "--at-once", type=int, default=2, help="pictures read at a time, a core each"
    )
    given = parser.parse_args()
    server = Reader((given.host, given.port), given.under_way, LoadedModels(given.at_once))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # shutdown() waits for the loop that this thread runs, so another one calls it.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
