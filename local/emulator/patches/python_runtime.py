"""Lambdas run as in AWS: awslambdaric asks the Runtime API for events, in an environment of its own."""

import os
import sys
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

BOOTSTRAP = '#!/bin/sh\nexec "$LLAVE_LAMBDA_PYTHON" -m awslambdaric "$_HANDLER"\n'

# All that a function sees of the machine. The emulator's own environment holds its root key.
INHERITED = ("PATH", "LANG", "LLAVE_LAMBDA_PYTHON")


class PythonWorker(lambda_runtime.ProvidedWorker):  # type: ignore[misc]
    """A custom-runtime worker whose bootstrap is awslambdaric; keeps a readable log per function."""

    def _pump_output(self, stream: Any, log_queue: Any) -> None:
        path = Path(os.environ["LLAVE_LAMBDA_LOGS"]) / f"{self.func_name}.log"
        super()._pump_output(_Tee(stream, path), log_queue)


class _Tee:
    """A byte stream that leaves a copy of each line in a file."""

    def __init__(self, stream: Any, path: Path) -> None:
        self._stream = stream
        self._copy = path.open("ab", buffering=0)

    def readline(self) -> bytes:
        line: bytes = self._stream.readline()
        self._copy.write(line)
        return line

    def close(self) -> None:
        self._copy.close()
        self._stream.close()


def run_python_through_the_runtime_api() -> None:
    """Its own executor turns every exception into Runtime.HandlerError, restarts the worker after
    it, and runs handlers with the emulator's packages and environment."""
    stock_class = lambda_runtime._worker_class_for
    stock_execute = lambda_svc._execute_function_warm
    stock_code = lambda_svc._provided_runtime_code_dir

    def worker_class(config: dict[str, Any]) -> type:
        return PythonWorker if _is_python(config) else stock_class(config)

    def execute(func: dict[str, Any], event: Any, request_id: str) -> Any:
        config = func.get("config") or func
        chosen = lambda_svc._execute_function_provided_warm if _is_python(config) else stock_execute
        return chosen(func, event, request_id)

    def code_directory(code_zip: bytes) -> str:
        directory: str = stock_code(code_zip)
        bootstrap = Path(directory) / "bootstrap"
        if not bootstrap.exists():
            bootstrap.write_text(BOOTSTRAP)
            bootstrap.chmod(0o755)
        return directory

    lambda_runtime._worker_class_for = worker_class
    lambda_svc._execute_function_warm = execute
    lambda_svc._provided_runtime_code_dir = code_directory
    lambda_svc._provided_worker_env = _function_environment


def answer_without_delay() -> None:
    """Nagle's algorithm holds each event back 40 ms, and the worker waits 50 ms for log lines."""
    stock_handler = PythonWorker._build_handler_class
    stock_drain = PythonWorker._drain_stderr_bounded

    def handler_class(self: PythonWorker, *arguments: Any) -> type:
        handler: Any = stock_handler(self, *arguments)
        handler.disable_nagle_algorithm = True
        return handler  # type: ignore[no-any-return]

    def drain(self: PythonWorker, first_line_wait: float = 0.001) -> str:
        return str(stock_drain(self, first_line_wait=first_line_wait, idle_confirm=0.001))

    PythonWorker._build_handler_class = handler_class
    PythonWorker._drain_stderr_bounded = drain


def _is_python(config: dict[str, Any]) -> bool:
    return str(config.get("Runtime", "")).startswith("python")


def _function_environment(config: dict[str, Any], code: str, port: int) -> dict[str, str]:
    _, region = lambda_svc._account_region_from_function_config(config)
    name = config["FunctionName"]
    inherited = {key: os.environ[key] for key in INHERITED if key in os.environ}
    given: dict[str, str] = lambda_svc._runtime_env_vars(config)
    return {
        **inherited,
        "TZ": ":UTC",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        **given,
        **lambda_runtime.execution_credentials(config),
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{config['Runtime']}",
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config.get("MemorySize", 128)),
        "AWS_LAMBDA_FUNCTION_VERSION": config.get("Version", "$LATEST"),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": lambda_svc.new_uuid(),
        "LAMBDA_TASK_ROOT": code,
        "PYTHONPATH": os.pathsep.join(_layer_paths(config)),
        "PYTHONDONTWRITEBYTECODE": "1",  # /var/task and /opt are read-only
        "_HANDLER": config["Handler"],
    }


def _layer_paths(config: dict[str, Any]) -> list[str]:
    """Layers precede the packages of the runtime, as /opt/python does."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    roots = [Path(_layer_directory(layer)) / "python" for layer in config.get("Layers", [])]
    return [
        str(path) for root in roots for path in (root / "lib" / version / "site-packages", root)
    ]


_extracted: dict[str, str] = {}


def _layer_directory(layer: str | dict[str, Any]) -> str:
    arn = layer if isinstance(layer, str) else layer["Arn"]
    if arn not in _extracted:  # a layer version never changes
        content = lambda_svc._resolve_layer_zip(layer)
        _extracted[arn] = lambda_svc._docker_extracted_dir(content, "layer")
    return _extracted[arn]
