"""What the pages of registration show, made of what the flow knows."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from llave.errors import InvalidInput
from llave.people.accounts import Account, Channel
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.vault import PersonKey
from llave.places.countries import abroad
from llave.places.postal import Place, PostalCode
from llave.places.states import BIRTH_STATES
from llave.web.texts import text

SEXES = {"H": "registro.sexo.hombre", "M": "registro.sexo.mujer", "X": "registro.sexo.no_binario"}


class Places(Protocol):
    """The postal catalogue."""

    def find(self, code: PostalCode) -> Place | None: ...


def person_rows(fields: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of what RENAPO answered."""
    rows = {
        "registro.persona.nombres": fields["given_names"],
        "registro.persona.primer_apellido": fields["first_surname"],
        "registro.persona.segundo_apellido": fields.get("second_surname", ""),
        "registro.persona.curp": fields["curp"],
        "registro.persona.sexo": text(SEXES[fields["sex"]]) if fields["sex"] in SEXES else "",
        "registro.persona.nacimiento": _day(fields["birth_date"]),
        "registro.persona.estado": _state(fields["birth_state"]),
    }
    return [{"key": text(key), "value": value} for key, value in rows.items() if value]


def place(typed: str, places: Places) -> dict[str, Any]:
    """State, municipality and settlements of a postal code; empty while it is none."""
    found = _found(typed, places)
    if found is None:
        return {"state": "", "municipality": "", "settlements": []}
    return {
        "state": found.state.name,
        "municipality": found.municipality.name,
        "settlements": [
            {"value": s.id, "text": _labelled(s.name, s.type)} for s in found.settlements
        ],
    }


def countries() -> list[dict[str, str]]:
    """The countries that a person abroad can choose."""
    return [{"value": country.code, "text": country.name} for country in abroad()]


def masked(account: Account, key: PersonKey, channel: Channel) -> str:
    """A contact so that its owner knows it and nobody else learns it."""
    address = key.unseal(channel.value, account.sealed[channel.value])
    if channel is Channel.EMAIL:
        return EmailAddress(address).masked
    return PhoneNumber(address).masked


def _found(typed: str, places: Places) -> Place | None:
    try:
        return places.find(PostalCode.parse(typed))
    except InvalidInput:
        return None


def _labelled(name: str, kind: str) -> str:
    """Most are colonias: only the others say what they are."""
    return f"{name} ({kind})" if kind and kind != "Colonia" else name


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def _state(code: str) -> str:
    return BIRTH_STATES[code].name if code in BIRTH_STATES else code
