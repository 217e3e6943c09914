"""Roles of the staff, in their own table: `MEMBERS` / `STAFF#<id>` and `BEGUN`, `GRANTS` / `GRANT#<id>`."""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.chain import ChainTable
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.staff.chain import Line
from llave.staff.members import AlreadyBegun, Grant, GrantGone, Member, Role

MEMBERS, BEGUN, GRANTS = "MEMBERS", "BEGUN", "GRANTS"


class MembersTable:
    """Roles, and proposals to change them."""

    def __init__(self, staff: str, chain: ChainTable) -> None:
        self._staff = staff
        self._chain = chain

    def get(self, staff: str) -> Member | None:
        """The member of that id."""
        item = dynamodb.get(self._staff, MEMBERS, f"STAFF#{staff}")
        return _member(item) if item else None

    def all(self) -> tuple[Member, ...]:
        """Everybody who has or had a role."""
        return tuple(_member(item) for item in dynamodb.query(self._staff, MEMBERS, "STAFF#"))

    def begin(self, operators: tuple[Member, ...], line: Line) -> None:
        """Keep the first operators, once ever; raises AlreadyBegun."""
        begun = {"pk": MEMBERS, "sk": BEGUN, "at": milliseconds(line.at)}
        writes = [self._put(begun), *(self._put(_member_item(one)) for one in operators)]
        try:
            self._chain.with_line(line, writes)
        except dynamodb.ConditionFailed:
            raise AlreadyBegun("operators") from None

    def proposals(self, now: datetime) -> tuple[Grant, ...]:
        """What waits for a second operator, the oldest first."""
        found = [_grant(item) for item in dynamodb.query(self._staff, GRANTS, "GRANT#")]
        return tuple(sorted((g for g in found if now < g.expires_at), key=lambda g: g.proposed_at))

    def propose(self, grant: Grant, line: Line) -> None:
        """Keep a proposal."""
        self._chain.with_line(line, [self._put(_grant_item(grant))])

    def confirm(self, grant: Grant, after: Member, line: Line, stay: tuple[str, ...]) -> None:
        """Write the roles and forget the proposal, at once; raises GrantGone."""
        before = self.get(after.id)
        roles = sorted(role.value for role in before.roles) if before else []
        put = self._put(_member_item(after))["Put"]
        put["ConditionExpression"] = "attribute_not_exists(pk) OR #roles = :roles"
        put["ExpressionAttributeNames"] = {"#roles": "roles"}
        put["ExpressionAttributeValues"] = to_item({":roles": roles})
        gone = {
            "TableName": self._staff,
            "Key": dynamodb.key(GRANTS, f"GRANT#{grant.id}"),
            "ConditionExpression": "attribute_exists(pk)",
        }
        try:
            others = [self._stays(staff) for staff in stay if staff != after.id]
            self._chain.with_line(line, [{"Delete": gone}, {"Put": put}, *others])
        except dynamodb.ConditionFailed:
            raise GrantGone("confirmed already, or changed meanwhile") from None

    def _stays(self, staff: str) -> dict[str, Any]:
        return {
            "ConditionCheck": {
                "TableName": self._staff,
                "Key": dynamodb.key(MEMBERS, f"STAFF#{staff}"),
                "ConditionExpression": "contains(#roles, :operator)",
                "ExpressionAttributeNames": {"#roles": "roles"},
                "ExpressionAttributeValues": to_item({":operator": Role.OPERATOR.value}),
            }
        }

    def _put(self, item: Item) -> dict[str, Any]:
        condition = "attribute_not_exists(pk)"
        return {
            "Put": {
                "TableName": self._staff,
                "Item": to_item(item),
                "ConditionExpression": condition,
            }
        }


def _member_item(member: Member) -> Item:
    return {
        "pk": MEMBERS,
        "sk": f"STAFF#{member.id}",
        "subject": member.subject,
        "roles": sorted(role.value for role in member.roles),
        "curp": list(member.curp),
    }


def _member(item: Item) -> Member:
    return Member(
        id=item["sk"].partition("#")[2],
        subject=item["subject"],
        roles=frozenset(Role(role) for role in item["roles"]),
        curp=tuple(item.get("curp", ())),
    )


def _grant_item(grant: Grant) -> Item:
    return {
        "pk": GRANTS,
        "sk": f"GRANT#{grant.id}",
        "staff": grant.staff,
        "subject": grant.subject,
        "role": grant.role.value,
        "gives": grant.gives,
        "proposed_by": grant.proposed_by,
        "proposed_at": milliseconds(grant.proposed_at),
        "expires_at": seconds(grant.expires_at),
    }


def _grant(item: Item) -> Grant:
    return Grant(
        id=item["sk"].partition("#")[2],
        staff=item["staff"],
        subject=item["subject"],
        role=Role(item["role"]),
        gives=item["gives"],
        proposed_by=item["proposed_by"],
        proposed_at=moment_of_ms(item["proposed_at"]),
    )
