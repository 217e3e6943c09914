"""Who of the staff is signed in, in their own table: `SESSION#<fingerprint>` / `SESSION`,
`SIGNIN#<fingerprint>` / `SIGNIN`."""

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.people.names import PersonName
from llave.staff.sessions import StaffSession
from llave.staff.workforce import SignIn

SESSION, SIGNIN = "SESSION", "SIGNIN"


class StaffSessionsTable:
    """Sessions of the staff, and their sign-ins under way."""

    def __init__(self, staff: str) -> None:
        self._staff = staff

    def begin(self, session: StaffSession) -> None:
        """Keep a new session."""
        dynamodb.put_once(self._staff, _session_item(session))

    def get(self, key: str) -> StaffSession | None:
        """The session whose cookie has this fingerprint."""
        item = dynamodb.get(self._staff, f"SESSION#{key}", SESSION)
        return _session(item) if item else None

    def touch(self, session: StaffSession) -> None:
        """Keep its last use; one that has ended meanwhile stays ended."""
        try:
            dynamodb.update(
                self._staff,
                f"SESSION#{session.key}",
                SESSION,
                UpdateExpression="SET last_seen = :seen, expires_at = :ends",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues=to_item(
                    {
                        ":seen": milliseconds(session.last_seen),
                        ":ends": seconds(session.ends_at),
                    }
                ),
            )
        except dynamodb.ConditionFailed:
            return

    def end(self, key: str) -> None:
        """Forget it."""
        dynamodb.client().delete_item(
            TableName=self._staff, Key=dynamodb.key(f"SESSION#{key}", SESSION)
        )


class SignInsTable:
    """Sign-ins under way."""

    def __init__(self, staff: str) -> None:
        self._staff = staff

    def begin(self, sign_in: SignIn) -> None:
        """Keep one."""
        item = {
            "pk": f"SIGNIN#{sign_in.key}",
            "sk": SIGNIN,
            "browser": sign_in.browser,
            "nonce": sign_in.nonce,
            "verifier": sign_in.verifier,
            "begun_at": milliseconds(sign_in.begun_at),
            "expires_at": seconds(sign_in.expires_at),
        }
        dynamodb.put_once(self._staff, item)

    def take(self, key: str) -> SignIn | None:
        """The one with that key, which is gone from then on: one deletion gets it."""
        answer = dynamodb.client().delete_item(
            TableName=self._staff,
            Key=dynamodb.key(f"SIGNIN#{key}", SIGNIN),
            ReturnValues="ALL_OLD",
        )
        if not answer.get("Attributes"):
            return None
        item = dynamodb.from_item(answer["Attributes"])
        begun = moment_of_ms(item["begun_at"])
        return SignIn(key, item["browser"], item["nonce"], item["verifier"], begun)


def _session_item(session: StaffSession) -> Item:
    return {
        "pk": f"SESSION#{session.key}",
        "sk": SESSION,
        "staff": session.staff,
        "subject": session.subject,
        "created_at": milliseconds(session.created_at),
        "last_seen": milliseconds(session.last_seen),
        "amr": list(session.amr),
        "given_names": session.name.given_names,
        "first_surname": session.name.first_surname,
        "second_surname": session.name.second_surname,
        "curp": list(session.curp),
        "expires_at": seconds(session.ends_at),
    }


def _session(item: Item) -> StaffSession:
    return StaffSession(
        key=item["pk"].partition("#")[2],
        staff=item["staff"],
        subject=item["subject"],
        created_at=moment_of_ms(item["created_at"]),
        last_seen=moment_of_ms(item["last_seen"]),
        amr=tuple(item["amr"]),
        name=PersonName(item["given_names"], item["first_surname"], item.get("second_surname")),
        curp=tuple(item["curp"]),
    )
