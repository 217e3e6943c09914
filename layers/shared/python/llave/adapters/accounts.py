"""Accounts in the people table."""

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status

ACCOUNT = "ACCOUNT"


def person_key(person: str) -> str:
    """The partition key of everything of a person."""
    return f"PERSON#{person}"


def account_item(account: Account) -> Item:
    """The account as an item; contacts are flat, so that one can be confirmed by a condition."""
    item: Item = {
        "pk": person_key(account.person),
        "sk": ACCOUNT,
        "status": account.status.value,
        "level": account.level.value,
        "residence": account.residence.value,
        "created_at": milliseconds(account.created_at),
        "ended_before": milliseconds(account.ended_before),
        "privacy_notice": account.privacy_notice,
        "data_key": account.wrapped_key,
        "sealed": dict(account.sealed),
    }
    for channel, contact in account.contacts.items():
        item[f"{channel.value}_index"] = contact.index
        if contact.number_index:
            item[f"{channel.value}_number_index"] = contact.number_index
        if contact.confirmed_at:
            item[f"{channel.value}_confirmed_at"] = milliseconds(contact.confirmed_at)
    if account.evidence:
        item["evidence"] = account.evidence
    if account.displaced_at:
        item["displaced_at"] = milliseconds(account.displaced_at)
    if account.asks_second:
        item["asks_second"] = True
    if account.reset_at:
        item["reset_by"] = {channel.value for channel in account.reset_by}
        item["reset_at"] = milliseconds(account.reset_at)
    return item


def account_of(item: Item) -> Account:
    """The inverse of `account_item`."""
    return Account(
        person=item["pk"].partition("#")[2],
        status=Status(item["status"]),
        level=Level(item["level"]),
        residence=Residence(item["residence"]),
        created_at=moment_of_ms(item["created_at"]),
        ended_before=moment_of_ms(item["ended_before"]),
        privacy_notice=item["privacy_notice"],
        contacts={c: _contact(item, c) for c in Channel if f"{c.value}_index" in item},
        wrapped_key=item["data_key"],
        sealed=item["sealed"],
        evidence=item.get("evidence"),
        displaced_at=moment_of_ms(item["displaced_at"]) if "displaced_at" in item else None,
        asks_second=item.get("asks_second", False),
        reset_by=tuple(Channel(name) for name in sorted(item.get("reset_by", ()))),
        reset_at=moment_of_ms(item["reset_at"]) if "reset_at" in item else None,
    )


class AccountsTable:
    """Reading accounts; each flow's writes are transactions of its own."""

    def __init__(self, table: str) -> None:
        self._table = table

    def get(self, person: str) -> Account | None:
        """The account of a person, or None."""
        item = dynamodb.get(self._table, person_key(person), ACCOUNT)
        return account_of(item) if item else None


def _contact(item: Item, channel: Channel) -> Contact:
    confirmed = item.get(f"{channel.value}_confirmed_at")
    return Contact(
        index=item[f"{channel.value}_index"],
        confirmed_at=None if confirmed is None else moment_of_ms(confirmed),
        number_index=item.get(f"{channel.value}_number_index"),
    )
