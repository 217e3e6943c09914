"""Cases as items, and the writes about them that ride in transactions.

`CASE#<id>` / `CASE`: person, kind, bill, state, <slot>_key, <slot>_version, capture, reasons,
evidence, times in epoch milliseconds; `CASE#<id>` / `READING#<name>`: sealed; `PERSON#<id>` /
`CASE#<id>`: that it is hers; `PERSON#<id>` / `CASES`: open (the id of the one), tries (times);
`DECIDED#<day>` / `CASE#<id>`: whose pictures are due some time after that day; `CANCELLED#<day>` /
`CASE#<id>`: the same of a case that nobody decided; `SUBMITTED#<day>` / `CASE#<id>`: that it was handed
in on that day, until it is found decided; `COLLECTING#<day>` / `CASE#<id>`: that it was begun, or last
known to be touched, on that day and not handed in.
"""

from datetime import date, datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, to_item
from llave.documents.cases import DECIDED, Case, Picture, State
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.reasons import Reason

CASE = "CASE"
CASES = "CASES"


def case_key(case: str) -> str:
    """The partition key of everything of a case."""
    return f"CASE#{case}"


def decided_key(day: date) -> str:
    """The partition of the cases decided on a day (UTC)."""
    return f"DECIDED#{day.isoformat()}"


def cancelled_key(day: date) -> str:
    """The partition of the cases cancelled on a day (UTC)."""
    return f"CANCELLED#{day.isoformat()}"


def collecting_key(day: date) -> str:
    """The partition of the cases that were last known to be touched on a day (UTC)."""
    return f"COLLECTING#{day.isoformat()}"


def collecting_item(case: str, day: date) -> Item:
    """That it was."""
    return {"pk": collecting_key(day), "sk": case_key(case)}


def submitted_key(day: date) -> str:
    """The partition of the cases handed in on a day (UTC)."""
    return f"SUBMITTED#{day.isoformat()}"


def under_way(people: str, case: str, now: datetime) -> dict[str, Any]:
    """The write by which a case that was handed in is found again, whatever becomes of its workflow."""
    item = {"pk": submitted_key(now.date()), "sk": case_key(case)}
    return {"Put": {"TableName": people, "Item": to_item(item)}}


def case_item(case: Case) -> Item:
    """A case as an item."""
    item: Item = {
        "pk": case_key(case.id),
        "sk": CASE,
        "person": case.person,
        "kind": case.kind.value,
        "bill": case.bill.value,
        "state": case.state.value,
        "opened_at": milliseconds(case.opened_at),
        "changed_at": milliseconds(case.changed_at),
        "submitted_at": _ms(case.submitted_at),
        "decided_at": _ms(case.decided_at),
        "capture": case.capture,
        "reasons": [reason.code for reason in case.reasons] or None,
        "evidence": case.evidence,
        "pictures_deleted_at": _ms(case.pictures_deleted_at),
    }
    for slot, picture in case.pictures.items():
        item[f"{slot.value}_key"] = picture.key
        item[f"{slot.value}_version"] = picture.version
    return item


def case_of(item: Item) -> Case:
    """The inverse of `case_item`."""
    return Case(
        id=item["pk"].partition("#")[2],
        person=item["person"],
        kind=DocumentKind(item["kind"]),
        bill=BillKind(item["bill"]),
        state=State(item["state"]),
        opened_at=moment_of_ms(item["opened_at"]),
        changed_at=moment_of_ms(item["changed_at"]),
        pictures={
            slot: Picture(item[f"{slot.value}_key"], item[f"{slot.value}_version"])
            for slot in Slot
            if f"{slot.value}_version" in item
        },
        capture=item.get("capture"),
        submitted_at=_moment(item, "submitted_at"),
        decided_at=_moment(item, "decided_at"),
        reasons=tuple(Reason.parse(code) for code in item.get("reasons", ())),
        evidence=item.get("evidence"),
        pictures_deleted_at=_moment(item, "pictures_deleted_at"),
    )


def move_writes(people: str, after: Case, *begins: State) -> list[dict[str, Any]]:
    """The writes that bring a case from one of these states to where it stands in `after`."""
    writes = [update_case(people, after, *begins)]
    if after.state in DECIDED and after.decided_at is not None:
        closed = {
            "TableName": people,
            "Key": dynamodb.key(person_key(after.person), CASES),
            "UpdateExpression": "REMOVE #open",
            "ExpressionAttributeNames": {"#open": "open"},
        }
        ended = cancelled_key if after.state is State.CANCELLED else decided_key
        due = {
            "pk": ended(after.decided_at.date()),
            "sk": case_key(after.id),
            "person": after.person,
        }
        writes += [{"Update": closed}, {"Put": {"TableName": people, "Item": to_item(due)}}]
    return writes


def update_case(people: str, after: Case, *begins: State) -> dict[str, Any]:
    """The write of a case's state, its reasons and its times, if it stands in one of these states."""
    states = {f":from{number}": state.value for number, state in enumerate(begins)}
    sets = {
        "#state": ("state", after.state.value),
        "#changed": ("changed_at", milliseconds(after.changed_at)),
        "#reasons": ("reasons", [reason.code for reason in after.reasons] or None),
        "#evidence": ("evidence", after.evidence),
        "#decided": ("decided_at", _ms(after.decided_at)),
        "#submitted": ("submitted_at", _ms(after.submitted_at)),
        "#capture": ("capture", after.capture),
    }
    known = {name: pair for name, pair in sets.items() if pair[1] is not None}
    values = {f":{name[1:]}": value for name, (_, value) in known.items()}
    return {
        "Update": {
            "TableName": people,
            "Key": dynamodb.key(case_key(after.id), CASE),
            "UpdateExpression": "SET " + ", ".join(f"{name} = :{name[1:]}" for name in known),
            "ConditionExpression": f"person = :person AND #state IN ({', '.join(states)})",
            "ExpressionAttributeNames": {name: pair[0] for name, pair in known.items()},
            "ExpressionAttributeValues": to_item({**values, **states, ":person": after.person}),
        }
    }


def submit_case(people: str, after: Case) -> dict[str, Any]:
    """The write by which a case is handed in, if its face is still the picture that `after` has: the
    capture session is that picture's."""
    write, face = update_case(people, after, State.COLLECTING), after.pictures[Slot.FACE]
    update = write["Update"]
    update["ConditionExpression"] += " AND face_key = :face_key AND face_version = :face_version"
    update["ExpressionAttributeValues"] |= to_item(
        {":face_key": face.key, ":face_version": face.version}
    )
    return write


def account_is_active(people: str, person: str) -> dict[str, Any]:
    """The condition that an account may act: an account that was cancelled meanwhile may not."""
    return {
        "ConditionCheck": {
            "TableName": people,
            "Key": dynamodb.key(person_key(person), ACCOUNT),
            "ConditionExpression": "#status = :active",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": to_item({":active": "active"}),
        }
    }


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else milliseconds(moment)


def _moment(item: Item, name: str) -> datetime | None:
    return moment_of_ms(item[name]) if name in item else None
