"""Calls that use every operation of the emulator, good and bad."""

from __future__ import annotations

import base64
import json
from typing import Any

from emulator import ACCOUNT, ROLE, SERVICES, Emulator, Service
from ledger import Ledger
from pipelines import Pipelines

NOWHERE = f"arn:aws:codestar-connections:eu-west-1:{ACCOUNT}:host/none-00000000"


def tell(emulator: Emulator, ledger: Ledger) -> dict[str, Service]:
    """Makes all calls, and returns the services."""
    services = {name: Service(name, emulator.url, ledger) for name in SERVICES}
    for name in ("codeconnections", "codestar-connections"):
        hosts(services[name], emulator)
        connections(services[name], emulator)
    Pipelines(services, emulator).tell()
    identities(services["sts"])
    keys(emulator, ledger)
    return services


def vpc(api: Service, number: int) -> dict[str, Any]:
    """Returns a VPC of one service: a VPC has one host."""
    members = {"SubnetIds": ["subnet-01234567"], "SecurityGroupIds": ["sg-01234567"], "TlsCertificate": "certificate"}
    return {"VpcId": f"vpc-{SERVICES.index(api.name)}000000{number}", **members}


def hosts(api: Service, emulator: Emulator) -> None:
    endpoint = f"https://{api.name}.example.com"
    host = api.ok(
        "CreateHost",
        Name="gitlab",
        ProviderType="GitLabSelfManaged",
        ProviderEndpoint=endpoint,
        VpcConfiguration=vpc(api, 1),
        Tags=[{"Key": "team", "Value": "payments"}],
    )["HostArn"]
    other = api.ok("CreateHost", Name="other", ProviderType="GitHubEnterpriseServer", ProviderEndpoint=f"{endpoint}/2")
    api.ok("GetHost", HostArn=host)
    assert api.refused("UpdateHost", HostArn=host, ProviderEndpoint="https://new.example.com") == "ConflictException"
    assert api.refused("DeleteHost", HostArn=host) == "ResourceUnavailableException"
    api.refused("CreateHost", Name="third", ProviderType="GitLab", ProviderEndpoint="https://third.example.com")
    api.refused("CreateHost", Name="third", ProviderType="GitLabSelfManaged", ProviderEndpoint=endpoint)
    for status in ("ERROR", "VPC_CONFIG_FAILED_INITIALIZATION", "AVAILABLE"):
        emulator.set_status("hosts", host, status)
        api.ok("ListHosts")
    api.ok("UpdateHost", HostArn=other["HostArn"], ProviderEndpoint=f"{endpoint}/3", VpcConfiguration=vpc(api, 2))
    connection = api.ok("CreateConnection", ConnectionName="own", HostArn=host)["ConnectionArn"]
    api.ok("ListConnections", HostArnFilter=host, MaxResults=50)
    assert api.refused("DeleteHost", HostArn=host) == "ResourceUnavailableException"
    api.ok("DeleteConnection", ConnectionArn=connection)
    api.ok("TagResource", ResourceArn=host, Tags=[{"Key": "env", "Value": ""}])
    api.ok("ListTagsForResource", ResourceArn=host)
    api.ok("UntagResource", ResourceArn=host, TagKeys=["env"])
    api.ok("ListHosts", MaxResults=50)
    api.ok("DeleteHost", HostArn=host)
    for operation in ("GetHost", "DeleteHost", "UpdateHost"):
        assert api.refused(operation, HostArn=NOWHERE) == "ResourceNotFoundException"


def connections(api: Service, emulator: Emulator) -> None:
    tags = [{"Key": f"key-{number}", "Value": "value"} for number in range(200)]
    arn = api.ok("CreateConnection", ConnectionName="app", ProviderType="GitLab", Tags=tags[:199])["ConnectionArn"]
    api.ok("CreateConnection", ConnectionName="docs", ProviderType="Bitbucket")
    for status in ("ERROR", "AVAILABLE", "PENDING"):
        emulator.set_status("connections", arn, status)
        api.ok("GetConnection", ConnectionArn=arn)
    api.ok("ListConnections", ProviderTypeFilter="GitLab")
    api.ok("ListConnections", MaxResults=50)
    api.ok("ListTagsForResource", ResourceArn=arn)
    two_more = [{"Key": "one", "Value": "1"}, {"Key": "two", "Value": "2"}]
    assert api.refused("TagResource", ResourceArn=arn, Tags=two_more) == "LimitExceededException"
    api.refused("TagResource", ResourceArn=arn, Tags=[{"Key": "aws:x", "Value": "1"}])
    api.refused("CreateConnection", ConnectionName="neither")
    api.refused("CreateConnection", ConnectionName="both", HostArn=NOWHERE, ProviderType="GitLab")
    assert api.refused("CreateConnection", ConnectionName="none", HostArn=NOWHERE) == "ResourceNotFoundException"
    assert api.refused("ListConnections", HostArnFilter=NOWHERE) == "ResourceNotFoundException"
    for operation in ("GetConnection", "DeleteConnection"):
        assert api.refused(operation, ConnectionArn=f"{arn}0") == "ResourceNotFoundException"
    for operation, more in (
        ("ListTagsForResource", {}),
        ("TagResource", {"Tags": []}),
        ("UntagResource", {"TagKeys": []}),
    ):
        assert api.refused(operation, ResourceArn=f"{arn}0", **more) == "ResourceNotFoundException"


def identities(api: Service) -> None:
    session = {"RoleArn": ROLE, "RoleSessionName": "judge", "DurationSeconds": 900}
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    policies = [{"arn": f"arn:aws:iam::{ACCOUNT}:policy/read"}]
    more = {
        "ExternalId": "external",
        "SourceIdentity": "someone",
        "SerialNumber": "GAHT12345678",
        "TokenCode": "123456",
    }
    tags = {"Tags": [{"Key": "team", "Value": "payments"}], "TransitiveTagKeys": ["team"]}
    api.ok("GetCallerIdentity")
    api.ok("AssumeRole", **session, **more, **tags, Policy=policy, PolicyArns=policies)
    api.ok("AssumeRole", RoleArn=ROLE, RoleSessionName="plain")
    token = web_identity({"sub": "project_path:acme/app", "iss": "https://gitlab.example.com", "aud": "aws"})
    web = {"ProviderId": "accounts.example.com", "Policy": policy, "PolicyArns": policies, **session}
    api.ok("AssumeRoleWithWebIdentity", WebIdentityToken=token, **web)
    assert api.refused("AssumeRoleWithWebIdentity", WebIdentityToken="none", **session) == "InvalidIdentityToken"
    late = web_identity({"sub": "project_path:acme/app", "iss": "i", "aud": "a", "exp": 1})
    assert api.refused("AssumeRoleWithWebIdentity", WebIdentityToken=late, **session) == "ExpiredTokenException"
    assert api.refused("AssumeRole", **session, Policy="[]") == "MalformedPolicyDocument"
    large = json.dumps({"Statement": "x" * 1900})
    many = [{"arn": f"arn:aws:iam::{ACCOUNT}:policy/{'p' * 100}"}] * 10
    assert api.refused("AssumeRole", **session, Policy=large, PolicyArns=many) == "PackedPolicyTooLarge"
    api.refused("AssumeRole", **session | {"RoleArn": f"arn:aws:iam::{ACCOUNT}:user/none"})


def web_identity(claims: dict[str, Any]) -> str:
    parts = [json.dumps({"alg": "RS256"}), json.dumps(claims), "signature"]
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)


def keys(emulator: Emulator, ledger: Ledger) -> None:
    """Uses keys that are expired or unknown."""
    for name, operation in zip(SERVICES, ("ListHosts", "ListHosts", "ListPipelines", "GetCallerIdentity"), strict=True):
        for key in ("expired", "unknown"):
            Service(name, emulator.url, ledger, key=key).refused(operation)
