"""The jobs of `operate`, by the name that a schedule or an operator calls them by."""

from collections.abc import Mapping

from functions.operate import keys, outbox, registry, staff
from functions.operate.doing import Job

JOBS: Mapping[str, Job] = {
    "add-postal-code": registry.add_postal_code,
    "bootstrap-operators": staff.bootstrap_operators,
    "check-keyring": keys.check,
    "check-staff-chain": staff.check_chain,
    "ensure-keys": keys.ensure,
    "register-client": registry.register_client,
    "retire-secret": keys.retire_secret,
    "revoke-signing-key": keys.revoke_signing_key,
    "rotate-keyring": keys.rotate_keyring,
    "rotate-signing-keys": keys.rotate_signing_keys,
    "sweep-outbox": outbox.sweep,
}
