"""Passkeys of the made-up staff: made with a code of the app, kept until the issuer stops."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_urlsafe

from llave.people import passkeys
from llave.people.factors import Passkey
from llave.people.passkeys import Site


@dataclass(slots=True)
class Passkeys:
    """By subject; a nonce serves once."""

    site: Site
    kept: dict[str, tuple[Passkey, ...]] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)

    def to_create(self, subject: str) -> str:
        """What the browser is asked."""
        nonce = self._new_nonce(subject)
        return passkeys.creation_options(
            self.site, subject, subject, nonce, self.kept.get(subject, ())
        )

    def keep(self, subject: str, answer: str, now: datetime) -> None:
        """What the browser made; raises PasskeyRefused."""
        made = passkeys.made(self.site, answer, self.nonces.pop(subject, ""), now)
        self.kept[subject] = (*self.kept.get(subject, ()), made)

    def to_use(self, subject: str) -> str:
        """What the browser is asked."""
        nonce = self._new_nonce(subject)
        return passkeys.request_options(self.site, nonce, self.kept.get(subject, ()))

    def amr(self, subject: str, answer: str) -> list[str]:
        """How she showed who she is (RFC 8176); raises PasskeyWrong."""
        mine = self.kept.get(subject, ())
        seen = passkeys.checked(self.site, answer, self.nonces.pop(subject, ""), mine)
        used = replace(seen.passkey, sign_count=seen.sign_count)
        self.kept[subject] = (*(one for one in mine if one.key != used.key), used)
        return ["swk" if used.synced else "hwk", "user", "mfa"]

    def _new_nonce(self, subject: str) -> str:
        self.nonces[subject] = token_urlsafe(32)
        return self.nonces[subject]
