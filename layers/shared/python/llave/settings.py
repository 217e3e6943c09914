"""What a function is told about where it runs: one frozen record, read once, without silent defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from llave.documents.thresholds import ThresholdInvalid, Thresholds

PREFIX = "LLAVE_"


class SettingMissing(Exception):
    """A variable that every function needs is absent, empty or malformed; the deployment is wrong."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One field an environment variable `LLAVE_<FIELD>`; `infra/` sets them on every function.

    `origin` is the public base URL without a slash at its end, and the OIDC issuer;
    `origin_secret_sha256` holds one or two hex digests; `minimum_age` is in years. `evidence_days` is
    how long pictures stay after the decision, `cancelled_days` after an end without one,
    `collecting_days` how long a case waits for its next picture, `unconfirmed_days` how long an account
    stays that nobody confirmed. `machine_cases` is
    the ARN of the workflow of verifications; `scanner` the address of clamd, "guardduty" or "none".
    `case_hold_ms` is how long the place is kept where a case was begun: cases enter at the reader's pace.
    `sms_prices` says what a text costs in thousandths of a US dollar ("MX=50"): other countries get none.
    `thresholds` are those of the decision about documents ("sure=0.8,unreadable=0.45,...").
    `workforce_issuer` is where staff sign in, `workforce_client` our name there.
    """

    env: str
    region: str
    origin: str
    origin_secret_sha256: tuple[str, ...]
    table_people: str
    table_sessions: str
    table_agencies: str
    table_ledger: str
    table_staff: str
    key_person: str
    key_secrets: str
    key_signing: str
    renapo_url: str
    renapo_secret: str
    mail_from: str
    mail_region: str
    sms_region: str
    sms_prices: tuple[str, ...]
    sms_dollars_an_hour: int
    queue_mail: str
    queue_sms: str
    queue_followup: str
    queue_cases: str
    evidence_bucket: str
    machine_cases: str
    ine_url: str
    ine_secret: str
    reader_region: str
    scanner: str
    thresholds: Thresholds
    workforce_issuer: str
    workforce_client: str
    minimum_age: int
    evidence_days: int
    collecting_days: int
    cancelled_days: int
    case_hold_ms: int
    unconfirmed_days: int
    privacy_notice: str

    @classmethod
    def parse(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the record from environment variables; raises SettingMissing and names the variable."""
        return cls(
            **{field.name: _read(environment, field.name, field.type) for field in fields(cls)}
        )


def _read(environment: Mapping[str, str], name: str, kind: object) -> Any:
    variable = PREFIX + name.upper()
    text = environment.get(variable, "").strip()
    if not text:
        raise SettingMissing(f"{variable} is not set")
    if kind is int:
        if not text.isdecimal():
            raise SettingMissing(f"{variable} is not a whole number")
        return int(text)
    if kind is Thresholds:
        try:
            return Thresholds.parse(text)
        except ThresholdInvalid as problem:
            raise SettingMissing(f"{variable}: {problem}") from None
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings.parse(os.environ)
