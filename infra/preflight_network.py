"""The questions of `make preflight` about who reaches the document reader."""

from collections.abc import Iterator
from typing import Any

import boto3

from infra.environments import Environment, Network
from infra.findings import Finding

# What the functions in the network still ask of AWS, and whether by a gateway or an interface.
ASKED = {"dynamodb": "Gateway", "s3": "Gateway", "kms": "Interface"}


def who_reads(environment: Environment) -> Iterator[Finding]:
    """Pictures leave the country only where that was said; our reader is open to our functions alone."""
    documents = environment.documents
    if documents.endpoint is None:
        yield Finding(
            documents.leave_country,
            f"pictures of documents leave the country for {documents.region}",
            "say leave_country=True in infra/environments.py and name the transfer in the privacy"
            " notice, or name a reader in the country",
        )
        return
    yield Finding(
        not documents.needs_network,
        "the document reader is reached from a network of its own",
        "it answers whoever reaches it: put network=Network(subnets=(...), security_groups=(...))"
        " into documents of infra/environments.py, docs/reader.md",
    )


def network(environment: Environment) -> Iterator[Finding]:
    """The subnets and groups are there, of one VPC, and what the functions ask is reached from it."""
    chosen = environment.documents.network
    if chosen is None:
        return
    ec2 = boto3.client("ec2", region_name=environment.region)
    subnets, groups = _found(ec2, chosen)
    for what, wanted, found in (
        ("subnet", chosen.subnets, subnets),
        ("security group", chosen.security_groups, groups),
    ):
        yield Finding(bool(wanted), f"the document reader's network names a {what}")
        for one in wanted:
            yield Finding(
                one in found,
                f"{what} {one} is in {environment.region}",
                "put the id of one that exists into network of infra/environments.py",
            )
    vpcs = sorted({*subnets.values(), *groups.values()})
    yield Finding(len(vpcs) == 1, f"they are of one VPC: {', '.join(vpcs)}")
    for vpc in vpcs:
        yield from _endpoints(ec2, vpc, environment.region)


def _found(ec2: Any, chosen: Network) -> tuple[dict[str, str], dict[str, str]]:
    """The VPC of each subnet and of each group; asked by filters, since an unknown id is an error."""
    subnets = ec2.describe_subnets(Filters=[{"Name": "subnet-id", "Values": list(chosen.subnets)}])[
        "Subnets"
    ]
    groups = ec2.describe_security_groups(
        Filters=[{"Name": "group-id", "Values": list(chosen.security_groups)}]
    )["SecurityGroups"]
    return (
        {one["SubnetId"]: one["VpcId"] for one in subnets},
        {one["GroupId"]: one["VpcId"] for one in groups},
    )


def _endpoints(ec2: Any, vpc: str, region: str) -> Iterator[Finding]:
    of_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    made = ec2.describe_vpc_endpoints(Filters=of_vpc)["VpcEndpoints"]
    there = {one["ServiceName"] for one in made}
    for service, kind in ASKED.items():
        name = f"com.amazonaws.{region}.{service}"
        yield Finding(
            name in there,
            f"{vpc} reaches {service}",
            f"make a VPC endpoint ({kind}) for {name}: without it every case waits in vain",
        )
