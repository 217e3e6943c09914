"""What a decision stands on, unsealed for as long as it takes."""

import json
from typing import Any

from functions.verify.steps.opening import Opened
from functions.verify.steps.step import StepBroken
from llave import wiring
from llave.documents.capture import Capture
from llave.documents.days import submitted_on
from llave.documents.facts import FaceMatch, Facts
from llave.documents.readings import BillReading, IdentityReading
from llave.documents.registries import Credential
from llave.documents.remarking import marks_in
from llave.documents.reuse import Marks
from llave.people import lookups
from llave.people.curp import Curp
from llave.people.lookups import Indexes
from llave.people.population import person_in


def facts_of(found: Opened, own: Marks) -> Facts:
    """Every fact; claims the marks of the documents on the way, which a second time finds the same."""
    case, account, key = found.case, found.account, found.key()
    fields = key.unseal_all(account.sealed)
    said = readings_of(found)
    population, ine = said["renapo"]["person"], said.get("ine", {}).get("outcome")
    face = said["face"]
    holder = wiring.holders().of(curp_of(fields["curp"]))
    return Facts(
        kind=case.kind,
        bill_kind=case.bill,
        submitted_on=submitted_on(case),
        account=person_in(fields),
        postal_code=json.loads(fields["address"]).get("postal_code"),
        identity=IdentityReading.from_json(said["identity"]),
        bill=BillReading.from_json(said["address"]),
        face=FaceMatch(
            face["similarity"],
            face["faces_on_document"],
            face["faces_in_photograph"],
            face["beside"],
        ),
        capture=Capture(face["capture"]),
        population=person_in(population) if population else None,
        credential=Credential(ine) if ine else None,
        reuse=wiring.reuse().claim(own, case.person, case.id, wiring.now()),
        other_holder=holder is not None and holder.person != case.person,
    )


def marks_of(found: Opened) -> Marks:
    """What the documents of the case leave behind."""
    return marks_in(found.case.kind, readings_of(found), wiring.keyring())


def readings_of(found: Opened) -> dict[str, Any]:
    """Everything that was kept of the case, by name; raises StepBroken when a step kept nothing."""
    key, sealed = found.key(), wiring.cases().readings(found.case.id)
    if missing := {"identity", "address", "face", "renapo"} - sealed.keys():
        raise StepBroken(",".join(sorted(missing)))
    return {name: json.loads(key.unseal(f"reading:{name}", one)) for name, one in sealed.items()}


def curp_of(curp: str) -> Indexes:
    """The indexes of a CURP under every live secret."""
    return lookups.by_curp(Curp(curp), wiring.keyring())
