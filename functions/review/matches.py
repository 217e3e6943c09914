"""What of a case was seen before in cases of other accounts: enough to compare, and never a name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from llave import wiring
from llave.documents.cases import Case
from llave.documents.reuse import Trace
from llave.people import lookups
from llave.people.accounts import Account
from llave.people.curp import Curp
from llave.people.lookups import Indexes
from llave.people.population import RegisteredPerson, person_in
from llave.people.vault import PersonKey

# Left, Top, Width and Height, as shares of the page.
Box: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Portrait:
    """The face on the first page of a case's document, and where it stands."""

    case: Case
    box: Box


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is, for one thing alone: who judges may be neither her nor a namesake of hers."""

    person: RegisteredPerson = field(repr=False)
    curp: Indexes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """`case` had first what `traces` say; `owners` are its person and who owns the marks by now, as far
    as their accounts are there; `portrait` is None where there is none to compare."""

    traces: tuple[Trace, ...]
    case: Case
    owners: tuple[Owner, ...]
    portrait: Portrait | None


def matches_of(decision: Mapping[str, Any], person: str) -> tuple[Match, ...]:
    """The matches that were kept with a decision about this person's case, each case once."""
    by_case: dict[str, list[Mapping[str, str]]] = {}
    for one in decision.get("reuse", ()):
        by_case.setdefault(one["case"], []).append(one)
    return tuple(_matches(by_case, person))


def _matches(by_case: Mapping[str, Sequence[Mapping[str, str]]], person: str) -> Iterator[Match]:
    for case_id, found in by_case.items():
        case = wiring.cases().get(case_id)
        if case is None:
            continue
        persons = dict.fromkeys([case.person, *(one["person"] for one in found)])
        opened = {one: account for one in persons if (account := _opened(one))}
        # A mark may have gone over to another account since: her own old case is no other's.
        hers = opened.get(case.person) if case.person != person else None
        yield Match(
            traces=tuple(Trace(one["trace"]) for one in found),
            case=case,
            owners=tuple(_owner(*each) for each in opened.values()),
            portrait=_portrait(case, hers[1]) if hers else None,
        )


def _opened(person: str) -> tuple[Account, PersonKey] | None:
    account = wiring.accounts().get(person)
    if account is None:
        return None
    return account, wiring.person_keys().open(account.person, account.wrapped_key)


def _owner(account: Account, key: PersonKey) -> Owner:
    fields = key.unseal_all(account.sealed)
    return Owner(person_in(fields), lookups.by_curp(Curp(fields["curp"]), wiring.keyring()))


def _portrait(case: Case, key: PersonKey) -> Portrait | None:
    sealed = wiring.cases().readings(case.id).get("face")
    if sealed is None or case.pictures_deleted_at:
        return None
    return portrait_in(case, json.loads(key.unseal("reading:face", sealed)))


def portrait_in(case: Case, face: Mapping[str, Any]) -> Portrait | None:
    """What the reading of the faces says of the portrait; None when it found none."""
    box = face.get("portrait_box")
    return Portrait(case, box) if box else None
