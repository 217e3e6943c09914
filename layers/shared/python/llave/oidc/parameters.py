"""Parameters of a request that may have to be refused by redirect: what is wrong with one must not
hide the others, because the client and its address decide where the error goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from llave.oidc.errors import NotTrusted

LONGEST = 4096
MOST = 100


@dataclass(frozen=True, slots=True)
class Parameters:
    """`faulty` names what came twice, is too long or is no UTF-8; it is absent from `values`."""

    values: Mapping[str, str]
    faulty: frozenset[str] = frozenset()

    @classmethod
    def read(cls, encoded: str) -> "Parameters":
        """Decode urlencoded pairs; raises NotTrusted when there are absurdly many."""
        pairs = encoded.split("&", MOST)
        if len(pairs) > MOST:
            raise NotTrusted("too many parameters")
        values: dict[str, str] = {}
        faulty: set[str] = set()
        for pair in pairs:
            raw_name, _, raw_value = pair.partition("=")
            name = _decoded(raw_name)
            if not name:
                continue
            value = _decoded(raw_value)
            if value is None or len(value) > LONGEST or name in values:
                faulty.add(name)
            # A parameter without a value counts as absent (RFC 6749, 3.1).
            elif value:
                values[name] = value
        sound = {name: value for name, value in values.items() if name not in faulty}
        return cls(sound, frozenset(faulty))

    def get(self, name: str) -> str | None:
        """The value, or None when it is absent or faulty."""
        return self.values.get(name)


def _decoded(text: str) -> str | None:
    try:
        return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        return None
