"""Preflight asks EC2 for the network of the document reader."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.environments import PROD, Environment, Network
from infra.preflight_network import network

REGION = PROD.region


@pytest.fixture
def ec2(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield boto3.client("ec2", region_name=REGION)


def within(*, subnets: tuple[str, ...], groups: tuple[str, ...]) -> Environment:
    return replace(PROD, documents=replace(PROD.documents, network=Network(subnets, groups)))


def test_a_network_that_is_there_and_reaches_what_is_asked_is_in_order(ec2: Any):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="readers", Description="-")["GroupId"]
    for service, kind in (("dynamodb", "Gateway"), ("s3", "Gateway"), ("kms", "Interface")):
        ec2.create_vpc_endpoint(
            VpcId=vpc, ServiceName=f"com.amazonaws.{REGION}.{service}", VpcEndpointType=kind
        )

    found = list(network(within(subnets=(subnet,), groups=(group,))))

    assert [str(one) for one in found if not one.ok] == []
    assert f"subnet {subnet} is in {REGION}" in [one.what for one in found]


def test_what_is_not_there_is_named(ec2: Any):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]

    found = list(network(within(subnets=(subnet, "subnet-0a"), groups=("sg-0a",))))

    assert [one.what for one in found if not one.ok] == [
        f"subnet subnet-0a is in {REGION}",
        f"security group sg-0a is in {REGION}",
        f"{vpc} reaches dynamodb",
        f"{vpc} reaches s3",
        f"{vpc} reaches kms",
    ]


def test_without_a_network_ec2_is_not_asked():
    assert list(network(PROD)) == []
