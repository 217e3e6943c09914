"""docs/openapi.json is what the catalogue and the handlers say today."""

import json

import pytest

from infra.catalogue import ROUTES
from tools.openapi import TARGET, contracts_of_handlers, document, text_of, undescribed

DOCUMENT = document()


def test_the_document_is_up_to_date():
    assert TARGET.read_text("utf-8") == text_of(DOCUMENT), "run: make openapi"


def test_every_route_that_programs_call_is_described():
    assert undescribed() == []


def test_no_contract_describes_a_route_that_does_not_exist():
    assert contracts_of_handlers().keys() <= {route.key for route in ROUTES}


def test_every_reference_leads_somewhere():
    schemas = DOCUMENT["components"]["schemas"]
    text = json.dumps(DOCUMENT)

    named = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert named == set(schemas)


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_operation_may_be_refused_by_a_problem_of_its_kind(path: str):
    for operation in DOCUMENT["paths"][path].values():
        (media_type,) = operation["responses"]["4XX"]["content"]
        assert media_type == (
            "application/problem+json" if path.startswith("/v1/") else "application/json"
        )
