"""Rewriting what stands under the old version of a look-up's secret (llave.people.rekeying)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.operate.done import Done
from llave import log, wiring
from llave.documents.remarking import remarked, said_in
from llave.people import lookups
from llave.people.curp import Curp
from llave.people.keyring import GUARDED, LOOKUPS, Purpose
from llave.people.rekeying import Cursor, Rotation, State, advance, begun, renamed

# Of the five minutes that the function has; a page takes seconds.
TIME = timedelta(minutes=4)


def rekey(given: Mapping[str, Any], now: datetime) -> Done:
    """Go on with every rotation that is under way, for some minutes; the next run goes on from there."""
    changed, summary = False, {}
    for purpose in GUARDED:
        made = wiring.new_secrets().made(purpose)
        begun(purpose, made, wiring.rotations())
        for rotation in wiring.rotations().of(purpose):
            if not _is_due(rotation, {one.version for one in made}):
                continue
            after = advance(
                rotation, wiring.rotations(), _one_page, lambda: wiring.now() < now + TIME, now
            )
            changed = changed or after.state is not rotation.state
            summary[purpose.value] = f"{after.old} to {after.new}: {after.state.value}"
            log.info(
                "rekeyed", purpose=purpose.value, outcome=after.state.value, count=after.written
            )
    return Done(changed, summary)


def _is_due(rotation: Rotation, living: set[int]) -> bool:
    """What stands under a version is dropped only when the version is gone."""
    return rotation.is_moving and (rotation.old in living) is (rotation.state is State.FILLING)


def _one_page(rotation: Rotation) -> tuple[int, Cursor | None]:
    table = wiring.rekeying()
    if rotation.state is State.RETIRED:
        left = table.left(rotation.purpose, rotation.old, rotation.cursor)
        return sum(table.drop(key) for key in left.found), left.cursor
    of_people = rotation.purpose in LOOKUPS
    page = table.accounts(rotation.cursor) if of_people else table.cases(rotation.cursor)
    refill = _refill_account if of_people else _refill_case
    return sum(refill(rotation, _id(key)) for key, _ in page.found), page.cursor


def _refill_account(rotation: Rotation, person: str) -> int:
    account = wiring.accounts().get(person)
    if account is None:
        return 0
    key = wiring.person_keys().open(person, account.wrapped_key)
    found = renamed(rotation, account, key, wiring.keyring())
    if found is None:
        return 0
    written = wiring.rekeying().refill(found)
    if rotation.purpose is Purpose.LOOKUP_CURP:
        curp = Curp(key.unseal("curp", account.sealed["curp"]))
        written += wiring.holders().rekey(lookups.by_curp(curp, wiring.keyring()))
    return written


def _refill_case(rotation: Rotation, case_id: str) -> int:
    """A case that was never read left no marks."""
    case, sealed = wiring.cases().get(case_id), wiring.cases().readings(case_id)
    account = wiring.accounts().get(case.person) if case else None
    if case is None or account is None:
        return 0
    said = said_in(sealed, wiring.person_keys().open(account.person, account.wrapped_key))
    if said is None:
        return 0
    found = remarked(rotation, case.kind, said, wiring.keyring())
    return wiring.rekeying().remark(case_id, found)


def _id(key: str) -> str:
    return key.partition("#")[2]
