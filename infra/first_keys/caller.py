"""Runs inside CloudFormation's deployment; its text is in the template, so it imports nothing of ours."""

import json
import urllib.request

import boto3


def handle(event, context):
    """Call `operate` when the resource is made or changed; whatever happens, CloudFormation hears."""
    answer = {
        "Status": "SUCCESS",
        "Reason": "The keys stand",
        "PhysicalResourceId": event.get("PhysicalResourceId", "first-keys"),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    try:
        if event["RequestType"] != "Delete":
            call(event["ResourceProperties"])
    except Exception as problem:
        answer |= {"Status": "FAILED", "Reason": f"{type(problem).__name__}: {problem}"[:500]}
    body = json.dumps(answer).encode()
    headers = {"content-type": "", "content-length": str(len(body))}
    request = urllib.request.Request(event["ResponseURL"], body, headers, method="PUT")
    urllib.request.urlopen(request, timeout=20)


def call(properties):
    """Raises when the job fails, with what it said."""
    said = boto3.client("lambda").invoke(
        FunctionName=properties["Function"], Payload=json.dumps({"job": properties["Job"]})
    )
    if "FunctionError" in said:
        raise RuntimeError(said["Payload"].read().decode()[:400])
