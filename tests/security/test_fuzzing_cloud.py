"""Schemathesis makes requests out of the OpenAPI document, right and wrong ones: none brings a 5xx."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from local.front.rules import LOCAL_SECRET
from tests.security.insider import Insider, any_address, begin
from tools.openapi import document

EXAMPLES = 40
SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = {
    found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)
}
# The same requests each time; whatever they found once they find again.
FIXED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


# Without a body or a query there is nothing that could be wrong.
MODES = [
    (label, mode)
    for label, operation in OPERATIONS.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation.body or operation.query
]


@pytest.mark.parametrize(("label", "mode"), MODES)
def test_no_request_of_the_document_and_none_beside_it_brings_a_5xx(
    inside: Insider, label: str, mode: GenerationMode
) -> None:
    api, operation = inside.api, OPERATIONS[label]
    token = {"authorization": f"Bearer {begin()}"} if "/v1/registration/" in label else {}
    cases: st.SearchStrategy[Any] = operation.as_strategy(generation_mode=mode)

    @FIXED
    @given(case=cases)
    def try_one(case: Any) -> None:
        edge = {"x-llave-origin-secret": LOCAL_SECRET, "x-llave-viewer-address": any_address()}
        answer = case.call(base_url=api, headers=edge | token)
        # The simulated RENAPO is up, so that even a 503 would be ours.
        assert answer.status_code < 500, f"{label}: {answer.status_code} {answer.text[:300]}"
        assert "Traceback" not in answer.text

    try_one()
