"""Jobs on what operators keep: agencies' registrations and postal codes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.operate.done import Done, JobRefused
from llave import wiring
from llave.oidc.registrations import RegistrationInvalid, parse_client
from llave.places.postal import Municipality, PostalCode
from llave.places.states import STATES, State

NAME = Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")


class SettlementGiven(BaseModel):
    """A colonia, pueblo, ...; `type` as the post writes it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = NAME
    type: str = NAME


class PostalCodeGiven(BaseModel):
    """`state` (two digits) and `municipality` (three) are INEGI's codes."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    cp: str = Field(pattern=r"^[0-9]{5}$")
    state: str = Field(pattern=r"^[0-9]{2}$")
    municipality: str = Field(pattern=r"^[0-9]{3}$")
    settlements: list[SettlementGiven] = Field(min_length=1, max_length=50)


def register_client(given: Mapping[str, Any], now: datetime) -> Done:
    """Register `{"client": {...}}`, or replace its registration; every mistake is said at once."""
    try:
        client = parse_client(given.get("client"))
    except RegistrationInvalid as refusal:
        raise JobRefused("; ".join(refusal.problems)) from None
    wiring.clients().put(client)
    return Done(True, {"client_id": client.id})


def add_postal_code(given: Mapping[str, Any], now: datetime) -> Done:
    """Add settlements to a code, known or new; those that are there already are left alone."""
    form = _postal_code(given)
    code = PostalCode(form.cp)
    state, municipality = _where(form)
    known = wiring.places().find(code)
    if known and (known.state, known.municipality) != (state, municipality):
        raise JobRefused(f"cp: {code.value} lies in {known.municipality.name}, {known.state.name}")
    here = {(s.name.casefold(), s.type.casefold()) for s in known.settlements} if known else set()
    pairs = [(s.name, s.type) for s in form.settlements]
    new = [pair for pair in pairs if (pair[0].casefold(), pair[1].casefold()) not in here]
    added = wiring.added_places().add(code, state, municipality, new)
    return Done(bool(added), {"cp": code.value, "added": added})


def _where(form: PostalCodeGiven) -> tuple[State, Municipality]:
    state = STATES.get(form.state)
    municipality = wiring.places().municipality(state, form.municipality) if state else None
    if state is None or municipality is None:
        raise JobRefused("state, municipality: INEGI has no such codes")
    return state, municipality


def _postal_code(given: Mapping[str, Any]) -> PostalCodeGiven:
    try:
        return PostalCodeGiven.model_validate(dict(given))
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise JobRefused("; ".join(problems)) from None
