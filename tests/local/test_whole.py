"""The whole local cloud as `make run` starts it: up, down, and up again with what it knew."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from local.deploy.clients import Cloud
from local.running import RunningCloud, running


def _get(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def _keys(cloud: RunningCloud) -> list[Any]:
    status, body = _get(f"{cloud.settings.origin}/oauth/jwks")
    assert status == 200, cloud.log_of("validate")
    return sorted(key["kid"] for key in json.loads(body)["keys"])


def _own_address_of_the_api(cloud: RunningCloud) -> str:
    emulator = cloud.settings.emulator
    api = Cloud(emulator).client("apigatewayv2").get_apis()["Items"][0]["ApiId"]
    return f"{emulator}/_aws/execute-api/{api}/$default"


def test_it_starts_serves_stops_and_starts_again_with_the_same_keys(tmp_path: Path) -> None:
    with running(tmp_path) as cloud:
        origin = cloud.settings.origin
        assert _get(f"{origin}/registro")[0] == 200, cloud.log_of("register")
        assert _get(f"{_own_address_of_the_api(cloud)}/registro")[0] == 403
        assert _get(cloud.settings.agency)[0] == 200
        assert json.loads(_get(f"{origin}/_local/inbox.json")[1]) == []
        keys = _keys(cloud)
    assert cloud.process.returncode == 0

    with running(tmp_path) as again:
        assert _keys(again) == keys != []
