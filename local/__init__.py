"""The local cloud: everything that stands in for AWS and for outside registries on one machine."""

import sys
from pathlib import Path

# Second import root of the repository, so that `python -m local.run` works outside of make too.
_LAYER = str(Path(__file__).resolve().parent.parent / "layers/shared/python")
if _LAYER not in sys.path:
    sys.path.append(_LAYER)
