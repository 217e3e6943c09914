"""Registrations that nobody confirmed: after some weeks they go, with all that leads to them.

Whoever declared a contact that is not hers leaves nothing behind, and the person whose CURP it was can
register as if it had never been. The ledger keeps that there was an account with that id, and when it
went.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from llave.people.accounts import Account, Status
from llave.people.audit import Event, What
from llave.people.confirming import indexes_of
from llave.people.curp import Curp
from llave.people.keyring import Keyring
from llave.people.lookups import Index, by_curp
from llave.people.vault import PersonKeys

# How many missed runs one run makes good.
BACK = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Purge:
    """What goes, at once or not at all: the account with its wrapped key, its credential, and what
    leads to it under every live secret. `contacts` are indexes of contacts, `curp` of the CURP."""

    account: Account
    contacts: tuple[Index, ...]
    curp: tuple[Index, ...]
    event: Event


class Unconfirmed(Protocol):
    """Where accounts are known by the day of their registration."""

    def registered_on(self, day: date) -> tuple[str, ...]:
        """Ids of the accounts registered on that day (UTC) that were not looked at since."""
        ...

    def purge(self, purge: Purge) -> bool:
        """Delete it; False when a contact was added, confirmed or corrected meanwhile."""
        ...

    def settled(self, person: str, day: date) -> None:
        """It need not be looked at again."""
        ...


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What purging takes."""

    unconfirmed: Unconfirmed
    accounts: Accounts
    keys: PersonKeys
    keyring: Keyring
    new_id: Callable[[], str]


def purge_due(ports: Ports, kept: timedelta, now: datetime, most: int) -> int:
    """Purge what was registered that long ago and never became active; how many accounts went.

    The oldest first, and so many are looked at as `most` says. Who died between account and note is
    found again.
    """
    purged = looked_at = 0
    last = now.date() - kept
    for day in (last - timedelta(days=ago) for ago in range(BACK.days, -1, -1)):
        for person in ports.unconfirmed.registered_on(day)[: most - looked_at]:
            looked_at += 1
            account = ports.accounts.get(person)
            if account and account.status is Status.REGISTERED:
                if not ports.unconfirmed.purge(purge_of(account, ports, now)):
                    # As it stands now the next run finds it.
                    continue
                purged += 1
            ports.unconfirmed.settled(person, day)
    return purged


def purge_of(account: Account, ports: Ports, now: datetime) -> Purge:
    """What stands of it."""
    key = ports.keys.open(account.person, account.wrapped_key)
    curp = by_curp(Curp(key.unseal("curp", account.sealed["curp"])), ports.keyring)
    found = [indexes_of(key, account, channel, ports.keyring) for channel in account.contacts]
    channels = " ".join(sorted(channel.value for channel in account.contacts))
    return Purge(
        account=account,
        contacts=tuple(index for indexes in found for index in indexes.all),
        curp=curp.all,
        event=Event(ports.new_id(), account.person, What.PURGED, now, {"channels": channels}),
    )
