"""`python -m local.workforce --port 8092 --staff local/staff.json --client ID --returns-to ORIGIN`"""

import argparse
import asyncio
from pathlib import Path

from local.serving import serve
from local.workforce import directory
from local.workforce.app import build
from local.workforce.issuer import Issuer


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.workforce")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--staff", type=Path, required=True)
    parser.add_argument("--client", required=True)
    parser.add_argument("--returns-to", required=True, help="the console's origin")
    given = parser.parse_args()
    issuer = Issuer(
        address=f"http://localhost:{given.port}",
        client=given.client,
        redirect_uri=f"{given.returns_to}/revision/regreso",
        people=directory.read(given.staff),
    )
    asyncio.run(serve(build(issuer), given.port))


if __name__ == "__main__":
    main()
