"""CloudFront, which can not be run here: what its template must say."""

import subprocess
from typing import Any

import pytest

from infra.build import ROOT
from infra.edge.upload_answer import PICTURE
from infra.node import use_node_of_wheel
from tests.infra.templates import Assembly, text

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
FORGED = """
var answer = handler({viewer: {ip: '203.0.113.7'}, request: {headers: {
    'x-llave-viewer-address': {value: '10.0.0.1'}, 'x-llave-origin-secret': {value: 'guess'},
    'forwarded': {value: 'for=10.0.0.1'}, 'x-forwarded-host': {value: 'evil.example'},
    'accept': {value: '*/*'}}}});
console.log(JSON.stringify(answer.headers));
"""


def distribution(assembly: Assembly) -> dict[str, Any]:
    (one,) = assembly.properties("AWS::CloudFront::Distribution")
    return dict(one["DistributionConfig"])


def behavior(assembly: Assembly, pattern: str) -> dict[str, Any]:
    behaviors = distribution(assembly)["CacheBehaviors"]
    return next(one for one in behaviors if one["PathPattern"] == pattern)


def test_dynamic_answers_are_never_cached_and_host_is_the_api_s_own(assembly: Assembly):
    default = distribution(assembly)["DefaultCacheBehavior"]

    assert default["CachePolicyId"] == CACHING_DISABLED
    assert default["OriginRequestPolicyId"] == ALL_VIEWER_EXCEPT_HOST
    assert "OPTIONS" in default["AllowedMethods"]
    assert default["ViewerProtocolPolicy"] == "redirect-to-https"


def test_the_origin_secret_is_a_reference_and_goes_to_the_api_alone(assembly: Assembly):
    origins = distribution(assembly)["Origins"]
    told = [one for one in origins if "OriginCustomHeaders" in one]

    assert len(told) == 1
    (header,) = told[0]["OriginCustomHeaders"]
    assert header["HeaderName"] == "x-llave-origin-secret"
    assert "{{resolve:secretsmanager:" in text(header["HeaderValue"])
    assert told[0]["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_static_files_come_from_a_bucket_that_only_the_distribution_reads(assembly: Assembly):
    config = distribution(assembly)
    static = behavior(assembly, "/estaticos/*")

    assert static["AllowedMethods"] == ["GET", "HEAD"]
    assert [one for one in config["Origins"] if "OriginAccessControlId" in one]


def test_files_reach_the_bucket_of_evidence_with_nothing_else_of_the_browser(assembly: Assembly):
    uploads = behavior(assembly, "/subir/*")
    (policy,) = assembly.properties("AWS::CloudFront::OriginRequestPolicy")
    passed = policy["OriginRequestPolicyConfig"]
    (origin,) = [
        one for one in distribution(assembly)["Origins"] if one["Id"] == uploads["TargetOriginId"]
    ]

    assert uploads["CachePolicyId"] == CACHING_DISABLED
    assert uploads["ViewerProtocolPolicy"] == "https-only"
    assert passed["CookiesConfig"] == {"CookieBehavior": "none"}
    assert passed["QueryStringsConfig"] == {"QueryStringBehavior": "none"}
    assert set(passed["HeadersConfig"]["Headers"]) == {"Content-Type", PICTURE}
    assert assembly.environment.prefix + "-evidence-" in text(origin["DomainName"])
    assert "OriginCustomHeaders" not in origin
    assert "OriginAccessControlId" not in origin


def test_what_the_bucket_refuses_is_answered_by_a_function_that_may_do_nothing(
    assembly: Assembly,
):
    (called,) = behavior(assembly, "/subir/*")["LambdaFunctionAssociations"]
    name = assembly.environment.function("upload-answer")

    assert called["EventType"] == "origin-response"
    assert not [one for role, one in assembly.statements() if role == name]


def test_the_rules_against_attacks_are_not_asked_about_files(assembly: Assembly):
    (acl,) = assembly.properties("AWS::WAFv2::WebACL")
    (common,) = [one for one in acl["Rules"] if one["Name"] == "AWSManagedRulesCommonRuleSet"]
    scope = common["Statement"]["ManagedRuleGroupStatement"]["ScopeDownStatement"]

    matched = scope["NotStatement"]["Statement"]["ByteMatchStatement"]
    assert matched["SearchString"] == "/subir/"
    assert matched["PositionalConstraint"] == "STARTS_WITH"


def test_the_certificate_needs_a_modern_browser(assembly: Assembly):
    certificate = distribution(assembly)["ViewerCertificate"]

    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_the_web_acl_stops_floods_and_keeps_no_samples(assembly: Assembly):
    (acl,) = assembly.properties("AWS::WAFv2::WebACL")
    rates = [one for one in acl["Rules"] if "RateBasedStatement" in one["Statement"]]
    managed = [one for one in acl["Rules"] if "ManagedRuleGroupStatement" in one["Statement"]]

    assert acl["Scope"] == "CLOUDFRONT"
    assert "WebACLId" in distribution(assembly)
    assert len(rates) == 2
    assert len(managed) == 3
    assert all(one["VisibilityConfig"]["SampledRequestsEnabled"] is False for one in acl["Rules"])


def test_the_edge_log_has_neither_query_strings_nor_addresses(prod: Assembly):
    (delivery,) = prod.properties("AWS::Logs::Delivery")
    kept = set(delivery["RecordFields"])

    assert not kept & {"cs-uri-query", "c-ip", "x-forwarded-for", "cs(Cookie)", "cs(Referer)"}
    assert not [one for one in kept if "uri" in one]


def test_every_answer_carries_the_security_headers(assembly: Assembly):
    (policy,) = assembly.properties("AWS::CloudFront::ResponseHeadersPolicy")
    headers = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]

    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 31536000
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert headers["FrameOptions"]["FrameOption"] == "DENY"
    assert "ContentTypeOptions" in headers


def test_a_forged_address_is_overwritten_and_other_claims_removed():
    """T31: the function that CloudFront runs, run here."""
    source = (ROOT / "infra/edge/viewer_address.js").read_text()

    done = subprocess.run(
        [str(use_node_of_wheel()), "-e", source + FORGED],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == (
        '{"accept":{"value":"*/*"},"x-llave-viewer-address":{"value":"203.0.113.7"}}'
    )


@pytest.mark.parametrize("name", ["test", "prod"])
def test_the_public_name_is_the_origin_s(assemblies: dict[str, Assembly], name: str):
    environment = assemblies[name].environment

    assert environment.origin == f"https://{environment.edge.domain}"
