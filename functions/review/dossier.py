"""A case as a reviewer sees it: everything that was read, matched and answered, unsealed for as long as
the page takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from functions.review.matches import Match, Portrait, matches_of, portrait_in
from llave import wiring
from llave.documents.cases import Case, State
from llave.documents.reviews import Waiting
from llave.documents.standing import Registry, strength_of
from llave.people import lookups
from llave.people.accounts import Status
from llave.people.contests import Contest
from llave.people.curp import Curp
from llave.people.evidence import Strength
from llave.people.holders import Holder
from llave.people.lookups import Indexes
from llave.people.population import RegisteredPerson, person_in
from llave.staff.reviews import (
    NotAssigned,
    Queued,
    Review,
    current,
    expect_hers,
    expect_stranger,
)
from llave.staff.sessions import AtWork


class Stage(StrEnum):
    """What there is to find: whether the documents are in order; whether they are so good that another
    account's hold of the CURP is in doubt; whether that account gives way."""

    PLAIN = "plain"
    HOLDER = "holder"
    CONTEST = "contest"


@dataclass(frozen=True, slots=True)
class Dossier:
    """`said` is what was kept of the case, by name; `address` the account's; `holder` is somebody else
    who holds the CURP, `contest` the open one of this case against her; `matches` are the cases of
    others in which something of this one was seen before."""

    case: Case
    waiting: Waiting
    review: Review
    person: RegisteredPerson = field(repr=False)
    address: Mapping[str, Any] = field(repr=False)
    said: Mapping[str, Any] = field(repr=False)
    curp: Indexes = field(repr=False)
    holder: Holder | None
    contest: Contest | None
    matches: tuple[Match, ...] = ()

    @property
    def stage(self) -> Stage:
        """What there is to find."""
        if self.holder is None:
            return Stage.PLAIN
        return Stage.CONTEST if self.contest else Stage.HOLDER

    @property
    def registries(self) -> tuple[str, ...]:
        """The registers that confirmed."""
        return tuple(self.said["decision"]["registries"])

    @property
    def strength(self) -> Strength:
        """What the evidence proves when people have looked at it."""
        confirmed = [Registry(one) for one in self.registries]
        return strength_of(self.case.kind, confirmed, reviewed=True)

    @property
    def portraits(self) -> dict[str, Portrait]:
        """What is compared, by what the console calls it: `retrato-0` is this case's, the others are
        those of the matches, in their order."""
        own = portrait_in(self.case, self.said.get("face", {})) if self.matches else None
        each = [own, *(match.portrait for match in self.matches)]
        return {f"retrato-{n}": one for n, one in enumerate(each) if one is not None}

    def expect_stranger(self, who: AtWork) -> None:
        """Raises OwnCase, also where what is compared is hers or a namesake's."""
        expect_stranger(who, self.person, (index.key for index in self.curp.all))
        for owner in (owner for match in self.matches for owner in match.owners):
            expect_stranger(who, owner.person, (index.key for index in owner.curp.all))


def hers(case_id: str, who: AtWork, now: datetime) -> Dossier:
    """The case in her hands; raises NotAssigned, LookedAlready, OwnCase."""
    waiting, review = in_her_hands(case_id, who, now)
    found = dossier(waiting, review)
    if found is None:
        raise NotAssigned("decided meanwhile")
    found.expect_stranger(who)
    return found


def in_her_hands(case_id: str, who: AtWork, now: datetime) -> Queued:
    """The review alone, for what needs nobody's data; raises NotAssigned, LookedAlready."""
    waiting = wiring.reviews().get(case_id)
    if waiting is None:
        raise NotAssigned("it does not wait")
    review = current(wiring.review_records().get(case_id), waiting)
    expect_hers(review, who.id, now)
    return waiting, review


def dossier(waiting: Waiting, review: Review) -> Dossier | None:
    """The case with its readings; None when it is no longer in review, or its account ended."""
    case = wiring.cases().get(waiting.case)
    account = wiring.accounts().get(case.person) if case else None
    if case is None or account is None or case.state is not State.REVIEW:
        return None
    if account.status is not Status.ACTIVE:
        return None
    key = wiring.person_keys().open(account.person, account.wrapped_key)
    fields = key.unseal_all(account.sealed)
    sealed = wiring.cases().readings(case.id)
    said = {name: json.loads(key.unseal(f"reading:{name}", one)) for name, one in sealed.items()}
    curp = lookups.by_curp(Curp(fields["curp"]), wiring.keyring())
    holder = wiring.holders().of(curp)
    other = holder if holder and holder.person != case.person else None
    contest = wiring.contests().against(other.person) if other else None
    own = contest if contest and contest.case == case.id else None
    address = json.loads(fields["address"])
    matches = matches_of(said.get("decision", {}), case.person)
    return Dossier(
        case, waiting, review, person_in(fields), address, said, curp, other, own, matches
    )
