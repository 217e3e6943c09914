"""Who works here: reviewers, who look at cases, and operators, who say who reviews. No citizens.

A role is given or taken by two operators, neither of whom it is about; the first two operators come
from a command (functions/operate). What a member may do is read anew at every request.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from llave.errors import Conflict, NotAllowed, NotFound
from llave.staff.chain import Line, What

LEAST_OPERATORS = 2
# A proposal that nobody confirms is forgotten.
PROPOSAL_LIFE = timedelta(days=7)


class Role(StrEnum):
    """What somebody may do."""

    REVIEWER = "reviewer"
    OPERATOR = "operator"


class RoleMissing(NotAllowed):
    """Signed in, and without the role that this needs."""

    code = "role_missing"


class AboutYourself(NotAllowed):
    """Nobody proposes or confirms what is about herself."""

    code = "about_yourself"


class SameOperator(NotAllowed):
    """Who proposed a grant does not confirm it."""

    code = "same_operator"


class GrantGone(NotFound):
    """No such proposal: confirmed, or too old."""


class TooFewOperators(Conflict):
    """There would be nobody left to confirm anything."""

    code = "too_few_operators"


class AlreadyBegun(Conflict):
    """There are operators: who is one is for them to say."""

    code = "operators_exist"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the staff. `id` is what cases, evidence and the chain bear; `subject` is her name at
    the issuer; `curp` are the index keys of her own CURP, where the issuer says it."""

    id: str
    subject: str
    roles: frozenset[Role] = frozenset()
    curp: tuple[str, ...] = ()

    def expect(self, role: Role) -> None:
        """Raises RoleMissing."""
        if role not in self.roles:
            raise RoleMissing(role.value)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that one operator proposes to give, or to take away."""

    id: str
    staff: str
    subject: str
    role: Role
    gives: bool
    proposed_by: str
    proposed_at: datetime

    @property
    def expires_at(self) -> datetime:
        """Until when it may be confirmed."""
        return self.proposed_at + PROPOSAL_LIFE


class Members(Protocol):
    """Where staff and their roles are kept; every write has its line in the chain."""

    def get(self, staff: str) -> Member | None:
        """The member of that id."""
        ...

    def all(self) -> tuple[Member, ...]:
        """Everybody who has or had a role."""
        ...

    def begin(self, operators: tuple[Member, ...], line: Line) -> None:
        """Keep the first operators, once ever; raises AlreadyBegun."""
        ...

    def proposals(self, now: datetime) -> tuple[Grant, ...]:
        """What waits for a second operator, the oldest first."""
        ...

    def propose(self, grant: Grant, line: Line) -> None:
        """Keep a proposal."""
        ...

    def confirm(self, grant: Grant, after: Member, line: Line, stay: tuple[str, ...]) -> None:
        """Write the roles and forget the proposal, at once; raises GrantGone when it is gone, or the
        member, or those operators who have to `stay`, changed meanwhile."""
        ...


def staff_id(issuer: str, subject: str) -> str:
    """The id of whom the issuer calls so: it says nothing, and is the same each time."""
    return "st-" + hashlib.sha256(f"{issuer}\x1f{subject}".encode()).hexdigest()[:12]


def proposed(
    by: Member, about: Member, role: Role, grant_id: str, now: datetime, *, gives: bool
) -> Grant:
    """A proposal; raises RoleMissing, AboutYourself."""
    by.expect(Role.OPERATOR)
    if about.id == by.id:
        raise AboutYourself("proposal")
    return Grant(grant_id, about.id, about.subject, role, gives, by.id, now)


def confirmed(grant: Grant, by: Member, members: tuple[Member, ...]) -> Member:
    """The member as the grant leaves her; raises RoleMissing, SameOperator, AboutYourself,
    TooFewOperators."""
    by.expect(Role.OPERATOR)
    if by.id == grant.proposed_by:
        raise SameOperator("confirmation")
    if by.id == grant.staff:
        raise AboutYourself("confirmation")
    about = next((m for m in members if m.id == grant.staff), Member(grant.staff, grant.subject))
    if len(who_stays(grant, members)) < LEAST_OPERATORS:
        raise TooFewOperators("operators")
    roles = about.roles | {grant.role} if grant.gives else about.roles - {grant.role}
    return replace(about, roles=roles)


def who_stays(grant: Grant, members: tuple[Member, ...]) -> tuple[str, ...]:
    """The operators that there will be."""
    takes = not grant.gives and grant.role is Role.OPERATOR
    operators = sorted(one.id for one in members if Role.OPERATOR in one.roles)
    return tuple(one for one in operators if not (takes and one == grant.staff))


def confirm(grant_id: str, by: Member, members: Members, now: datetime) -> Member:
    """Give or take a role as another operator proposed; raises what `confirmed` does, GrantGone."""
    grant = next((one for one in members.proposals(now) if one.id == grant_id), None)
    if grant is None:
        raise GrantGone("no such proposal")
    everybody = members.all()
    after = confirmed(grant, by, everybody)
    refs = {"staff": grant.staff, "role": grant.role.value, "proposed_by": grant.proposed_by}
    what = What.ROLE_GIVEN if grant.gives else What.ROLE_TAKEN
    stay = who_stays(grant, everybody)[:LEAST_OPERATORS]
    members.confirm(grant, after, Line(by.id, what, now, refs), stay)
    return after
