"""`python -m local.emulator`: patch ministack, then run it in the foreground.

Its settings come from the environment that `local.emulator.settings.environment` builds, and must
be there before ministack is imported: it reads them at import.
"""

import os
import signal

from local.emulator import patches


def _treat_hangup_as_a_polite_stop() -> None:
    """ministack saves its state on TERM alone; a closed terminal must not lose it."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def main() -> None:
    from ministack import app

    patches.apply()
    _treat_hangup_as_a_polite_stop()
    app.main()


if __name__ == "__main__":
    main()
