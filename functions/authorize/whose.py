"""Whose account it is that the browser is signed in to: shown at the consent, and left."""

from datetime import datetime

from llave import wiring
from llave.people.accounts import Account, Channel
from llave.people.audit import Event, What
from llave.people.contacts import masked_email, masked_phone
from llave.people.sessions import SignedIn
from llave.people.vault import PersonKeys
from llave.web.texts import text

NAMES = ("given_names", "first_surname")


def named(account: Account, keys: PersonKeys) -> str:
    """Enough for her to know it, and little for who looks over her shoulder: name and masked contact."""
    channel = next(one for one in Channel if one in account.confirmed_channels)
    wanted = (*NAMES, channel.value)
    key = keys.open(account.person, account.wrapped_key)
    opened = key.unseal_all({field: account.sealed[field] for field in wanted})
    contact = opened[channel.value]
    return text(
        "autorizar.permiso.cuenta",
        nombre=" ".join(opened[name] for name in NAMES),
        contacto=masked_email(contact) if channel is Channel.EMAIL else masked_phone(contact),
    )


def left(who: SignedIn, now: datetime) -> None:
    """End the session: it is somebody else who sits there."""
    wiring.sessions().end(who.session.key)
    wiring.audit().record(Event(wiring.new_id(), who.account.person, What.SIGNED_OUT, now))
