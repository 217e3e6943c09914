"""The made-up staff of local/staff.json, and their authenticator apps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyotp

STEP_S = 30


@dataclass(frozen=True, slots=True)
class Employee:
    """One person; `roles` are those that the local cloud gives her at its first start."""

    subject: str
    given_names: str
    first_surname: str
    second_surname: str | None
    curp: str = field(repr=False)
    totp_secret: str = field(repr=False)
    roles: tuple[str, ...] = ()

    def code(self, now: datetime) -> str:
        """What her app shows."""
        return pyotp.TOTP(self.totp_secret).at(now)

    def is_right(self, code: str, now: datetime) -> bool:
        """Whether her app shows or just showed that; the simulator lets a step be used again, so that
        a test need not wait."""
        return pyotp.TOTP(self.totp_secret).verify(code, for_time=now, valid_window=1)

    def claims(self) -> dict[str, str]:
        """What an ID token says of her."""
        named = {
            "sub": self.subject,
            "given_name": self.given_names,
            "family_name": self.first_surname,
            "second_family_name": self.second_surname,
            "curp": self.curp,
        }
        return {name: value for name, value in named.items() if value}


def read(file: Path) -> Mapping[str, Employee]:
    """By subject, in the file's order."""
    people: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    whole = ({"second_surname": None, **one, "roles": tuple(one["roles"])} for one in people)
    made = [Employee(**one) for one in whole]
    return {one.subject: one for one in made}
