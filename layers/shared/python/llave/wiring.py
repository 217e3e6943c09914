"""The one module that knows every adapter: one cached function each, read from the settings.

Imports stand inside the functions, so that a function pays only for the adapters its path uses.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_hex, token_urlsafe
from typing import TYPE_CHECKING

from llave.settings import settings

if TYPE_CHECKING:
    from llave.adapters.accounts import AccountsTable
    from llave.adapters.authorizations import AuthorizationsTable
    from llave.adapters.budgets import BudgetsTable
    from llave.adapters.captures import CapturesTable
    from llave.adapters.carried import CarriedTable
    from llave.adapters.cases import CasesTable
    from llave.adapters.chain import ChainTable
    from llave.adapters.challenges import ChallengesTable
    from llave.adapters.checked_chain import CheckedChainTable
    from llave.adapters.clients import ClientsTable
    from llave.adapters.codes import CodesTable
    from llave.adapters.collecting import CollectingTable
    from llave.adapters.confirmations import ConfirmationsTable
    from llave.adapters.consents import ConsentsTable
    from llave.adapters.contests import ContestsTable
    from llave.adapters.corrections import CorrectionsTable
    from llave.adapters.credentials import CredentialsTable
    from llave.adapters.declared import DeclaredTable
    from llave.adapters.devices import DevicesTable
    from llave.adapters.ended import EndedTable
    from llave.adapters.enrolments import EnrolmentsTable
    from llave.adapters.evidence_store import EvidenceBucket
    from llave.adapters.evidences import EvidencesTable
    from llave.adapters.factors import FactorsTable
    from llave.adapters.grants import GrantsTable
    from llave.adapters.history import HistoryTable
    from llave.adapters.holders import HoldersTable
    from llave.adapters.ine import IneRegistry
    from llave.adapters.keyring import NewSecrets, StoredKeyring
    from llave.adapters.kms import KmsPersonKeys
    from llave.adapters.mail import SesMail
    from llave.adapters.outbox import AuditTable, OutboxTable
    from llave.adapters.postal import AddedPlacesTable
    from llave.adapters.queues import SqsQueues
    from llave.adapters.reader import AwsReader
    from llave.adapters.recoveries import RecoveriesTable
    from llave.adapters.registrations import RegistrationsTable
    from llave.adapters.rekeying import RekeyTable
    from llave.adapters.renapo import RenapoRegistry
    from llave.adapters.reuse import ReuseTable
    from llave.adapters.review_records import ReviewRecordsTable
    from llave.adapters.reviews import ReviewsTable
    from llave.adapters.rotations import RotationsTable
    from llave.adapters.sessions import SessionsTable
    from llave.adapters.signin import DoorTables
    from llave.adapters.signing_keys import KmsKeyPairs, KmsSigner
    from llave.adapters.signing_ring import FreshRing, RingTable
    from llave.adapters.sms import SnsTexts
    from llave.adapters.staff import MembersTable
    from llave.adapters.staff_sessions import SignInsTable, StaffSessionsTable
    from llave.adapters.texted import TextedTable
    from llave.adapters.tickets import TicketsTable
    from llave.adapters.unconfirmed import UnconfirmedTable
    from llave.adapters.under_way import UnderWayTable
    from llave.adapters.uploads import EvidenceUploads
    from llave.adapters.verifications import VerificationsTable
    from llave.adapters.visits import VisitsTable
    from llave.adapters.workflow import CasesMachine
    from llave.adapters.workforce import OidcWorkforce
    from llave.documents.retention import Retention
    from llave.people.confirming import Confirming
    from llave.people.correcting import Ports as Correcting
    from llave.people.holders import Ports as Holding
    from llave.places.postal import PostalCatalogue
    from llave.web.robots import Robots


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
def rotations() -> "RotationsTable":
    from llave.adapters.rotations import RotationsTable

    return RotationsTable(settings().table_ledger)


@cache
def rekeying() -> "RekeyTable":
    from llave.adapters.rekeying import RekeyTable

    return RekeyTable(settings().table_people)


@cache
def unconfirmed() -> "UnconfirmedTable":
    from llave.adapters.unconfirmed import UnconfirmedTable

    return UnconfirmedTable(settings().table_people, settings().table_ledger)


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
        Queue.CASES: settings().queue_cases,
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


@cache
def clients() -> "ClientsTable":
    from llave.adapters.clients import ClientsTable

    return ClientsTable(settings().table_agencies)


@cache
def consents() -> "ConsentsTable":
    from llave.adapters.consents import ConsentsTable

    return ConsentsTable(settings().table_people)


@cache
def codes() -> "CodesTable":
    from llave.adapters.codes import CodesTable

    known = settings()
    return CodesTable(known.table_sessions, known.table_people, known.table_ledger)


@cache
def grants() -> "GrantsTable":
    from llave.adapters.grants import GrantsTable

    return GrantsTable(settings().table_sessions, settings().table_people)


@cache
def signing_ring() -> "RingTable":
    from llave.adapters.signing_ring import RingTable

    return RingTable(settings().table_agencies)


@cache
def public_keys() -> "FreshRing":
    from llave.adapters.signing_ring import FreshRing

    return FreshRing(signing_ring())


@cache
def signing_pairs() -> "KmsKeyPairs":
    from llave.adapters.signing_keys import KmsKeyPairs

    return KmsKeyPairs(settings().key_signing)


@cache
def signer() -> "KmsSigner":
    from llave.adapters.signing_keys import KmsSigner

    return KmsSigner(public_keys(), settings().key_signing)


@cache
def devices() -> "DevicesTable":
    from llave.adapters.devices import DevicesTable

    return DevicesTable(settings().table_people)


@cache
def door() -> "DoorTables":
    from llave.adapters.signin import DoorTables

    known = settings()
    return DoorTables(known.table_people, known.table_sessions, known.table_ledger)


@cache
def budgets() -> "BudgetsTable":
    from llave.adapters.budgets import BudgetsTable

    return BudgetsTable(settings().table_sessions)


@cache
def texted() -> "TextedTable":
    from llave.adapters.texted import TextedTable

    return TextedTable(settings().table_sessions)


@cache
def robots() -> "Robots":
    from llave.adapters.spent import SpentTable
    from llave.web.robots import Robots

    return Robots(keyring(), SpentTable(settings().table_sessions), budgets())


@cache
def population() -> "RenapoRegistry":
    from urllib3 import PoolManager

    from llave.adapters.registry import Breaker, Registry, secret_of
    from llave.adapters.renapo import RenapoRegistry

    key = secret_of(settings().renapo_secret)
    return RenapoRegistry(Registry("renapo", settings().renapo_url, key, PoolManager(), Breaker()))


@cache
def registrations() -> "RegistrationsTable":
    from llave.adapters.registrations import RegistrationsTable

    chosen = settings()
    return RegistrationsTable(chosen.table_sessions, chosen.table_people, chosen.table_ledger)


@cache
def confirmations() -> "ConfirmationsTable":
    from llave.adapters.confirmations import ConfirmationsTable

    chosen = settings()
    return ConfirmationsTable(chosen.table_sessions, chosen.table_people, chosen.table_ledger)


@cache
def confirming() -> "Confirming":
    from llave.adapters.withdrawals import WithdrawalsTable
    from llave.people.confirming import Confirming

    chosen = settings()
    tables = (chosen.table_sessions, chosen.table_people, chosen.table_ledger)
    return Confirming(
        confirmations=confirmations(),
        withdrawals=WithdrawalsTable(*tables),
        accounts=accounts(),
        keys=person_keys(),
        keyring=keyring(),
        budgets=budgets(),
        texted=texted(),
        new_id=new_id,
    )


def correcting() -> "Correcting":
    from llave.people.correcting import Ports as Correcting

    return Correcting(
        corrections=corrections(),
        confirmations=confirmations(),
        keys=person_keys(),
        keyring=keyring(),
        budgets=budgets(),
        new_id=new_id,
    )


@cache
def added_places() -> "AddedPlacesTable":
    from llave.adapters.postal import AddedPlacesTable

    return AddedPlacesTable(settings().table_agencies)


@cache
def places() -> "PostalCatalogue":
    from llave.places.postal import PostalCatalogue
    from llave.places.postal_file import built_file

    return PostalCatalogue(built_file(), added_places())


@cache
def recoveries() -> "RecoveriesTable":
    from llave.adapters.recoveries import RecoveriesTable

    known = settings()
    return RecoveriesTable(known.table_people, known.table_sessions, known.table_ledger)


@cache
def corrections() -> "CorrectionsTable":
    from llave.adapters.corrections import CorrectionsTable

    known = settings()
    return CorrectionsTable(known.table_people, known.table_sessions, known.table_ledger)


@cache
def history() -> "HistoryTable":
    from llave.adapters.history import HistoryTable

    return HistoryTable(settings().table_ledger)


@cache
def cases() -> "CasesTable":
    from llave.adapters.cases import CasesTable

    return CasesTable(settings().table_people, settings().table_ledger)


@cache
def carried() -> "CarriedTable":
    from llave.adapters.carried import CarriedTable

    return CarriedTable(settings().table_people)


@cache
def under_way() -> "UnderWayTable":
    from llave.adapters.under_way import UnderWayTable

    return UnderWayTable(settings().table_people)


@cache
def retention() -> "Retention":
    from llave.documents.retention import Retention

    return Retention(
        decided=timedelta(days=settings().evidence_days),
        cancelled=timedelta(days=settings().cancelled_days),
        collecting=timedelta(days=settings().collecting_days),
    )


@cache
def collecting() -> "CollectingTable":
    from llave.adapters.collecting import CollectingTable

    return CollectingTable(settings().table_people)


@cache
def decided() -> "EndedTable":
    from llave.adapters.case_items import decided_key
    from llave.adapters.ended import EndedTable

    return EndedTable(settings().table_people, decided_key)


@cache
def cancelled() -> "EndedTable":
    from llave.adapters.case_items import cancelled_key
    from llave.adapters.ended import EndedTable

    return EndedTable(settings().table_people, cancelled_key)


@cache
def captures() -> "CapturesTable":
    from llave.adapters.captures import CapturesTable

    return CapturesTable(settings().table_sessions)


@cache
def holders() -> "HoldersTable":
    from llave.adapters.holders import HoldersTable

    return HoldersTable(settings().table_people, settings().table_ledger)


@cache
def holding() -> "Holding":
    from llave.people.holders import Ports

    return Ports(holders(), grants(), new_id)


@cache
def contests() -> "ContestsTable":
    from llave.adapters.contests import ContestsTable

    return ContestsTable(settings().table_people, settings().table_ledger)


@cache
def reuse() -> "ReuseTable":
    from llave.adapters.reuse import ReuseTable

    return ReuseTable(settings().table_people)


@cache
def visits() -> "VisitsTable":
    from llave.adapters.visits import VisitsTable

    return VisitsTable(settings().table_people, settings().table_sessions)


@cache
def uploads() -> "EvidenceUploads":
    from llave.adapters.uploads import EvidenceUploads

    return EvidenceUploads(settings().evidence_bucket)


@cache
def factors() -> "FactorsTable":
    from llave.adapters.factors import FactorsTable

    at = settings()
    return FactorsTable(at.table_people, at.table_sessions, at.table_ledger)


@cache
def challenges() -> "ChallengesTable":
    from llave.adapters.challenges import ChallengesTable

    known = settings()
    return ChallengesTable(known.table_people, known.table_sessions, known.table_ledger)


@cache
def enrolments() -> "EnrolmentsTable":
    from llave.adapters.enrolments import EnrolmentsTable

    return EnrolmentsTable(settings().table_sessions)


@cache
def evidences() -> "EvidencesTable":
    from llave.adapters.evidences import EvidencesTable

    return EvidencesTable(settings().table_people)


@cache
def tickets() -> "TicketsTable":
    from llave.adapters.tickets import TicketsTable

    return TicketsTable(settings().table_sessions)


@cache
def verifications() -> "VerificationsTable":
    from llave.adapters.verifications import VerificationsTable

    return VerificationsTable(settings().table_people)


@cache
def workflow() -> "CasesMachine":
    from llave.adapters.workflow import CasesMachine

    return CasesMachine(settings().machine_cases)


@cache
def reader() -> "AwsReader":
    from llave.adapters.reader import AwsReader

    return AwsReader(settings().reader_region)


@cache
def reviews() -> "ReviewsTable":
    from llave.adapters.reviews import ReviewsTable

    return ReviewsTable(settings().table_people)


@cache
def pictures() -> "EvidenceBucket":
    from llave.adapters.evidence_store import EvidenceBucket

    return EvidenceBucket(settings().evidence_bucket)


@cache
def credential_register() -> "IneRegistry":
    from urllib3 import PoolManager

    from llave.adapters.ine import IneRegistry
    from llave.adapters.registry import Breaker, Registry, secret_of

    key = secret_of(settings().ine_secret)
    return IneRegistry(Registry("ine", settings().ine_url, key, PoolManager(), Breaker()))


@cache
def chain() -> "ChainTable":
    from llave.adapters.chain import ChainTable

    return ChainTable(settings().table_ledger)


@cache
def checked_chain() -> "CheckedChainTable":
    from llave.adapters.checked_chain import CheckedChainTable

    return CheckedChainTable(settings().table_agencies)


@cache
def members() -> "MembersTable":
    from llave.adapters.staff import MembersTable

    return MembersTable(settings().table_staff, chain())


@cache
def staff_sessions() -> "StaffSessionsTable":
    from llave.adapters.staff_sessions import StaffSessionsTable

    return StaffSessionsTable(settings().table_staff)


@cache
def staff_sign_ins() -> "SignInsTable":
    from llave.adapters.staff_sessions import SignInsTable

    return SignInsTable(settings().table_staff)


@cache
def review_records() -> "ReviewRecordsTable":
    from llave.adapters.review_records import ReviewRecordsTable

    return ReviewRecordsTable(settings().table_staff, chain())


@cache
def workforce() -> "OidcWorkforce":
    from urllib3 import PoolManager

    from llave.adapters.workforce import OidcWorkforce

    known = settings()
    return OidcWorkforce(known.workforce_issuer, known.workforce_client, PoolManager())
