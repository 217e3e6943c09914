"""Pictures that came along from the case before, in the case's item."""

from llave.adapters import dynamodb
from llave.adapters.case_items import CASE, case_key, case_of
from llave.adapters.dynamodb import to_item
from llave.documents.cases import Case, Picture, State, WrongState
from llave.documents.kinds import Slot
from llave.errors import NotFound


class CarriedTable:
    """Their replacement by copies, and their removal."""

    def __init__(self, people: str) -> None:
        self._people = people

    def settle(self, case: Case, slot: Slot, own: Picture) -> Case:
        """Keep the case's own copy; a second copy changes nothing."""
        carried = case.pictures[slot]
        try:
            item = dynamodb.update(
                self._people,
                case_key(case.id),
                CASE,
                UpdateExpression="SET #key = :key, #version = :version",
                ConditionExpression="#key = :carried",
                ExpressionAttributeNames=_names(slot),
                ExpressionAttributeValues=to_item(
                    {":key": own.key, ":version": own.version, ":carried": carried.key}
                ),
            )
        except dynamodb.ConditionFailed:
            return self._standing(case.id)
        return case_of(item)

    def drop(self, case: Case, slot: Slot) -> Case:
        """Take it out of a case that is still being photographed for."""
        try:
            item = dynamodb.update(
                self._people,
                case_key(case.id),
                CASE,
                UpdateExpression="REMOVE #key, #version",
                ConditionExpression="#state = :collecting AND #key = :carried",
                ExpressionAttributeNames={**_names(slot), "#state": "state"},
                ExpressionAttributeValues=to_item(
                    {":collecting": State.COLLECTING.value, ":carried": case.pictures[slot].key}
                ),
            )
        except dynamodb.ConditionFailed:
            raise WrongState("handed in meanwhile") from None
        return case_of(item)

    def _standing(self, case: str) -> Case:
        item = dynamodb.get(self._people, case_key(case), CASE)
        if item is None:
            raise NotFound("case")
        return case_of(item)


def _names(slot: Slot) -> dict[str, str]:
    return {"#key": f"{slot.value}_key", "#version": f"{slot.value}_version"}
