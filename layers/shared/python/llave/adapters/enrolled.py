"""Everything that a person has enrolled beside her password, read from the people table."""

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import moment_of_ms
from llave.adapters.factor_items import CODES, PREFIX, SMS, TOTP, codes_of, passkey_of, totp_of
from llave.people.factors import Enrolled, Sms


def enrolled_in(people: str, person: str) -> Enrolled:
    """What a person has enrolled, recovery codes included."""
    items = dynamodb.query(people, person_key(person), PREFIX)
    codes = dynamodb.get(people, person_key(person), CODES)
    found = {item["sk"]: item for item in items}
    passkeys = [item for sk, item in found.items() if sk.startswith(f"{PREFIX}passkey#")]
    return Enrolled(
        passkeys=tuple(sorted(map(passkey_of, passkeys), key=lambda one: one.created_at)),
        totp=totp_of(found[TOTP]) if TOTP in found else None,
        sms=Sms(moment_of_ms(found[SMS]["created_at"])) if SMS in found else None,
        codes=codes_of(codes) if codes else None,
    )
