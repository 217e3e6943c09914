"""The steps of confirming a contact, of sending it again and of saying "No fui yo"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llave.people.accounts import Account, Channel, Status
from llave.people.audit import Event, What
from llave.people.budgets import Budgets, is_spent, spend
from llave.people.codes import fingerprint, same
from llave.people.confirmation import (
    CODE_ATTEMPTS,
    CONTACT_ATTEMPTS,
    LIFE,
    RESENDS,
    AlreadyConfirmed,
    CodeWrong,
    Confirmation,
    Link,
    LinkNotValid,
    LongCodeNeeded,
    code_of,
    first_issue,
    next_issue,
    status_after,
)
from llave.people.confirmation_writes import (
    Confirmations,
    Confirmed,
    Withdrawal,
    Withdrawals,
    confirmed_event,
    sending,
)
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.keyring import Keyring
from llave.people.lookups import Index, Indexes, by_curp, by_curp_and_phone, by_email
from llave.people.outbox import Kind, Message
from llave.people.texting import Texted
from llave.people.vault import PersonKey, PersonKeys


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


@dataclass(frozen=True, slots=True)
class Confirming:
    """The ports of confirming; `new_id` makes ids of messages and events."""

    confirmations: Confirmations
    withdrawals: Withdrawals
    accounts: Accounts
    keys: PersonKeys
    keyring: Keyring
    budgets: Budgets
    texted: Texted
    new_id: Callable[[], str]

    def find_link(self, token: str, now: datetime) -> Link | None:
        """A link that still counts, or None; spends nothing."""
        found = self.confirmations.by_link(fingerprint(token))
        return found if found is not None and found.is_live(now) else None

    def link(self, token: str, now: datetime) -> Link:
        """A link that still counts; raises LinkNotValid."""
        if (found := self.find_link(token, now)) is None:
            raise LinkNotValid
        return found

    def by_link(self, link: Link, now: datetime) -> Status:
        """Confirm; the caller has proved to be who registered; raises AlreadyConfirmed, EmailTaken."""
        return self._confirm(link.confirmation, now, link.index)

    def by_code(self, person: str, channel: Channel, code: str, now: datetime) -> Status:
        """Confirm; raises CodeWrong, LongCodeNeeded, AlreadyConfirmed, EmailTaken, PhoneTaken,
        TooManyAttempts."""
        account = self.accounts.get(person)
        contact = account.contacts.get(channel) if account else None
        if contact is None:
            raise CodeWrong
        if contact.is_confirmed:
            raise AlreadyConfirmed
        spend(CODE_ATTEMPTS, f"{person}.{channel.value}", self.budgets, now)
        confirmation = self.confirmations.get(person, channel)
        if confirmation is None or not confirmation.is_long:
            self._count_guess(contact.index, now)
        if confirmation is None or not self._counts(confirmation, code, now):
            raise CodeWrong
        status = self._confirm(confirmation, now)
        if channel is Channel.PHONE:
            self.texted.answered(person, now)
        return status

    def resend(self, person: str, channel: Channel, now: datetime) -> None:
        """Send another code and link, if there is something to confirm and the budget allows it."""
        account = self.accounts.get(person)
        contact = account.contacts.get(channel) if account else None
        if contact is None or contact.is_confirmed or self._has_resent_enough(person, channel, now):
            return
        previous = self.confirmations.get(person, channel)
        if previous is not None and previous.spent_at is not None:
            # Confirmed or withdrawn since the account was read.
            return
        if previous is None:
            issue = first_issue(person, channel, self.keyring, now)
        else:
            is_guessed_at = is_spent(CONTACT_ATTEMPTS, contact.index, self.budgets, now)
            issue = next_issue(previous, self.keyring, now, long=is_guessed_at)
        sent = sending(issue, contact.index, self.keyring, self.new_id())
        self.confirmations.send(sent, previous)

    def decline(self, token: str, now: datetime) -> None:
        """Somebody says "No fui yo": delete the registration, or the contact alone if another made it active."""
        link = self.link(token, now)
        confirmation = link.confirmation
        account = self.accounts.get(confirmation.person)
        if account is None or confirmation.channel not in account.contacts:
            raise LinkNotValid
        withdrawal = self._withdrawal(account, confirmation, now)
        _expect_sent_to(withdrawal.pointers, link.index)
        if account.confirmed_channels:
            self.withdrawals.remove_contact(withdrawal)
        else:
            self.withdrawals.delete_account(withdrawal)

    def _confirm(
        self, confirmation: Confirmation, now: datetime, sent_to: str | None = None
    ) -> Status:
        account = self.accounts.get(confirmation.person)
        contact = account.contacts.get(confirmation.channel) if account else None
        if account is None or contact is None:
            raise LinkNotValid
        status = status_after(account, confirmation.channel)
        event = confirmed_event(confirmation, now, self.new_id())
        key = self.keys.open(account.person, account.wrapped_key)
        guards = indexes_of(key, account, confirmation.channel, self.keyring).all
        if sent_to is not None:
            _expect_sent_to(guards, sent_to)
        notices = self._notices(account, now)
        written = Confirmed(confirmation, contact.index, guards, status, event, notices)
        self.confirmations.confirm(written)
        return status

    def _notices(self, account: Account, now: datetime) -> tuple[Message, ...]:
        """Whoever holds a session can not add a contact in silence: the others are told. In the days of
        the registration it is what everybody expects."""
        if now < account.created_at + LIFE:
            return ()
        return tuple(
            Message(self.new_id(), Kind.CONTACT_CHANGED, account.person, now, channel.value)
            for channel in account.confirmed_channels
        )

    def _count_guess(self, index: str, now: datetime) -> None:
        """One more guess at a short code of any account that declares this contact."""
        window = CONTACT_ATTEMPTS.window
        guesses = self.budgets.count(CONTACT_ATTEMPTS.kind, index, window, now)
        if guesses > CONTACT_ATTEMPTS.limit:
            raise LongCodeNeeded

    def _counts(self, confirmation: Confirmation, code: str, now: datetime) -> bool:
        right = same(code, code_of(confirmation, self.keyring))
        return right and confirmation.spent_at is None and now < confirmation.code_expires_at

    def _has_resent_enough(self, person: str, channel: Channel, now: datetime) -> bool:
        key = f"{person}.{channel.value}"
        return self.budgets.count(RESENDS.kind, key, RESENDS.window, now) > RESENDS.limit

    def _withdrawal(
        self, account: Account, confirmation: Confirmation, now: datetime
    ) -> Withdrawal:
        key = self.keys.open(account.person, account.wrapped_key)
        curp = by_curp(Curp(key.unseal("curp", account.sealed["curp"])), self.keyring)
        gone = [confirmation.channel] if account.confirmed_channels else list(account.contacts)
        contacts = [indexes_of(key, account, channel, self.keyring) for channel in gone]
        refs = {"channel": confirmation.channel.value}
        return Withdrawal(
            account=account,
            confirmation=confirmation,
            pointers=tuple(index for found in contacts for index in found.all),
            curp=curp.all,
            event=Event(self.new_id(), account.person, What.REGISTRATION_DECLINED, now, refs),
        )


def _expect_sent_to(indexes: tuple[Index, ...], sent_to: str) -> None:
    """A link proves the contact that it went to, whatever the account declares by now."""
    if sent_to not in {index.key for index in indexes}:
        raise LinkNotValid


def indexes_of(key: PersonKey, account: Account, channel: Channel, keyring: Keyring) -> Indexes:
    """What a confirmed contact is found by: the e-mail, or the pair of CURP and phone."""
    address = key.unseal(channel.value, account.sealed[channel.value])
    if channel is Channel.EMAIL:
        return by_email(EmailAddress(address), keyring)
    return by_curp_and_phone(
        Curp(key.unseal("curp", account.sealed["curp"])), PhoneNumber(address), keyring
    )
