"""The web ACL: floods and known attacks stop here; who may do what is decided in the functions."""

from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.environments import Environment

# Rules of AWS's common set that would refuse right requests; they only count.
ONLY_COUNTED = {
    "NoUserAgent_HEADER": "agencies' servers often send none",
    "GenericRFI_QUERYARGUMENTS": "redirect_uri of a native app is an address with numbers",
    "SizeRestrictions_QUERYSTRING": "an authorization request may be longer than 2 KB",
}
# What they would say of a picture's bytes is chance, and anything larger than 8 KB they refuse.
NOT_FOR_FILES = frozenset({"AWSManagedRulesCommonRuleSet"})
FILES = "/subir/"
MANAGED = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesCommonRuleSet": tuple(ONLY_COUNTED),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
}
FIVE_MINUTES = 300


class WebAcl(Construct):
    """`arn` is what the distribution takes."""

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, "WebAcl")
        limits = environment.limits
        rules = [
            _rate(0, "every-request", limits.per_address, None),
            _rate(1, "costly-requests", limits.per_address_costly, _is_post()),
            *(
                _managed(2 + place, name, counted)
                for place, (name, counted) in enumerate(MANAGED.items())
            ),
        ]
        acl = waf.CfnWebACL(
            self,
            "Acl",
            name=environment.prefix,
            scope="CLOUDFRONT",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_seen_as(environment.prefix),
            rules=rules,
        )
        self.arn = acl.attr_arn


def _managed(priority: int, name: str, counted: tuple[str, ...]) -> waf.CfnWebACL.RuleProperty:
    count = waf.CfnWebACL.RuleActionProperty(count={})
    group = waf.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=name,
        scope_down_statement=_not_a_file() if name in NOT_FOR_FILES else None,
        rule_action_overrides=[
            waf.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=count)
            for rule in counted
        ],
    )
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
        statement=waf.CfnWebACL.StatementProperty(managed_rule_group_statement=group),
        visibility_config=_seen_as(name),
    )


def _rate(
    priority: int, name: str, limit: int, among: waf.CfnWebACL.StatementProperty | None
) -> waf.CfnWebACL.RuleProperty:
    too_many = waf.CfnWebACL.CustomResponseProperty(response_code=429)
    counted = waf.CfnWebACL.RateBasedStatementProperty(
        limit=limit,
        evaluation_window_sec=FIVE_MINUTES,
        aggregate_key_type="IP",
        scope_down_statement=among,
    )
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        action=waf.CfnWebACL.RuleActionProperty(
            block=waf.CfnWebACL.BlockActionProperty(custom_response=too_many)
        ),
        statement=waf.CfnWebACL.StatementProperty(rate_based_statement=counted),
        visibility_config=_seen_as(name),
    )


def _is_post() -> waf.CfnWebACL.StatementProperty:
    """Whatever hashes a password, sends a message or asks a registry is a POST or PUT."""
    return waf.CfnWebACL.StatementProperty(
        regex_match_statement=waf.CfnWebACL.RegexMatchStatementProperty(
            regex_string="^(post|put)$",
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(method={}),
            text_transformations=[
                waf.CfnWebACL.TextTransformationProperty(priority=0, type="LOWERCASE")
            ],
        )
    )


def _not_a_file() -> waf.CfnWebACL.StatementProperty:
    file = waf.CfnWebACL.StatementProperty(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            search_string=FILES,
            positional_constraint="STARTS_WITH",
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
            text_transformations=[
                waf.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")
            ],
        )
    )
    return waf.CfnWebACL.StatementProperty(
        not_statement=waf.CfnWebACL.NotStatementProperty(statement=file)
    )


def _seen_as(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    """Numbers only: sampled requests would keep addresses, cookies and query strings."""
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=False
    )
