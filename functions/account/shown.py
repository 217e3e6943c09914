"""The account as the page shows it: rows of texts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from functions.account.flow import Overview
from llave.people.accounts import Channel, Level
from llave.people.audit import Event, What
from llave.people.numbering import grouped
from llave.places.countries import Country
from llave.places.states import BIRTH_STATES
from llave.web.texts import text

# The capital's time, all year since 2022.
CAPITAL = timezone(timedelta(hours=-6))

Row = dict[str, str]

SEX = {"H": "cuenta.sexo.h", "M": "cuenta.sexo.m", "X": "cuenta.sexo.x"}
LEVEL = {Level.BASICA: "cuenta.nivel.basica", Level.VERIFICADA: "cuenta.nivel.verificada"}
EXPLAINED = {
    Level.BASICA: "cuenta.nivel.explicacion",
    Level.VERIFICADA: "cuenta.nivel.verificada.explicacion",
}
CONTACTS = {Channel.EMAIL: "cuenta.correo", Channel.PHONE: "cuenta.celular"}
EVENTS = {
    What.REGISTERED: "cuenta.actividad.registro",
    What.CONTACT_CONFIRMED: "cuenta.actividad.contacto_confirmado",
    What.CONTACT_CORRECTED: "cuenta.actividad.contacto_corregido",
    What.SIGNED_IN: "cuenta.actividad.entrada",
    What.SIGNED_OUT: "cuenta.actividad.salida",
    What.CONSENTED: "cuenta.actividad.permiso",
    What.DATA_GIVEN: "cuenta.actividad.datos",
    What.RECOVERED: "cuenta.actividad.recuperacion",
    What.FACTOR_ADDED: "cuenta.actividad.factor_agregado",
    What.FACTOR_REMOVED: "cuenta.actividad.factor_quitado",
    What.CODES_MADE: "cuenta.actividad.codigos",
    What.SECOND_ALWAYS: "cuenta.actividad.segundo_siempre",
    What.SECOND_WHEN_NEEDED: "cuenta.actividad.segundo_necesario",
    What.CASE_SUBMITTED: "cuenta.actividad.documentos",
    What.VERIFIED: "cuenta.actividad.verificada",
    What.CLAIM_DISPLACED: "cuenta.actividad.desplazada",
    What.CONTEST_OPENED: "cuenta.actividad.disputa_abierta",
    What.CONTEST_OBJECTED: "cuenta.actividad.disputa_oposicion",
    What.CONTEST_DECIDED: "cuenta.actividad.disputa_decidida",
}

# What is said with the agency's name.
TO_AGENCIES = frozenset({What.CONSENTED, What.DATA_GIVEN})


def person_rows(seen: Overview) -> list[Row]:
    """What RENAPO says of her."""
    fields = seen.fields
    names = (fields.get(part) for part in ("given_names", "first_surname", "second_surname"))
    born = date.fromisoformat(fields["birth_date"])
    return [
        _row("cuenta.nombre", " ".join(name for name in names if name)),
        _row("cuenta.curp", fields["curp"]),
        _row("cuenta.nacimiento", born.strftime("%d/%m/%Y")),
        _row("cuenta.estado_nacimiento", BIRTH_STATES[fields["birth_state"]].name),
        _row("cuenta.sexo", text(SEX[fields["sex"]])),
    ]


def contact_rows(seen: Overview) -> list[Row]:
    """How she is reached, whether each is confirmed, and where the others are seen to."""
    return [_contact_row(channel, seen.contact(channel)) for channel in CONTACTS]


def address_row(seen: Overview) -> list[Row]:
    """Her address, in one row."""
    address = seen.address
    return [_row("cuenta.domicilio", _address(address))] if address else []


def level_row(seen: Overview) -> list[Row]:
    """The level that the account has reached."""
    return [_row("cuenta.nivel", text(LEVEL[seen.signed_in.account.level]))]


def event_rows(events: tuple[Event, ...], agencies: Callable[[str], str]) -> list[Row]:
    """What happened to the account, newest first; `agencies` names a client, or says nothing."""
    return [
        {"key": when(event.at), "value": _event(event, agencies)}
        for event in events
        if event.what in EVENTS
    ]


def when(moment: datetime) -> str:
    """A moment on the clocks of the capital."""
    return moment.astimezone(CAPITAL).strftime("%d/%m/%Y %H:%M")


def _row(key: str, value: str) -> Row:
    return {"key": text(key), "value": value}


def _contact_row(channel: Channel, kept: tuple[str, bool] | None) -> Row:
    label, mend = CONTACTS[channel], f"/cuenta/contacto?canal={channel.value}"
    if kept is None:
        row = _row(label, text("cuenta.contacto.ninguno"))
        return row | {"href": mend, "action": text("cuenta.contacto.agregar")}
    shown = grouped(kept[0]) if channel is Channel.PHONE else kept[0]
    if kept[1]:
        return _row(label, text("cuenta.contacto.confirmado", contacto=shown))
    row = _row(label, text("cuenta.contacto.sin_confirmar", contacto=shown))
    return row | {"href": mend, "action": text("cuenta.contacto.confirmar")}


def _event(event: Event, agencies: Callable[[str], str]) -> str:
    if event.what is What.SIGNED_IN and event.refs.get("device") == "new":
        return text("cuenta.actividad.entrada_nueva")
    if event.what in TO_AGENCIES:
        agency = agencies(event.refs.get("client", "")) or text("cuenta.actividad.dependencia")
        return text(EVENTS[event.what], agencia=agency)
    return text(EVENTS[event.what])


def _address(address: Mapping[str, Any]) -> str:
    if address.get("residence") == "abroad":
        country = Country.parse(address["country"]).name
        parts = [address.get("address_lines"), address.get("postal_code"), country]
    else:
        numbers = [address.get("exterior_number"), address.get("interior_number")]
        street = " ".join(part for part in (address.get("street"), *numbers) if part)
        names = ("settlement", "postal_code", "municipality", "state")
        parts = [street, *(address.get(name) for name in names)]
    return ", ".join(str(part) for part in parts if part)
