"""CloudFront before the API and the static files: one name, one certificate, one web ACL."""

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.build import ROOT
from infra.edge.logs import EdgeLog
from infra.edge.uploads import UPLOADS, Uploads
from infra.edge.web_acl import WebAcl
from infra.environments import Environment
from infra.nag import accept

ORIGIN_SECRET_HEADER = "x-llave-origin-secret"
STATIC = "/estaticos/*"
ONE_YEAR = cdk.Duration.days(365)


class EdgeStack(cdk.Stack):
    """Takes the API's domain as a parameter: nothing is read across regions."""

    def __init__(self, scope: Construct, environment: Environment, env: cdk.Environment) -> None:
        super().__init__(
            scope,
            f"{environment.prefix}-edge",
            env=env,
            termination_protection=environment.keeps_data,
            description="Llave: CloudFront, its web ACL and the static files",
        )
        self._environment = environment
        self._headers = self._security_headers()
        site = self._site()
        distribution = self._distribution(site)
        if environment.edge.logs:
            EdgeLog(self, environment, distribution)
        cdk.CfnOutput(
            self, "SiteBucket", value=site.bucket_name, description="Static files go here"
        )
        cdk.CfnOutput(
            self,
            "EdgeDomain",
            value=distribution.distribution_domain_name,
            description="What the public name must point to",
        )

    def _site(self) -> s3.Bucket:
        keeps = self._environment.keeps_data
        bucket = s3.Bucket(
            self,
            "Site",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=cdk.RemovalPolicy.RETAIN if keeps else cdk.RemovalPolicy.DESTROY,
        )
        accept(
            bucket, "AwsSolutions-S1", "Public style sheets and fonts; CloudFront logs who asks."
        )
        return bucket

    def _distribution(self, site: s3.Bucket) -> cloudfront.Distribution:
        environment = self._environment
        certificate = certificates.Certificate(
            self,
            "Certificate",
            domain_name=environment.edge.domain,
            validation=certificates.CertificateValidation.from_dns(),
        )
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Llave {environment.name}",
            domain_names=[environment.edge.domain],
            certificate=certificate,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            web_acl_id=WebAcl(self, environment).arn,
            default_behavior=self._dynamic(),
            additional_behaviors={
                STATIC: self._static(site),
                UPLOADS: Uploads(self, environment, self._headers).behavior,
            },
        )
        accept(distribution, "AwsSolutions-CFR1", "Mexicans abroad are citizens too.")
        accept(
            distribution,
            "AwsSolutions-CFR3",
            "Logged by the newer delivery, which leaves out query strings and addresses.",
        )
        return distribution

    def _dynamic(self) -> cloudfront.BehaviorOptions:
        """Never kept, everything passed on but Host, which an HTTP API must see as its own."""
        address = cloudfront.Function(
            self,
            "ViewerAddress",
            function_name=f"{self._environment.prefix}-viewer-address",
            comment="Writes who calls, and removes what a caller wrote there",
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_file(
                file_path=str(ROOT / "infra/edge/viewer_address.js")
            ),
        )
        return cloudfront.BehaviorOptions(
            origin=self._api(),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._headers,
            function_associations=[
                cloudfront.FunctionAssociation(
                    function=address, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                )
            ],
        )

    def _api(self) -> origins.HttpOrigin:
        known = self._environment.edge.api_domain
        domain = cdk.CfnParameter(
            self,
            "ApiDomain",
            description="Host of the HTTP API: output ApiDomain of the API stack",
            allowed_pattern=r"[a-z0-9.-]+",
            default=known,
        )
        return origins.HttpOrigin(
            domain.value_as_string,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers={ORIGIN_SECRET_HEADER: self._origin_secret()},
        )

    def _origin_secret(self) -> str:
        """A reference that CloudFormation resolves; the value stands in no template."""
        edge = self._environment.edge
        given = edge.origin_secret
        secret = secretsmanager.Secret(
            self,
            "OriginSecret",
            secret_name=self._environment.origin_secret,
            description="What CloudFront shows to the API, by field; environments.py holds the digests",
            secret_object_value={"a": cdk.SecretValue.unsafe_plain_text(given)} if given else None,
            generate_secret_string=None if given else _random("a"),
            removal_policy=cdk.RemovalPolicy.RETAIN
            if self._environment.keeps_data
            else cdk.RemovalPolicy.DESTROY,
        )
        accept(
            secret,
            "AwsSolutions-SMG4",
            "Two values are accepted while it rotates, in an order that docs/operations.md gives.",
        )
        return secret.secret_value_from_json(edge.origin_secret_field).unsafe_unwrap()

    def _static(self, site: s3.Bucket) -> cloudfront.BehaviorOptions:
        """Names carry the hash of what they hold, so they are kept for ever."""
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(site),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=self._headers,
        )

    def _security_headers(self) -> cloudfront.ResponseHeadersPolicy:
        """What holds for every answer; the pages bring their own content security policy."""
        return cloudfront.ResponseHeadersPolicy(
            self,
            "SecurityHeaders",
            response_headers_policy_name=self._environment.prefix,
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=ONE_YEAR, include_subdomains=True, override=True
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(
                        header="cross-origin-opener-policy", value="same-origin", override=True
                    )
                ]
            ),
        )


def _random(field: str) -> secretsmanager.SecretStringGenerator:
    return secretsmanager.SecretStringGenerator(
        secret_string_template="{}",
        generate_string_key=field,
        password_length=64,
        exclude_punctuation=True,
    )
