"""Remembered devices in the people table.

`PERSON#<id>` / `DEVICE#<sha256 of the cookie>`: version (of the password), failures (consecutive),
remembered_at, used_at (epoch ms), expires_at.
"""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.people.devices import DEVICE_LIFE, MOST_DEVICE_FAILURES, Device


def put_device(table: str, device: Device) -> dict[str, Any]:
    """The write that remembers a device."""
    item = {
        "pk": person_key(device.person),
        "sk": _sk(device.key),
        "version": device.version,
        "failures": 0,
        "remembered_at": milliseconds(device.remembered_at),
        "used_at": milliseconds(device.remembered_at),
        "expires_at": seconds(device.remembered_at + DEVICE_LIFE),
    }
    return {"Put": {"TableName": table, "Item": dynamodb.to_item(item)}}


def used_device(table: str, device: Device, now: datetime) -> dict[str, Any]:
    """The write of a sign-in from a known device: its lane is free again, its life longer."""
    values = {":none": 0, ":now": milliseconds(now), ":end": seconds(now + DEVICE_LIFE)}
    return {
        "Update": {
            "TableName": table,
            "Key": dynamodb.key(person_key(device.person), _sk(device.key)),
            "UpdateExpression": "SET failures = :none, used_at = :now, expires_at = :end",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": dynamodb.to_item(values),
        }
    }


def forget_device(table: str, device: Device) -> dict[str, Any]:
    """The write that forgets a device."""
    key = dynamodb.key(person_key(device.person), _sk(device.key))
    return {"Delete": {"TableName": table, "Key": key}}


class DevicesTable:
    """Counting attempts on known devices."""

    def __init__(self, table: str) -> None:
        self._table = table

    def attempt(self, person: str, key: str, now: datetime) -> Device | None:
        """Count one attempt on the lane; None when the device is not known or its lane is spent."""
        try:
            item = dynamodb.update(
                self._table,
                person_key(person),
                _sk(key),
                UpdateExpression="ADD failures :one",
                # TTL deletes late.
                ConditionExpression="failures < :most AND expires_at > :now",
                ExpressionAttributeValues=dynamodb.to_item(
                    {":one": 1, ":most": MOST_DEVICE_FAILURES, ":now": seconds(now)}
                ),
            )
        except dynamodb.ConditionFailed:
            return None
        return _device_of(item)


def _sk(key: str) -> str:
    return f"DEVICE#{key}"


def _device_of(item: Item) -> Device:
    return Device(
        person=item["pk"].partition("#")[2],
        key=item["sk"].partition("#")[2],
        version=item["version"],
        remembered_at=moment_of_ms(item["remembered_at"]),
    )
