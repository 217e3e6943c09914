"""Factors as the pages show them."""

from datetime import datetime
from urllib.parse import quote, urlencode

from functions.account.shown import when
from llave.people.accounts import Account, Channel
from llave.people.contacts import PhoneNumber
from llave.people.enrolments import NAME_SEALED_AS
from llave.people.factors import Enrolled, Method, Passkey
from llave.people.vault import PersonKey, PersonKeys
from llave.web.texts import text

Row = dict[str, str]
QR_SCALE = 5


def rows(account: Account, enrolled: Enrolled, keys: PersonKeys) -> list[Row]:
    """Each factor with the way to remove it, passkeys first."""
    key = keys.open(account.person, account.wrapped_key)
    found = [
        _row(
            "seguridad.llave.nombre",
            _passkey(passkey, key),
            {"method": Method.PASSKEY.value, "key": passkey.key},
        )
        for passkey in enrolled.passkeys
    ]
    if enrolled.totp:
        given = {"method": Method.TOTP.value}
        found.append(_row("seguridad.aplicacion.nombre", _since(enrolled.totp.created_at), given))
    if enrolled.sms:
        given = {"method": Method.SMS.value}
        found.append(_row("seguridad.mensaje.nombre", _since(enrolled.sms.created_at), given))
    return found


def which(account: Account, enrolled: Enrolled, method: str, key: str, keys: PersonKeys) -> str:
    """A factor's name, or nothing when she has none such."""
    if method == Method.TOTP.value and enrolled.totp:
        return text("seguridad.aplicacion.nombre")
    if method == Method.SMS.value and enrolled.sms:
        return text("seguridad.mensaje.nombre")
    passkey = enrolled.passkey(key) if method == Method.PASSKEY.value else None
    if passkey is None:
        return ""
    opened = keys.open(account.person, account.wrapped_key)
    return f"{text('seguridad.llave.nombre')}: {_passkey(passkey, opened)}"


def name_of(account: Account, keys: PersonKeys) -> str:
    """What her account is called in her app or keyring: her e-mail, else her mobile."""
    key = keys.open(account.person, account.wrapped_key)
    channel = next(c for c in Channel if c in account.confirmed_channels)
    return key.unseal(channel.value, account.sealed[channel.value])


def phone_of(account: Account, keys: PersonKeys) -> str:
    """Her mobile, as she recognizes it."""
    key = keys.open(account.person, account.wrapped_key)
    number = key.unseal(Channel.PHONE.value, account.sealed[Channel.PHONE.value])
    return PhoneNumber(number).masked


def qr_of(address: str) -> str:
    """A QR code as an image in the page, for no other server to see."""
    import segno

    picture: str = segno.make(address, error="m").svg_data_uri(scale=QR_SCALE, border=4)
    return picture


def as_download(codes: tuple[str, ...]) -> str:
    """The codes as a text file in a link, so that no script is needed and nothing is stored."""
    lines = "\r\n".join((text("seguridad.respaldo.archivo"), "", *codes, ""))
    return f"data:text/plain;charset=utf-8,{quote(lines)}"


def _since(moment: datetime) -> str:
    return text("seguridad.fila", fecha=when(moment))


def _row(label: str, value: str, given: dict[str, str]) -> Row:
    return {
        "key": text(label),
        "value": value,
        "href": f"/cuenta/seguridad/quitar?{urlencode(given)}",
        "action": text("seguridad.quitar"),
    }


def _passkey(passkey: Passkey, key: PersonKey) -> str:
    name = key.unseal(NAME_SEALED_AS, passkey.name) if passkey.name else ""
    return text(
        "seguridad.llave.fila",
        nombre=name or text("seguridad.llave.sin_nombre"),
        fecha=_day(passkey.created_at),
    )


def _day(moment: datetime) -> str:
    return when(moment).partition(" ")[0]
