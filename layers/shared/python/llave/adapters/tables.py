"""The four tables as plain data: what CDK creates and the adapters and tests read.

Every table has the string keys `pk` and `sk` and the DynamoDB TTL attribute `expires_at` (epoch
seconds). Look-ups by CURP, e-mail and phone are items of their own (guards), never indexes, because
only an item can be written conditionally in one transaction with the account.
"""

from dataclasses import dataclass

PARTITION_KEY = "pk"
SORT_KEY = "sk"
TTL_ATTRIBUTE = "expires_at"


@dataclass(frozen=True, slots=True)
class Table:
    """`streams` says that changes are read by a function."""

    name: str
    holds: str
    streams: bool = False


PEOPLE = Table("people", "accounts, contacts, credentials, consents, guards")
SESSIONS = Table("sessions", "everything that ends by itself: registrations, confirmations, grants")
AGENCIES = Table("agencies", "clients, signing keys, wrapped secrets, postal codes added by hand")
LEDGER = Table("ledger", "audit events and the outbox", streams=True)

TABLES = (PEOPLE, SESSIONS, AGENCIES, LEDGER)
