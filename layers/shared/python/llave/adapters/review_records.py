"""Reviews in the staff table: `REVIEWS` / `CASE#<case>`, and `EXCUSES#<reviewer>` / `<day>`, which counts
what she gave back. Hundreds are open at a time, not millions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.chain import ChainTable
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.adapters.signin import batch_get
from llave.documents.workflow import Verdict
from llave.staff.chain import Line
from llave.staff.reviews import MOST_EXCUSES, Changed, Finding, Look, Review, TooManyExcuses

REVIEWS = "REVIEWS"
# What stays is the chain, the evidence and the case; this is only who has it in hand.
KEPT = timedelta(days=90)
# What BatchGetItem takes.
MOST_AT_ONCE = 100
# A day is one of the capital, whose clocks stay the same all year since 2022.
CAPITAL = timezone(timedelta(hours=-6))


class ReviewRecordsTable:
    """Reading and writing reviews, each write with its line in the chain."""

    def __init__(self, staff: str, chain: ChainTable) -> None:
        self._staff = staff
        self._chain = chain

    def get(self, case: str) -> Review:
        """The review of a case; a new one when nobody looked yet."""
        item = dynamodb.get(self._staff, REVIEWS, f"CASE#{case}")
        return _review(item) if item else Review(case)

    def of(self, cases: Iterable[str]) -> dict[str, Review]:
        """Those of several cases, by case. By their keys: what was reviewed before stays a while."""
        wanted = list(cases)
        known = {case: Review(case) for case in wanted}
        for start in range(0, len(wanted), MOST_AT_ONCE):
            keys = [(REVIEWS, f"CASE#{case}") for case in wanted[start : start + MOST_AT_ONCE]]
            for review in map(_review, batch_get({self._staff: keys}).values()):
                known[review.case] = review
        return known

    def write(self, before: Review, after: Review, line: Line) -> Review:
        """Write what was made of a review; raises Changed."""
        return self._write(before, after, line, [])

    def excuse(self, before: Review, after: Review, line: Line) -> Review:
        """The same, counted among what `line.who` gave back that day; raises Changed, TooManyExcuses."""
        return self._write(before, after, line, [{"Update": self._count(line)}])

    def _write(
        self, before: Review, after: Review, line: Line, more: Sequence[Mapping[str, Any]]
    ) -> Review:
        written = replace(after, version=before.version + 1)
        put: dict[str, Any] = {
            "TableName": self._staff,
            "Item": to_item(_item(written, line.at)),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        if before.version:
            put["ConditionExpression"] = "#version = :version"
            put["ExpressionAttributeNames"] = {"#version": "version"}
            put["ExpressionAttributeValues"] = to_item({":version": before.version})
        try:
            self._chain.with_line(line, [{"Put": put}, *more])
        except dynamodb.ConditionFailed as failed:
            if 0 in failed.failed:
                raise Changed("another write came first") from None
            raise TooManyExcuses("as many as anybody may today") from None
        return written

    def _count(self, line: Line) -> dict[str, Any]:
        values = {":one": 1, ":most": MOST_EXCUSES, ":end": seconds(line.at + timedelta(days=2))}
        day = line.at.astimezone(CAPITAL).date().isoformat()
        return {
            "TableName": self._staff,
            "Key": dynamodb.key(f"EXCUSES#{line.who}", day),
            "UpdateExpression": "ADD used :one SET expires_at = :end",
            "ConditionExpression": "attribute_not_exists(used) OR used < :most",
            "ExpressionAttributeValues": to_item(values),
        }


def _item(review: Review, now: datetime) -> Item:
    return {
        "pk": REVIEWS,
        "sk": f"CASE#{review.case}",
        "assigned": review.assigned,
        "assigned_at": _ms(review.assigned_at),
        "looks": [
            {"reviewer": one.reviewer, "finding": one.finding.value, "at": milliseconds(one.at)}
            for one in review.looks
        ],
        "excused": sorted(review.excused),
        "outcome": review.outcome.value if review.outcome else None,
        "reasons": list(review.reasons),
        "contest_until": _ms(review.contest_until),
        "answered": review.answered,
        "version": review.version,
        "expires_at": seconds(now + KEPT),
    }


def _review(item: Item) -> Review:
    return Review(
        case=item["sk"].partition("#")[2],
        assigned=item.get("assigned"),
        assigned_at=_moment(item, "assigned_at"),
        looks=tuple(
            Look(one["reviewer"], Finding(one["finding"]), moment_of_ms(one["at"]))
            for one in item["looks"]
        ),
        excused=frozenset(item["excused"]),
        outcome=Verdict(item["outcome"]) if "outcome" in item else None,
        reasons=tuple(item["reasons"]),
        contest_until=_moment(item, "contest_until"),
        answered=item.get("answered"),
        version=item["version"],
    )


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else milliseconds(moment)


def _moment(item: Item, name: str) -> datetime | None:
    return moment_of_ms(item[name]) if name in item else None
