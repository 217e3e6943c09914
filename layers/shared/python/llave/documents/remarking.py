"""The marks of a case (llave.documents.reuse) out of what was kept of it: when it is decided, and again
when a secret of the marks is replaced."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from llave.documents.kinds import DocumentKind
from llave.documents.readings import Field, IdentityReading
from llave.documents.reuse import Marks, Portrait, marks
from llave.people.keyring import Keyring, Purpose, Secret
from llave.people.rekeying import Rotation
from llave.people.vault import PersonKey

# The readings that marks are made of.
NEEDED = frozenset({"identity", "face"})


@dataclass(frozen=True, slots=True)
class Remarked:
    """Keys of guards and portraits, each under the old and under the new version."""

    guards: tuple[tuple[str, str], ...]
    portraits: tuple[tuple[Portrait, Portrait], ...]


@dataclass(frozen=True, slots=True)
class OneVersion:
    """A keyring in which one version of one purpose lives."""

    keyring: Keyring
    purpose: Purpose
    number: int

    def live(self, purpose: Purpose) -> tuple[Secret, ...]:
        """That version, or the newest of another purpose."""
        if purpose is not self.purpose:
            return self.keyring.live(purpose)[:1]
        return (self.keyring.version(purpose, self.number),)

    def version(self, purpose: Purpose, version: int) -> Secret:
        """Any version."""
        return self.keyring.version(purpose, version)


def marks_in(kind: DocumentKind, said: Mapping[str, Any], keyring: Keyring) -> Marks:
    """What the documents of a case leave behind; `said` are its readings by name."""
    identity, face = IdentityReading.from_json(said["identity"]), said["face"]
    portrait = int(face["portrait"], 16) if face["portrait"] else None
    return marks(kind, identity.value(Field.NUMBER), face["images"], portrait, keyring)


def marks_kept(
    kind: DocumentKind, sealed: Mapping[str, bytes], key: PersonKey, keyring: Keyring
) -> Marks | None:
    """The same out of sealed readings; None when it was never read, and left nothing."""
    said = said_in(sealed, key)
    return marks_in(kind, said, keyring) if said else None


def said_in(sealed: Mapping[str, bytes], key: PersonKey) -> Mapping[str, Any] | None:
    """The readings that marks are made of, None when one was not kept."""
    if not sealed.keys() >= NEEDED:
        return None
    return {name: json.loads(key.unseal(f"reading:{name}", sealed[name])) for name in NEEDED}


def remarked(
    rotation: Rotation, kind: DocumentKind, said: Mapping[str, Any], keyring: Keyring
) -> Remarked:
    """What of a case stands under the purpose that is replaced."""
    old, new = (
        marks_in(kind, said, OneVersion(keyring, rotation.purpose, number))
        for number in (rotation.old, rotation.new)
    )
    portraits = zip(old.portraits, new.portraits, strict=True)
    return Remarked(
        guards=tuple(pair for pair in zip(old.keys, new.keys, strict=True) if pair[0] != pair[1]),
        portraits=tuple(pair for pair in portraits if pair[0] != pair[1]),
    )
