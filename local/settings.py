"""Where this start of the local cloud listens and keeps things: environment variables, with defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from infra.environments import LOCAL

ROOT = Path(__file__).resolve().parent.parent
AGENCY = "http://localhost:8090"  # as local/agencies.json writes it
READER = LOCAL.documents.endpoint or ""
WORKFORCE = LOCAL.workforce.issuer
# Who moves the one moves the other: two clouds at once need no more variables than before.
BESIDE_AGENCY = 2
EMULATOR_PORT = 4566
HTTPS_PORT = 8443


class SettingInvalid(Exception):
    """One sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """`home` holds all that this start writes; the Python environments are shared under `.local/`."""

    home: Path
    port: int
    https: bool
    agency_port: int
    registries_port: int
    reader_port: int
    workforce_port: int
    emulator_port: int
    population: Path

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def certificates(self) -> Path:
        return self.home / "certificates"

    @property
    def origin(self) -> str:
        return f"{'https' if self.https else 'http'}://localhost:{self.port}"

    @property
    def agency(self) -> str:
        return f"http://localhost:{self.agency_port}"

    @property
    def workforce(self) -> str:
        return f"http://localhost:{self.workforce_port}"

    @property
    def emulator(self) -> str:
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def addresses(self) -> Mapping[str, str]:
        """The addresses that templates and clients are written with, and those of this start."""
        registries = f"http://127.0.0.1:{self.registries_port}"
        reader = f"http://127.0.0.1:{self.reader_port}"
        return {
            LOCAL.origin: self.origin,
            LOCAL.renapo_url: registries,
            READER: reader,
            WORKFORCE: self.workforce,
            AGENCY: self.agency,
        }

    @property
    def ports(self) -> Mapping[str, int]:
        """What listens, by the variable that moves it."""
        return {
            "LLAVE_PORT": self.port,
            "LLAVE_AGENCY_PORT": self.agency_port,
            "LLAVE_REGISTRIES_PORT": self.registries_port,
            "LLAVE_READER_PORT": self.reader_port,
            "LLAVE_WORKFORCE_PORT": self.workforce_port,
            "LLAVE_EMULATOR_PORT": self.emulator_port,
        }


def parse(variables: Mapping[str, str]) -> LocalSettings:
    """Raises SettingInvalid."""
    https = variables.get("HTTPS", "") not in ("", "0")
    agency = _port("LLAVE_AGENCY_PORT", _named(AGENCY), variables)
    population = variables.get("LLAVE_POPULATION") or ROOT / "local/population.json"
    return LocalSettings(
        home=Path(variables.get("LLAVE_STATE_DIR") or ROOT / ".local").resolve(),
        port=_port("LLAVE_PORT", HTTPS_PORT if https else _named(LOCAL.origin), variables),
        https=https,
        agency_port=agency,
        registries_port=_port("LLAVE_REGISTRIES_PORT", _named(LOCAL.renapo_url), variables),
        reader_port=_port("LLAVE_READER_PORT", _named(READER), variables),
        workforce_port=_port("LLAVE_WORKFORCE_PORT", agency + BESIDE_AGENCY, variables),
        emulator_port=_port("LLAVE_EMULATOR_PORT", EMULATOR_PORT, variables),
        population=Path(population).resolve(),
    )


def from_environment() -> LocalSettings:
    return parse(os.environ)


def _named(address: str) -> int:
    return urlsplit(address).port or 80


def _port(name: str, usual: int, variables: Mapping[str, str]) -> int:
    text = variables.get(name) or str(usual)
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise SettingInvalid(f"{name} is {text!r}, which is no port.")
    return int(text)
