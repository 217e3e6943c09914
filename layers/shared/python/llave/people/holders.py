"""The one holder of a CURP.

Any account may declare a CURP; who has proved it holds it, and a guard item under every live index
of the CURP names her. Becoming the holder, the level, the evidence, the end of the case, the audit
event and the messages are one transaction. Declared accounts give way at once; a holder gives way
only as `llave.people.contests` says. Nothing is deleted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llave.errors import Conflict
from llave.people.audit import Event, What
from llave.people.evidence import Evidence, Strength
from llave.people.lookups import Indexes
from llave.people.outbox import Kind, Message


class CurpHasHolder(Conflict):
    """Another account has proved this CURP: nothing changes for her until reviewers say so."""

    code = "curp_has_holder"


class NoLongerOpen(Conflict):
    """The case was decided or the account cancelled meanwhile: this conclusion comes too late."""

    code = "case_not_open"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a CURP, by which evidence, since when."""

    person: str
    strength: Strength
    evidence: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Raised:
    """An account that becomes the holder of its CURP (or proves it again), at once or not at all.

    `curp` are the indexes under every live secret; `documents` the keys of the reuse guards that are
    hers from now on.
    """

    evidence: Evidence
    curp: Indexes
    documents: tuple[str, ...]
    event: Event
    messages: tuple[Message, ...]

    @property
    def person(self) -> str:
        """Who is raised."""
        return self.evidence.person

    @property
    def at(self) -> datetime:
        """When."""
        return self.evidence.at


@dataclass(frozen=True, slots=True)
class Displaced:
    """A declared account that gives way to the holder: its claim, sessions and grants end."""

    person: str
    holder: str
    at: datetime
    event: Event
    message: Message


class Holders(Protocol):
    """Where holders are kept."""

    def of(self, curp: Indexes) -> Holder | None:
        """The holder of a CURP under any live index, or None."""
        ...

    def raise_level(self, raised: Raised) -> None:
        """Write a holder; again for the same case changes nothing; raises CurpHasHolder when another
        holds the CURP, NoLongerOpen when the case was decided otherwise or the account is gone,
        NoFactorLeft when no second factor stands behind it."""
        ...

    def rekey(self, curp: Indexes) -> bool:
        """Give the holder of a CURP the guards that a new secret lacks; False when none does. Done for
        every holder, the older secret may retire."""
        ...

    def declared(self, curp: tuple[str, ...]) -> tuple[str, ...]:
        """Every account that declares the CURP under these index keys, the holder among them."""
        ...

    def displace(self, displaced: Displaced) -> bool:
        """Mark a declared account's claim as displaced; False when it was, or its account is gone."""
        ...

    def evidence(self, person: str, evidence: str) -> Evidence | None:
        """The record of one verification."""
        ...


class Grants(Protocol):
    """What agencies were given."""

    def end_all(self, person: str, now: datetime) -> None:
        """End all grants of a person; doing so again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What making a holder takes."""

    holders: Holders
    grants: Grants
    new_id: Callable[[], str]


def become_holder(
    evidence: Evidence, curp: Indexes, documents: tuple[str, ...], ports: Ports
) -> None:
    """Raise the account to Verificada, and have every declared account on the CURP give way.

    Raises CurpHasHolder, NoLongerOpen, NoFactorLeft.
    """
    raised = raised_by(evidence, curp, documents, ports.new_id)
    ports.holders.raise_level(raised)
    give_way(evidence.person, tuple(index.key for index in curp.all), evidence.at, ports)


def raised_by(
    evidence: Evidence, curp: Indexes, documents: tuple[str, ...], new_id: Callable[[], str]
) -> Raised:
    """What is written for a new holder; CLAIMS_DISPLACED does `give_way` again, should it fail."""
    person, now = evidence.person, evidence.at
    keys = " ".join(index.key for index in curp.all)
    refs = {"case": evidence.case, "evidence": evidence.id}
    return Raised(
        evidence=evidence,
        curp=curp,
        documents=documents,
        event=Event(new_id(), person, What.VERIFIED, now, refs),
        messages=(
            Message(new_id(), Kind.VERIFIED, person, now),
            Message(new_id(), Kind.CLAIMS_DISPLACED, person, now, refs={"indexes": keys}),
        ),
    )


def give_way(holder: str, curp: tuple[str, ...], now: datetime, ports: Ports) -> None:
    """End the claims, sessions and grants of the other accounts on the CURP; may be repeated.

    `curp` are index keys; `now` is when the holder proved it: who declares it later is not concerned.
    """
    for person in ports.holders.declared(curp):
        if person != holder and ports.holders.displace(_displaced(person, holder, now, ports)):
            ports.grants.end_all(person, now)


def _displaced(person: str, holder: str, now: datetime, ports: Ports) -> Displaced:
    return Displaced(
        person=person,
        holder=holder,
        at=now,
        event=Event(ports.new_id(), person, What.CLAIM_DISPLACED, now),
        message=Message(ports.new_id(), Kind.CLAIM_DISPLACED, person, now),
    )
