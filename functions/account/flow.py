"""What a person sees of her account."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from llave.people.accounts import Channel
from llave.people.sessions import SignedIn
from llave.people.vault import PersonKeys


@dataclass(frozen=True, slots=True)
class Overview:
    """The account with its fields unsealed."""

    signed_in: SignedIn
    fields: Mapping[str, str] = field(repr=False)

    @property
    def address(self) -> dict[str, Any] | None:
        """The address as the registration took it."""
        found: dict[str, Any] | None = json.loads(self.fields.get("address", "null"))
        return found

    def contact(self, channel: Channel) -> tuple[str, bool] | None:
        """A contact and whether it is confirmed, or None."""
        contact = self.signed_in.account.contacts.get(channel)
        value = self.fields.get(channel.value)
        return (value, contact.is_confirmed) if contact and value else None


def overview(signed_in: SignedIn, keys: PersonKeys) -> Overview:
    """Unseal the account of who is signed in."""
    account = signed_in.account
    key = keys.open(account.person, account.wrapped_key)
    return Overview(signed_in, key.unseal_all(account.sealed))
