"""`python -m local.run`: the whole system on this machine, until Ctrl-C; with `--forget` it is not
started, and what it kept is deleted (`make clean`).

Settings: LLAVE_PORT, LLAVE_AGENCY_PORT, LLAVE_REGISTRIES_PORT, LLAVE_READER_PORT,
LLAVE_WORKFORCE_PORT, LLAVE_EMULATOR_PORT, LLAVE_STATE_DIR (default `.local`), LLAVE_POPULATION, HTTPS=1.
"""

import argparse
import shutil
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

from local.deploy import DeploymentFailed
from local.environments import InstallationFailed
from local.processes import StartFailed, hold
from local.registries.population import PopulationInvalid, read
from local.settings import LocalSettings, SettingInvalid, from_environment
from local.synth import SynthesisFailed

EXPLAINED = (
    DeploymentFailed,
    InstallationFailed,
    PopulationInvalid,
    SettingInvalid,
    StartFailed,
    SynthesisFailed,
)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

READY = """
  Open an account     {origin}/registro
  Messages it sent    {origin}/_local/inbox
  Sample agency       {agency}
  Reviewers           {origin}/revision  (who they are: local/staff.json)
  Sample CURP         {curp}
  Logs                {logs}

Try first: open an account with the sample CURP, confirm it with the code from the messages,
then sign in from the sample agency. Ctrl-C stops everything; what you did is kept.

Llave is ready: {origin}"""


class StopRequested(BaseException):
    """A signal arrived; not an Exception, so that nothing on the way takes it for a failure."""


def main() -> int:
    for number in STOP_SIGNALS:
        signal.signal(number, _request_stop)
    try:
        settings = from_environment()
        if _arguments().forget:
            forget(settings)
            return 0
        supervise(settings)
    except EXPLAINED as problem:
        print(problem, file=sys.stderr)
        return 1
    except StopRequested:
        return 0


def supervise(settings: LocalSettings) -> NoReturn:
    """Until a signal comes or a part falls."""
    from local.cloud import LocalCloud  # half a second that --help need not wait

    cloud = LocalCloud(settings, tell)
    try:
        cloud.start()
        tell(_ready(settings))
        while True:
            time.sleep(0.3)
            cloud.require_all()
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        cloud.stop()


def forget(settings: LocalSettings) -> None:
    """All accounts, messages, keys and logs; the Python environments stay."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with hold(settings.home):
        for folder in (settings.state, settings.logs, settings.certificates):
            shutil.rmtree(folder, ignore_errors=True)


def tell(text: str) -> None:
    print(text, flush=True)


def _ready(settings: LocalSettings) -> str:
    return READY.format(
        origin=settings.origin,
        agency=settings.agency,
        curp=read(settings.population).first,
        logs=settings.logs,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local.run", description=__doc__)
    parser.add_argument("--forget", action="store_true", help="delete the state and start nothing")
    return parser.parse_args()


def _request_stop(*_: int | FrameType | None) -> NoReturn:
    raise StopRequested


if __name__ == "__main__":
    sys.exit(main())
