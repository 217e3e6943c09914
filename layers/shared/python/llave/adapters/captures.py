"""Capture sessions in the sessions table: `CAPTURE#<key>` / `CAPTURE`.

What was begun and not used goes after an hour; what was used stays until its case is decided.
"""

from datetime import datetime, timedelta

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.documents.capture import CaptureSession, CaptureSpent, Challenge

CAPTURE = "CAPTURE"
UNUSED_LIFE = timedelta(hours=1)
# A case may wait for a registry and for a reviewer.
USED_LIFE = timedelta(days=60)


class CapturesTable:
    """Beginning, reading and spending sessions."""

    def __init__(self, sessions: str) -> None:
        self._sessions = sessions

    def begin(self, session: CaptureSession) -> None:
        """Keep a new session."""
        dynamodb.put_once(
            self._sessions,
            {
                "pk": f"CAPTURE#{session.key}",
                "sk": CAPTURE,
                "person": session.person,
                "case": session.case,
                "challenges": [challenge.value for challenge in session.challenges],
                "begun_at": milliseconds(session.begun_at),
                "expires_at": seconds(session.begun_at + UNUSED_LIFE),
            },
        )

    def get(self, key: str) -> CaptureSession | None:
        """The session with that key, spent or not."""
        item = dynamodb.get(self._sessions, f"CAPTURE#{key}", CAPTURE)
        return _session_of(item) if item else None

    def spend(self, key: str, person: str, case: str, now: datetime) -> CaptureSession:
        """Use a session, once, for the case it was begun for; raises CaptureSpent."""
        session = self.get(key)
        if session is None or now >= session.expires_at:
            raise CaptureSpent("none such, or over")
        try:
            item = dynamodb.update(
                self._sessions,
                f"CAPTURE#{key}",
                CAPTURE,
                UpdateExpression="SET spent_at = :now, expires_at = :kept",
                ConditionExpression=(
                    "person = :person AND #case = :case AND attribute_not_exists(spent_at)"
                ),
                ExpressionAttributeNames={"#case": "case"},
                ExpressionAttributeValues=to_item(
                    {
                        ":now": milliseconds(now),
                        ":kept": seconds(now + USED_LIFE),
                        ":person": person,
                        ":case": case,
                    }
                ),
            )
        except dynamodb.ConditionFailed:
            raise CaptureSpent("spent, or another's") from None
        return _session_of(item)


def _session_of(item: Item) -> CaptureSession:
    spent = item.get("spent_at")
    return CaptureSession(
        key=item["pk"].partition("#")[2],
        person=item["person"],
        case=item["case"],
        challenges=tuple(Challenge(name) for name in item["challenges"]),
        begun_at=moment_of_ms(item["begun_at"]),
        spent_at=None if spent is None else moment_of_ms(spent),
    )
