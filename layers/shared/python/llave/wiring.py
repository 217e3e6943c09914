"""The one module that knows every adapter: one cached function each, read from the settings.

Imports stand inside the functions, so that a function pays only for the adapters its path uses.
"""

from datetime import UTC, datetime
from functools import cache
from secrets import token_hex, token_urlsafe
from typing import TYPE_CHECKING

from llave.settings import settings

if TYPE_CHECKING:
    from llave.adapters.accounts import AccountsTable
    from llave.adapters.declared import DeclaredTable
    from llave.adapters.mail import SesMail
    from llave.adapters.outbox import AuditTable, OutboxTable
    from llave.adapters.queues import SqsQueues
    from llave.adapters.sms import SnsTexts
    from llave.adapters.authorizations import AuthorizationsTable
    from llave.adapters.credentials import CredentialsTable
    from llave.adapters.keyring import NewSecrets, StoredKeyring
    from llave.adapters.kms import KmsPersonKeys
    from llave.adapters.sessions import SessionsTable


def now() -> datetime:
    """The time, for handlers to pass on."""
    return datetime.now(UTC)


def new_id() -> str:
    """128 random bits in hex: ids that tell nothing."""
    return token_hex(16)


def new_token() -> str:
    """256 random bits, URL-safe: what only its bearer knows."""
    return token_urlsafe(32)


@cache
def keyring() -> "StoredKeyring":
    from llave.adapters.keyring import StoredKeyring

    return StoredKeyring(settings().table_agencies, settings().key_secrets)


@cache
def new_secrets() -> "NewSecrets":
    from llave.adapters.keyring import NewSecrets

    return NewSecrets(settings().table_agencies, settings().key_secrets)


@cache
def person_keys() -> "KmsPersonKeys":
    from llave.adapters.kms import KmsPersonKeys

    return KmsPersonKeys(settings().key_person)


@cache
def accounts() -> "AccountsTable":
    from llave.adapters.accounts import AccountsTable

    return AccountsTable(settings().table_people)


@cache
def sessions() -> "SessionsTable":
    from llave.adapters.sessions import SessionsTable

    return SessionsTable(settings().table_sessions)


@cache
def pending_authorizations() -> "AuthorizationsTable":
    from llave.adapters.authorizations import AuthorizationsTable

    return AuthorizationsTable(settings().table_sessions)


@cache
def credentials() -> "CredentialsTable":
    from llave.adapters.credentials import CredentialsTable

    return CredentialsTable(settings().table_people, settings().table_sessions)


@cache
def outbox() -> "OutboxTable":
    from llave.adapters.outbox import OutboxTable

    return OutboxTable(settings().table_ledger)


@cache
def audit() -> "AuditTable":
    from llave.adapters.outbox import AuditTable

    return AuditTable(settings().table_ledger)


@cache
def queues() -> "SqsQueues":
    from llave.adapters.queues import SqsQueues
    from llave.people.outbox import Queue

    urls = {
        Queue.MAIL: settings().queue_mail,
        Queue.SMS: settings().queue_sms,
        Queue.FOLLOWUP: settings().queue_followup,
    }
    return SqsQueues(urls)


@cache
def mail() -> "SesMail":
    from llave.adapters.mail import SesMail

    return SesMail(settings().mail_region, settings().mail_from)


@cache
def texts() -> "SnsTexts":
    from llave.adapters.sms import SnsTexts

    return SnsTexts(settings().sms_region)


@cache
def declared() -> "DeclaredTable":
    from llave.adapters.declared import DeclaredTable

    return DeclaredTable(settings().table_people)
