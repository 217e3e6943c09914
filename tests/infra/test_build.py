"""The artifacts: the same bytes from the same sources, and nothing in them that nobody reads."""

import dataclasses
import zipfile
from pathlib import Path

import pytest

from infra import build
from infra.build import BuildFailed
from infra.environments import LOCAL, PROD


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build, "_home", lambda _: tmp_path)
    return tmp_path


def names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()


def test_the_same_sources_give_the_same_bytes(elsewhere: Path):
    first = build.function(LOCAL, "functions.validate.handler.handle")
    content = first.read_bytes()
    first.unlink()

    again = build.function(LOCAL, "functions.validate.handler.handle")

    assert again.name == first.name
    assert again.read_bytes() == content


def test_a_function_holds_its_own_folder_and_no_other():
    inside = names(build.function(LOCAL, "functions.validate.handler.handle"))

    assert "functions/__init__.py" in inside
    assert all(
        one.startswith(("functions/__init__", "functions/__pycache__", "functions/validate/"))
        for one in inside
    )


def test_the_code_is_compiled_and_believed_without_its_date():
    archive = build.function(LOCAL, "functions.validate.handler.handle")

    with zipfile.ZipFile(archive) as opened:
        compiled = [one for one in opened.namelist() if one.endswith(".pyc")]
        flags = {int.from_bytes(opened.read(one)[4:8], "little") for one in compiled}

    assert compiled
    assert flags == {0b01}  # hash-based and unchecked: PEP 552


@pytest.mark.parametrize("environment", [LOCAL, PROD], ids=lambda one: one.name)
def test_the_layer_holds_llave_and_its_packages_but_not_the_runtime_s(environment):
    inside = names(build.layer(environment))
    packages = {one.split("/")[1] for one in inside}

    assert {"llave", "pydantic", "cryptography", "jwt", "aws_lambda_powertools"} <= packages
    assert not packages & {"boto3", "botocore", "pip", "setuptools"}
    assert "python/llave/settings.py" in inside
    assert not [one for one in inside if one.endswith((".pyi", ".c")) or "/tests/" in one]


def test_the_layer_of_prod_is_for_the_machines_of_aws():
    libraries = [one for one in names(build.layer(PROD)) if one.endswith(".so")]

    assert libraries
    assert all("abi3" in one or "cpython-313-x86_64" in one for one in libraries)


def test_a_handler_that_is_not_there_is_named():
    with pytest.raises(BuildFailed, match=r"functions/nobody/handler.py is not there"):
        build.function(LOCAL, "functions.nobody.handler.handle")


def test_another_interpreter_is_another_artifact(elsewhere: Path):
    other = dataclasses.replace(
        LOCAL, artifacts=dataclasses.replace(LOCAL.artifacts, python="3.99")
    )

    mine = build.function(LOCAL, "functions.validate.handler.handle")
    its = build.function(other, "functions.validate.handler.handle")

    assert mine.name != its.name
    assert not [one for one in names(its) if one.endswith(".pyc")]
