"""Asking a register of the State; while it is down the case waits, and the person is told once."""

import json
from typing import Any

from functions.verify.steps.opening import Opened, opened
from functions.verify.steps.read import keep
from functions.verify.steps.step import Input, Output, StepBroken, step
from llave import wiring
from llave.documents.cases import State, WrongState, moved
from llave.documents.readings import Field, IdentityReading
from llave.documents.registries import CredentialAsked
from llave.errors import Unavailable
from llave.people.audit import Event, What
from llave.people.curp import Curp
from llave.people.outbox import Kind, Message

FIRST_PAUSE, LONGEST_PAUSE = 5, 3600
# A dip of seconds is nobody's news: so many pauses pass before she is told.
QUIET_PAUSES = 2
# Three weeks. An execution ends at 25,000 events; a pause of each of two registries takes 9.
MOST_PAUSES = 500


def ask(event: Input) -> Output:
    """`{"case", "registry", "pauses"}` -> `{"verdict": "known"}`, or "down" and how many `seconds` to
    wait before asking again."""
    found, pauses = opened(event["case"]), int(event["pauses"])
    try:
        answer = ASK[event["registry"]](found)
    except Unavailable:
        if pauses >= MOST_PAUSES:
            raise StepBroken("registry silent") from None
        if pauses >= QUIET_PAUSES:
            _say_that_it_waits(found)
        return {"verdict": "down", "pauses": pauses + 1, "seconds": pause(pauses)}
    keep(found, event["registry"], answer)
    return {"verdict": "known", "pauses": pauses}


def pause(pauses: int) -> int:
    """Seconds: twice as long each time, up to an hour."""
    return int(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(pauses, 16)))


def _population(found: Opened) -> dict[str, Any]:
    curp = found.key().unseal("curp", found.account.sealed["curp"])
    person = wiring.population().find(Curp(curp))
    return {"person": person.fields() if person else None}


def _credential(found: Opened) -> dict[str, Any]:
    """A card whose numbers were not read can not be asked about."""
    key = found.key()
    sealed = wiring.cases().readings(found.case.id)["identity"]
    reading = IdentityReading.from_json(json.loads(key.unseal("reading:identity", sealed)))
    clave = reading.value(Field.CLAVE_ELECTOR)
    if clave is None:
        return {"outcome": None}
    curp = Curp(key.unseal("curp", found.account.sealed["curp"]))
    asked = CredentialAsked(clave, reading.value(Field.CIC), curp)
    return {"outcome": wiring.credential_register().credential(asked).value}


def _say_that_it_waits(found: Opened) -> None:
    """Both registries may find so at the same moment: the move is made, and told, once."""
    case, now = found.case, wiring.now()
    if case.state is not State.SUBMITTED:
        return
    event = Event(wiring.new_id(), case.person, What.CASE_MOVED, now, {"case": case.id})
    message = Message(wiring.new_id(), Kind.CASE_WAITING, case.person, now)
    try:
        wiring.cases().move(case, moved(case, State.WAITING, now), event, message)
    except WrongState:
        return


ASK = {"renapo": _population, "ine": _credential}
handle = step(ask)
