"""The environment in which the emulator runs: all that is chosen about it, in one place."""

import os
from pathlib import Path

REGION = "mx-central-1"
ACCOUNT = "000000000000"
ROOT_KEY = "test"  # ministack's root user; it listens on loopback only


def environment(
    *, port: int, state: Path, logs: Path, lambda_python: Path, root: Path
) -> dict[str, str]:
    """Nothing of the caller's environment passes but what a program needs to run at all."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    scratch = state / "tmp"
    return kept | {
        "PYTHONPATH": str(root),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(scratch),
        "BIND_HOST": "127.0.0.1",  # its default is every interface
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AUTH": "true",  # signatures, role policies and resource policies are enforced
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "services"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "LOG_LEVEL": "WARNING",  # at INFO it writes the text of each SMS
        "IOT_MTLS_ENABLED": "0",  # listens on every interface
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent",  # it removes containers it takes for its own
        "LAMBDA_WARM_TTL_SECONDS": "600",
        "LLAVE_LAMBDA_PYTHON": str(lambda_python),
        "LLAVE_LAMBDA_LOGS": str(logs),
    }


def client_environment(port: int, region: str = REGION) -> dict[str, str]:
    """What a program needs to speak to the emulator as its root user."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }
