"""The five tables as plain data: what CDK creates and the adapters and tests read.

Every table has the string keys `pk` and `sk` and the DynamoDB TTL attribute `expires_at` (epoch
seconds). Look-ups by CURP, e-mail and phone are items of their own (guards), never indexes, because
only an item can be written conditionally in one transaction with the account. The one index there
is (of what waits to be sent) is sparse: items leave it when they are settled.
"""

from dataclasses import dataclass

PARTITION_KEY = "pk"
SORT_KEY = "sk"
TTL_ATTRIBUTE = "expires_at"


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index of keys alone: `partition` is a string, `sort` a number."""

    name: str
    partition: str
    sort: str


@dataclass(frozen=True, slots=True)
class Table:
    """`streams` says that changes are read by a function."""

    name: str
    holds: str
    streams: bool = False
    index: Index | None = None


PEOPLE = Table("people", "accounts, contacts, credentials, consents, guards")
SESSIONS = Table("sessions", "everything that ends by itself: registrations, confirmations, grants")
AGENCIES = Table("agencies", "clients, signing keys, wrapped secrets, postal codes added by hand")
PENDING = Index("pending", partition="pending", sort="created_at")
LEDGER = Table("ledger", "audit events and the outbox", streams=True, index=PENDING)

STAFF = Table("staff", "who works on cases: roles, sign-ins, assignments and verdicts")

TABLES = (PEOPLE, SESSIONS, AGENCIES, LEDGER, STAFF)
