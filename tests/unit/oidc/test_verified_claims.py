"""Verified claims: what is asked, what is told, and that it fits the published schema."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from functions.validate.flow import discovery, schema
from llave.documents.kinds import BillKind, DocumentKind
from llave.documents.standing import Registry
from llave.oidc.asking import Unreadable, asked_claims
from llave.oidc.assurance import CLAIMS, ELEMENTS, EVIDENCE, Ask, Wanted
from llave.oidc.supported import Way
from llave.oidc.verified_claims import BILLS, DOCUMENTS, RECORDS, verified_claims
from llave.people.evidence import Evidence, Strength

AT = datetime(2026, 11, 21, 23, 59, 58, tzinfo=UTC)
EVERYTHING = Ask(CLAIMS, ELEMENTS)
GIVEN = {
    "given_name": "MARÍA",
    "family_name": "HERNÁNDEZ GARCÍA",
    "birthdate": "1956-04-27",
    "curp": "HEGG560427MVZRRL04",
    "email": "guadalupe@correo.test",
}
RECORD = Evidence(
    id="e1",
    person="p1",
    case="c1",
    document="ine",
    bill="electricity",
    registries=("renapo", "ine"),
    reviewers=(),
    strength=Strength.STRONG,
    at=AT,
)
VALIDATOR = jsonschema_rs.validator_for(schema())


def wanted(verification: object, claims: object = None) -> Ask | None:
    given = {"verification": verification, "claims": claims or {"curp": None, "email": None}}
    return asked_claims(json.dumps({"userinfo": {"verified_claims": given}})).verified.userinfo


def test_every_kind_of_evidence_is_told_as_the_schema_says():
    everything = product(
        DocumentKind, BillKind, ((), ("renapo",), ("renapo", "ine")), ((), ("r1",))
    )
    for document, bill, registries, reviewers in everything:
        record = replace(
            RECORD, document=document, bill=bill, registries=registries, reviewers=reviewers
        )
        made = verified_claims(EVERYTHING, record, GIVEN)
        VALIDATOR.validate(made)
        assert made
        evidence = made["verification"]["evidence"]
        assert len(evidence) == 2 + len(registries)
        methods = [one["check_method"] for one in evidence[0]["check_details"]]
        assert methods == (["vri", "pvr"] if reviewers else ["vdig", "bvr"])


def test_every_kind_has_its_words():
    assert DOCUMENTS.keys() == set(DocumentKind)
    assert BILLS.keys() == set(BillKind)
    assert RECORDS.keys() == set(Registry)


@pytest.mark.parametrize("strength", Strength)
def test_every_strength_is_in_the_schema(strength: Strength):
    VALIDATOR.validate(verified_claims(EVERYTHING, replace(RECORD, strength=strength), GIVEN))


def test_only_what_was_asked_is_told():
    made = verified_claims(Ask(("curp",)), RECORD, GIVEN)

    assert made == {
        "verification": {"trust_framework": "mx_llave"},
        "claims": {"curp": GIVEN["curp"]},
    }
    VALIDATOR.validate(made)


def test_claims_that_the_agency_does_not_get_are_not_verified_either():
    assert verified_claims(Ask(("curp",)), RECORD, {"given_name": "MARÍA"}) is None


def test_nothing_that_two_agencies_could_join_on_is_told():
    told = json.dumps(verified_claims(EVERYTHING, RECORD, GIVEN))

    for secret in (RECORD.id, RECORD.case, RECORD.person, "23:59", "r1"):
        assert f'"{secret}' not in told
    assert "2026-11-21T00:00Z" in told


@pytest.mark.parametrize(
    "broken", [{}, {"claims": {}}, {"verification": {}, "claims": {"curp": 1}}]
)
def test_the_schema_refuses_what_is_no_verified_claims(broken: Any):
    assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize(
    ("verification", "expected"),
    [
        ({"trust_framework": None}, Ask(("curp",))),
        ({"trust_framework": {"value": "mx_llave"}}, Ask(("curp",))),
        ({"trust_framework": {"values": ["x", "mx_llave"]}}, Ask(("curp",))),
        ({"trust_framework": None, "time": None, "otra": None}, Ask(("curp",), ("time",))),
        (
            {"trust_framework": None, "evidence": [{"type": {"value": "document"}}]},
            Ask(("curp",), ("evidence",), ("document",)),
        ),
        ({"trust_framework": None, "evidence": [{"type": None}]}, Ask(("curp",), ("evidence",))),
        # What it insists on and Llave can not promise is not given at all.
        ({"trust_framework": {"value": "eidas"}}, None),
        ({"trust_framework": None, "time": {"max_age": 60}}, None),
        ({"trust_framework": None, "assurance_level": {"value": "superior"}}, None),
        ({"trust_framework": None, "evidence": [{"type": {"value": "vouch"}}]}, None),
        (
            {
                "trust_framework": None,
                "evidence": [{"type": None, "document_details": {"type": {"value": "passport"}}}],
            },
            None,
        ),
    ],
)
def test_a_request_is_read_and_what_does_not_fit_is_not_given(verification: Any, expected: Any):
    assert wanted(verification) == expected


@pytest.mark.parametrize(
    "request_",
    [None, 1, [], {}, {"verification": None}, {"verification": {}}, {"claims": {"curp": None}},
     {"verification": {"trust_framework": None}}, {"verification": {"trust_framework": 1}, "claims": {"curp": None}},
     {"verification": {"trust_framework": None, "evidence": 1}, "claims": {"curp": None}}],
)  # fmt: skip
def test_a_request_of_another_form_is_refused_or_asks_for_nothing(request_: Any):
    text = json.dumps({"id_token": {"verified_claims": request_}})
    if request_ == []:
        assert not asked_claims(text).verified
        return
    with pytest.raises(Unreadable):
        asked_claims(text)


def test_of_several_the_one_that_fits_is_given():
    one = {"verification": {"trust_framework": {"value": "eidas"}}, "claims": {"curp": None}}
    other = {"verification": {"trust_framework": None}, "claims": {"birthdate": None}}
    text = json.dumps({"userinfo": {"verified_claims": [one, other]}})

    assert asked_claims(text).verified.userinfo == Ask(("birthdate",))


def test_what_is_asked_is_kept_whole():
    asked = Wanted(Ask(("curp",), ("time",), ("document",)), Ask(("birthdate",)))

    assert Wanted.of_item(asked.as_item()) == asked
    assert Wanted().as_item() is None
    assert not Wanted.of_item(None)


def test_discovery_promises_verified_claims_only_where_people_can_be_verified():
    full, empty = discovery("https://x", frozenset(Way)), discovery("https://x", frozenset())

    assert full["verified_claims_supported"] is True
    assert full["acr_values_supported"] == ["urn:llave:nivel:basica", "urn:llave:nivel:verificada"]
    assert full["trust_frameworks_supported"] == ["mx_llave"]
    assert full["evidence_supported"] == list(EVIDENCE)
    documents = schema()["$defs"]["document"]["properties"]["document_details"]["properties"]
    assert set(full["documents_supported"]) == set(documents["type"]["enum"])
    records = schema()["$defs"]["electronic_record"]["properties"]["record"]["properties"]
    assert set(full["electronic_records_supported"]) == set(records["type"]["enum"])
    given = schema()["properties"]["claims"]["properties"]
    assert set(full["claims_in_verified_claims_supported"]) == set(given)
    at = full["llave_verified_claims_schema_uri"]
    assert at == "https://x/oauth/schemas/verified_claims.json"
    assert "llave_verified_claims_schema_uri" not in empty
    assert empty["verified_claims_supported"] is False
    assert not [name for name in empty if name in ("evidence_supported", "documents_supported")]


def test_the_guides_example_is_one():
    guide = Path("docs/guia-de-integracion.md").read_text("utf-8")
    asked, answered = (
        json.loads(block) for block in re.findall(r"```json\n(.*?)```", guide, re.DOTALL)[1:3]
    )

    ask = asked_claims(json.dumps(asked)).verified.userinfo
    assert ask
    assert ask.elements == ELEMENTS
    VALIDATOR.validate(answered["verified_claims"])
