"""What the local cloud sent: mails and text messages, kept in a store that survives restarts.

The emulator forgets its inboxes when it stops; it is read on every look, and every few seconds.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

MAILS = "/_ministack/ses/messages"
TEXTS = "/_ministack/sns/sms-messages"
SCHEMA = """
create table if not exists message (
    number integer primary key autoincrement,
    id text unique not null,
    channel text not null, "to" text not null,
    subject text not null, text text not null, html text, at text not null
)
"""
INSERT = """
insert or ignore into message (id, channel, "to", subject, text, html, at)
values (?, ?, ?, ?, ?, ?, ?)
"""
SELECT = """
select channel, "to", subject, text, html, at from message
where ?1 is null or "to" = ?1 order by number
"""


@dataclass(frozen=True, slots=True)
class Message:
    """`channel` is "email" or "sms"; `at` is ISO 8601 in UTC."""

    channel: str
    to: str
    subject: str
    text: str
    html: str | None
    at: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Inbox:
    """Oldest first. Reading twice is harmless: each message is known by the emulator's id."""

    def __init__(self, path: Path, emulator: str, session: aiohttp.ClientSession) -> None:
        self._store = sqlite3.connect(path, isolation_level=None)
        self._store.execute(SCHEMA)
        self._emulator = emulator
        self._session = session

    async def collect(self) -> None:
        try:
            mails = await self._read(MAILS)
            texts = await self._read(TEXTS)
        except (aiohttp.ClientError, TimeoutError):
            return  # the emulator is starting or stopping: the next look will find them
        for number, message in [*_mails(mails), *_texts(texts)]:
            self._store.execute(INSERT, (number, *asdict(message).values()))

    def messages(self, to: str | None) -> list[Message]:
        return [Message(*row) for row in self._store.execute(SELECT, (to,))]

    def close(self) -> None:
        self._store.close()

    async def _read(self, path: str) -> dict[str, Any]:
        async with self._session.get(self._emulator + path) as answer:
            found: dict[str, Any] = await answer.json()
            return found


def _mails(found: dict[str, Any]) -> Iterator[tuple[str, Message]]:
    for account in found["messages"].values():
        for mail in account:
            at = datetime.fromtimestamp(mail["Timestamp"], UTC).isoformat(timespec="milliseconds")
            for to in mail["To"]:
                yield (
                    f"{mail['MessageId']} {to}",
                    Message(
                        "email", to, mail["Subject"], mail["BodyText"], mail["BodyHtml"] or None, at
                    ),
                )


def _texts(found: dict[str, Any]) -> Iterator[tuple[str, Message]]:
    """SNS keeps no time of a text message: the time it was first seen stands for it."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    for phone, sent in found["sms_messages"].items():
        for text in sent:
            yield text["MessageId"], Message("sms", phone, "", text["Message"], None, at)
