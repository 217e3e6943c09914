"""Second steps under way as items of the sessions table.

`CHALLENGE#<fingerprint of the cookie>` / `CHALLENGE`: id, person, nonce, created_at (epoch ms), amr,
auth_time, version (of the password), choice, device (a known one), replaces, continues, code (the id
of the newest text message's code), code_at, codes, attempts, spent_at, expires_at.
"""

from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.people.challenges import Challenge, First
from llave.people.devices import Device, DeviceChoice

CHALLENGE = "CHALLENGE"


def challenge_key(key: str) -> str:
    """The partition key of a challenge, by the fingerprint of its cookie."""
    return f"CHALLENGE#{key}"


def challenge_item(challenge: Challenge) -> Item:
    """The challenge as an item, when it is opened."""
    first = challenge.first
    return {
        "pk": challenge_key(challenge.key),
        "sk": CHALLENGE,
        "id": challenge.id,
        "person": challenge.person,
        "nonce": challenge.nonce,
        "created_at": milliseconds(challenge.created_at),
        "amr": list(first.amr),
        "auth_time": milliseconds(first.auth_time),
        "version": first.version,
        "choice": first.choice.value if first.choice else None,
        "device": first.device.key if first.device else None,
        "replaces": first.replaces,
        "continues": first.continues,
        "codes": challenge.codes,
        "attempts": challenge.attempts,
        "expires_at": seconds(challenge.expires_at),
    }


def challenge_of(item: Item) -> Challenge:
    """The challenge in an item."""
    code_at, spent_at = item.get("code_at"), item.get("spent_at")
    return Challenge(
        id=item["id"],
        key=item["pk"].partition("#")[2],
        person=item["person"],
        first=_first_of(item),
        nonce=item["nonce"],
        created_at=moment_of_ms(item["created_at"]),
        code=item.get("code"),
        code_at=moment_of_ms(code_at) if code_at else None,
        codes=item["codes"],
        attempts=item["attempts"],
        spent_at=moment_of_ms(spent_at) if spent_at else None,
    )


def _first_of(item: Item) -> First:
    auth_time = moment_of_ms(item["auth_time"])
    choice, device = item.get("choice"), item.get("device")
    return First(
        amr=tuple(item["amr"]),
        auth_time=auth_time,
        version=item["version"],
        choice=DeviceChoice(choice) if choice else None,
        device=Device(item["person"], device, item["version"], auth_time) if device else None,
        replaces=item.get("replaces"),
        continues=item["continues"],
    )
