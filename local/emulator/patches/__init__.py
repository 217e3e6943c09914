"""What ministack 1.5.33 lacks, one small function each.

Every patch says why it is there, and `tests/local/test_emulator_patches.py` runs the emulator with
it left out: when the unpatched emulator behaves, that test fails and the patch can go.
`LLAVE_EMULATOR_UNPATCHED` (comma separated names) leaves patches out.
"""

import os
from collections.abc import Callable

from local.emulator.patches import (
    api_events,
    permissions,
    python_runtime,
    resources,
    streams,
    task_tokens,
)

PATCHES: tuple[Callable[[], None], ...] = (
    python_runtime.run_python_through_the_runtime_api,
    python_runtime.answer_without_delay,
    api_events.give_cookies_as_aws_does,
    api_events.answer_lambda_errors_as_aws_does,
    api_events.route_options_without_cors,
    permissions.resolve_kms_encryption_context,
    permissions.name_the_identity_a_mail_is_sent_from,
    permissions.name_a_role_as_principal,
    permissions.take_the_loopback_for_a_secure_transport,
    streams.give_up_a_poisoned_batch,
    streams.begin_streams_anew_after_a_restart,
    resources.accept_web_acl_associations,
    resources.accept_malware_protection_plans,
    task_tokens.name_the_machine_of_a_token,
    task_tokens.fail_the_task_whose_function_fails,
)


def apply() -> None:
    left_out = set(os.environ.get("LLAVE_EMULATOR_UNPATCHED", "").split(","))
    for patch in PATCHES:
        if patch.__name__ not in left_out:
            patch()
