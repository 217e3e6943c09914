"""Jobs on the staff: naming the first operators, and reading the chain of what staff did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.operate.done import Done, JobRefused
from llave import log, wiring
from llave.settings import settings
from llave.staff.chain import Head, Line, What, first_break
from llave.staff.members import LEAST_OPERATORS, AlreadyBegun, Member, Role, staff_id

COMMAND = "operate"


class ChainBroken(Exception):
    """Somebody changed or removed what staff did; the number says where."""


def bootstrap_operators(given: Mapping[str, Any], now: datetime) -> Done:
    """`{"operators": ["her name at the issuer", "his"]}`: two, once; from then on operators say who is
    one."""
    subjects = given.get("operators")
    if not isinstance(subjects, list) or not all(isinstance(s, str) and s for s in subjects):
        raise JobRefused("operators: their names at the issuer are missing")
    if len(subjects) != LEAST_OPERATORS or len(set(subjects)) != LEAST_OPERATORS:
        raise JobRefused("operators: must be two different people")
    issuer = settings().workforce_issuer
    roles = frozenset({Role.OPERATOR})
    made = tuple(Member(staff_id(issuer, subject), subject, roles) for subject in subjects)
    refs = {"staff": " ".join(one.id for one in made)}
    try:
        wiring.members().begin(made, Line(COMMAND, What.BEGUN, now, refs))
    except AlreadyBegun:
        raise JobRefused("operators: there are some, who can name others") from None
    return Done(True, {"operators": refs["staff"]})


def check_chain(given: Mapping[str, Any], now: datetime) -> Done:
    """Read the whole chain and compare it with the end that the last check saw; raises ChainBroken.

    `{"number": 120, "hash": "..."}` is another end that an earlier check wrote into its log, which must be
    in it still.
    """
    ends = [wiring.checked_chain().last()]
    if given:
        ends.append(_end(given))
    head = wiring.chain().head()
    for known in ends:
        broken = first_break(wiring.chain().entries(), head, known)
        if broken is not None:
            raise ChainBroken(f"entry {broken}")
    wiring.checked_chain().keep(head)
    log.info("chain checked", count=head.number, reason=head.hash)
    return Done(changed=False, summary={"number": head.number, "hash": head.hash})


def _end(given: Mapping[str, Any]) -> Head:
    number, known_hash = given.get("number"), given.get("hash")
    if not isinstance(number, int) or not isinstance(known_hash, str):
        raise JobRefused("number, hash: as the log of an earlier check has them")
    return Head(number, known_hash)
