"""Files on their way into the bucket of evidence, as forms on our own origin."""

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.build import ROOT
from infra.edge.upload_answer import PICTURE
from infra.environments import Environment
from infra.lambdas import runtime
from infra.nag import PINNED_RUNTIME, accept

UPLOADS = "/subir/*"


class Uploads(Construct):
    """`behavior` is what the distribution does with what is put.

    The bucket sees the form and nothing else of the browser: no cookie, no query, not who asks. The
    form's own signature is what lets it in, so that CloudFront signs nothing.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        headers: cloudfront.IResponseHeadersPolicy,
    ) -> None:
        super().__init__(scope, "Uploads")
        self._environment = environment
        bucket = environment.evidence_bucket(cdk.Aws.ACCOUNT_ID)
        self.behavior = cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(
                f"{bucket}.s3.{environment.region}.amazonaws.com",
                origin_id="Evidence",
                protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
                origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
                # Fifteen megabytes from a phone, and S3 answers when it has them all.
                read_timeout=cdk.Duration.seconds(60),
            ),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=self._only_the_form(),
            response_headers_policy=headers,
            function_associations=[
                cloudfront.FunctionAssociation(
                    function=self._address(),
                    event_type=cloudfront.FunctionEventType.VIEWER_REQUEST,
                )
            ],
            edge_lambdas=[
                cloudfront.EdgeLambda(
                    function_version=self._answer().current_version,
                    event_type=cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE,
                )
            ],
        )

    def _only_the_form(self) -> cloudfront.OriginRequestPolicy:
        return cloudfront.OriginRequestPolicy(
            self,
            "OnlyTheForm",
            origin_request_policy_name=f"{self._environment.prefix}-uploads",
            comment="What a form of the evidence bucket needs",
            cookie_behavior=cloudfront.OriginRequestCookieBehavior.none(),
            query_string_behavior=cloudfront.OriginRequestQueryStringBehavior.none(),
            header_behavior=cloudfront.OriginRequestHeaderBehavior.allow_list(
                "Content-Type", PICTURE
            ),
        )

    def _address(self) -> cloudfront.Function:
        return cloudfront.Function(
            self,
            "Address",
            function_name=f"{self._environment.prefix}-upload-address",
            comment="Leads a form to the root of the bucket",
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_file(
                file_path=str(ROOT / "infra/edge/upload_address.js")
            ),
        )

    def _answer(self) -> lambda_.Function:
        """CloudFront's own functions are not called for a refusal, Lambda's are; it may do nothing."""
        name = self._environment.function("upload-answer")
        role = iam.Role(
            self,
            "AnswerRole",
            role_name=name,
            assumed_by=iam.CompositePrincipal(
                iam.ServicePrincipal("lambda.amazonaws.com"),
                iam.ServicePrincipal("edgelambda.amazonaws.com"),
            ),
        )
        made = lambda_.Function(
            self,
            "Answer",
            function_name=name,
            description=f"Llave {self._environment.name}: what S3 refuses becomes a page of ours",
            runtime=runtime(self._environment),
            architecture=lambda_.Architecture.X86_64,
            handler="index.handle",
            code=lambda_.Code.from_inline((ROOT / "infra/edge/upload_answer.py").read_text()),
            role=role,
            memory_size=128,
            timeout=cdk.Duration.seconds(5),
        )
        accept(made, "AwsSolutions-L1", PINNED_RUNTIME)
        return made
