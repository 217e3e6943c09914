"""python -m local.agency: serve the sample agency on LLAVE_AGENCY_PORT."""

import os

import uvicorn

from local.agency.app import make_app
from local.agency.llave import Places

HOST = "127.0.0.1"


def main() -> None:
    """Serve until told to stop."""
    places = Places.parse(os.environ)
    uvicorn.run(
        make_app(places),
        host=HOST,
        port=places.port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
