"""For each patch of the emulator: whether an emulator behaves as AWS does where the patch matters."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from local.emulator.settings import ACCOUNT, REGION
from tests.local.emulated import Emulated

ECHO = """
import json, os
def handle(event, context):
    return {"statusCode": 200, "body": json.dumps({"event": event, "env": dict(os.environ)})}
"""
RAISER = "def handle(event, context):\n    raise ValueError('a private reason')\n"
RELAY = """
import boto3
def handle(event, context):
    for record in event["Records"]:
        name = record["dynamodb"]["Keys"]["pk"]["S"]
        if name == "poison":
            raise ValueError(name)
        boto3.client("sqs").send_message(QueueUrl=URL, MessageBody=name)
"""
# Puts the token where the test finds it.
PASSER = """
import boto3
def handle(event, context):
    boto3.client("sqs").send_message(QueueUrl=URL, MessageBody=event["token"])
"""
ALL = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]


def runs_python_in_its_own_environment(cloud: Emulated) -> bool:
    """An exception bears its own type, and the emulator's root key is not in sight."""
    cloud.function("raiser", RAISER)
    cloud.function("echo", ECHO)
    said = cloud.call("raiser", {})
    seen = json.loads(cloud.call("echo", {})["body"])["env"]
    return said["errorType"] == "ValueError" and "GATEWAY_PORT" not in seen


def answers_at_once(cloud: Emulated) -> bool:
    cloud.function("quick", ECHO)
    cloud.call("quick", {})
    began = time.perf_counter()
    for _ in range(10):
        cloud.call("quick", {})
    return time.perf_counter() - began < 0.3


def gives_cookies_in_a_list(cloud: Emulated) -> bool:
    address = cloud.api(cloud.function("cookies", ECHO), "GET /c")
    event = json.loads(_ask(f"{address}/c", {"cookie": "a=1; b=2"})[1])["event"]
    return event.get("cookies") == ["a=1", "b=2"] and "cookie" not in event["headers"]


def tells_nothing_of_an_error(cloud: Emulated) -> bool:
    address = cloud.api(cloud.function("boom", RAISER), "GET /boom")
    return _ask(f"{address}/boom") == (500, '{"message":"Internal Server Error"}')


def routes_options(cloud: Emulated) -> bool:
    address = cloud.api(cloud.function("options", ECHO), "OPTIONS /o")
    status, body = _ask(f"{address}/o", method="OPTIONS")
    return status == 200 and json.loads(body)["event"]["requestContext"]["http"]["method"] == (
        "OPTIONS"
    )


def resolves_the_encryption_context(cloud: Emulated) -> bool:
    """The right context is let in and another one is not."""
    key = cloud.client("kms").create_key()["KeyMetadata"]["Arn"]
    condition = {"StringEquals": {"kms:EncryptionContext:purpose": "pepper"}}
    allowed = {"Effect": "Allow", "Action": "kms:*", "Resource": key, "Condition": condition}
    kms = cloud.as_role(cloud.role("unwrapper", [allowed]), "kms")

    def wraps(purpose: str) -> bool:
        return _is_allowed(
            lambda: kms.generate_data_key(
                KeyId=key, KeySpec="AES_256", EncryptionContext={"purpose": purpose}
            )
        )

    return wraps("pepper") and not wraps("other")


def knows_the_identity_of_a_mail(cloud: Emulated) -> bool:
    identity = f"arn:aws:ses:{cloud.client('ses').meta.region_name}:000000000000:identity"
    allowed = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": f"{identity}/llave.test"}
    ses = cloud.as_role(cloud.role("sender", [allowed]), "sesv2")
    for domain in ("llave.test", "otra.test"):
        cloud.client("sesv2").create_email_identity(EmailIdentity=domain)

    def sends(sender: str) -> bool:
        text = {"Data": "x"}
        return _is_allowed(
            lambda: ses.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": ["ana@example.mx"]},
                Content={"Simple": {"Subject": text, "Body": {"Text": text}}},
            )
        )

    return sends("Llave <no-responder@llave.test>") and not sends("no-responder@otra.test")


def knows_a_role_by_its_arn(cloud: Emulated) -> bool:
    """A key that only one role may decrypt with, as the key itself says."""
    signer = cloud.role("signer", ALL)
    other = cloud.role("other", ALL)
    only = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": [signer]}},
    }
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody, only]})
    key = cloud.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
    secret = cloud.client("kms").encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]

    def decrypts(role: str) -> bool:
        kms = cloud.as_role(role, "kms")
        return _is_allowed(lambda: kms.decrypt(CiphertextBlob=secret))

    return decrypts(signer) and not decrypts(other)


def takes_the_loopback_for_secure(cloud: Emulated) -> bool:
    """A queue that demands TLS, as CDK's enforce_ssl writes it."""
    url = cloud.client("sqs").create_queue(QueueName="secure")["QueueUrl"]
    arn = f"arn:aws:sqs:{cloud.client('sqs').meta.region_name}:000000000000:secure"
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": arn,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }
    role = cloud.role("writer", ALL)
    cloud.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": json.dumps(policy)}
    )
    sqs = cloud.as_role(role, "sqs")
    return _is_allowed(lambda: sqs.send_message(QueueUrl=url, MessageBody="x"))


def gives_up_a_poisoned_batch(cloud: Emulated) -> bool:
    follow = FollowedTable(cloud, "poisoned")
    follow.put("poison")
    time.sleep(1.5)
    follow.put("good")
    return follow.arrived("good", within=6)


def follows_a_stream_after_a_restart(cloud: Emulated) -> bool:
    follow = FollowedTable(cloud, "restarted")
    for name in ("one", "two", "three"):
        follow.put(name)
    if not follow.arrived("three", within=6):
        return False
    cloud.stop()
    cloud.start()
    follow.put("four")
    return follow.arrived("four", within=6)


def accepts_a_web_acl_association(cloud: Emulated) -> bool:
    properties = {"ResourceArn": "arn:a", "WebACLArn": "arn:b"}
    return _is_known(cloud, "waf", "AWS::WAFv2::WebACLAssociation", properties)


def accepts_a_malware_protection_plan(cloud: Emulated) -> bool:
    properties = {"Role": "arn:a", "ProtectedResource": {"S3Bucket": {"BucketName": "b"}}}
    return _is_known(cloud, "scan", "AWS::GuardDuty::MalwareProtectionPlan", properties)


def _is_known(cloud: Emulated, stack: str, kind: str, properties: Mapping[str, Any]) -> bool:
    resource = {"Type": kind, "Properties": properties}
    cfn = cloud.client("cloudformation")
    try:
        cfn.create_stack(StackName=stack, TemplateBody=json.dumps({"Resources": {"A": resource}}))
    except ClientError:  # the type is unknown
        return False
    for _ in range(50):
        status = cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        if not status.endswith("IN_PROGRESS"):
            break
        time.sleep(0.1)
    return bool(status == "CREATE_COMPLETE")


def asks_about_the_machine_of_a_token(cloud: Emulated) -> bool:
    """Who may answer one machine answers that one, and no other."""
    waiting = {name: _waiting(cloud, name) for name in ("mine", "theirs")}
    arn = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:mine"
    allowed = {"Effect": "Allow", "Action": "states:SendTaskSuccess", "Resource": arn}
    states = cloud.as_role(cloud.role("answerer", [allowed]), "stepfunctions")

    def answers(token: str) -> bool:
        return _is_allowed(lambda: states.send_task_success(taskToken=token, output='"yes"'))

    return answers(waiting["mine"]) and not answers(waiting["theirs"])


def fails_the_task_whose_function_fails(cloud: Emulated) -> bool:
    cloud.function("forgetful", RAISER)
    execution = _execution(cloud, "forgetful", seconds=30)
    states = cloud.client("stepfunctions")
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        if states.describe_execution(executionArn=execution)["status"] == "FAILED":
            return True
        time.sleep(0.2)
    return False


PROBES: Mapping[str, Callable[[Emulated], bool]] = {
    "run_python_through_the_runtime_api": runs_python_in_its_own_environment,
    "answer_without_delay": answers_at_once,
    "give_cookies_as_aws_does": gives_cookies_in_a_list,
    "answer_lambda_errors_as_aws_does": tells_nothing_of_an_error,
    "route_options_without_cors": routes_options,
    "resolve_kms_encryption_context": resolves_the_encryption_context,
    "name_the_identity_a_mail_is_sent_from": knows_the_identity_of_a_mail,
    "name_a_role_as_principal": knows_a_role_by_its_arn,
    "take_the_loopback_for_a_secure_transport": takes_the_loopback_for_secure,
    "give_up_a_poisoned_batch": gives_up_a_poisoned_batch,
    "begin_streams_anew_after_a_restart": follows_a_stream_after_a_restart,
    "accept_web_acl_associations": accepts_a_web_acl_association,
    "accept_malware_protection_plans": accepts_a_malware_protection_plan,
    "name_the_machine_of_a_token": asks_about_the_machine_of_a_token,
    "fail_the_task_whose_function_fails": fails_the_task_whose_function_fails,
}


class FollowedTable:
    """A table whose stream goes through a relay into a queue."""

    def __init__(self, cloud: Emulated, name: str) -> None:
        self._cloud, self._name = cloud, name
        self._queue = cloud.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        stream = cloud.client("dynamodb").create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )["TableDescription"]["LatestStreamArn"]
        cloud.function(f"{name}-relay", f"URL = {self._queue!r}\n{RELAY}", ALL)
        cloud.client("lambda").create_event_source_mapping(
            EventSourceArn=stream,
            FunctionName=f"{name}-relay",
            StartingPosition="TRIM_HORIZON",
            BatchSize=1,
            MaximumRetryAttempts=1,
        )

    def put(self, name: str) -> None:
        self._cloud.client("dynamodb").put_item(TableName=self._name, Item={"pk": {"S": name}})

    def arrived(self, name: str, within: float) -> bool:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            found: Any = self._cloud.client("sqs").receive_message(
                QueueUrl=self._queue, MaxNumberOfMessages=10
            )
            if any(message["Body"] == name for message in found.get("Messages", ())):
                return True
            time.sleep(0.1)
        return False


def _waiting(cloud: Emulated, name: str) -> str:
    """The token with which an execution of a machine of that name waits."""
    sqs = cloud.client("sqs")
    queue = sqs.create_queue(QueueName=f"{name}-tokens")["QueueUrl"]
    cloud.function(name, f"URL = {queue!r}\n{PASSER}", ALL)
    _execution(cloud, name, seconds=60)
    answer = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=10)
    return str(answer["Messages"][0]["Body"])


def _execution(cloud: Emulated, name: str, seconds: int) -> str:
    """Of a machine that hands a token to the function of that name, and waits."""
    states = cloud.client("stepfunctions")
    waits = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": name, "Payload": {"token.$": "$$.Task.Token"}},
        "TimeoutSeconds": seconds,
        "End": True,
    }
    made = states.create_state_machine(
        name=name,
        definition=json.dumps({"StartAt": "Wait", "States": {"Wait": waits}}),
        roleArn=cloud.role(f"{name}-machine", ALL),
    )
    begun = states.start_execution(stateMachineArn=made["stateMachineArn"], input="{}")
    return str(begun["executionArn"])


def _is_allowed(call: Callable[[], object]) -> bool:
    try:
        call()
    except ClientError as refusal:
        if "AccessDenied" not in refusal.response["Error"]["Code"]:
            raise
        return False
    return True


def _ask(
    address: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[int, str]:
    request = urllib.request.Request(address, headers=dict(headers or {}), method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
