"""`python -m local.registries --port 8081 --population local/population.json`"""

import argparse
import asyncio
from pathlib import Path

from local.registries import population, renapo
from local.serving import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.registries")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--population", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(serve(renapo.build(population.read(given.population)), given.port))


if __name__ == "__main__":
    main()
