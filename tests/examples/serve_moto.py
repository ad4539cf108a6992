"""Serves moto, and prints its URL. For each line of standard input, prints what the account has; ends with the input.

Fills in what moto lacks for CodeBuild projects of a pipeline.
"""

from __future__ import annotations

import json
import logging
import sys
from functools import partial

import boto3
from moto.codebuild import models, responses
from moto.core.responses import ActionResult
from moto.server import ThreadedMotoServer


def accept(_: dict) -> None:
    """moto requires a location even for the type CODEPIPELINE, which has none."""


def with_encryption_key(create_project):
    """moto does not store the key."""

    def create(self: responses.CodeBuildResponse) -> ActionResult:
        project = create_project(self).result["project"]
        project["encryptionKey"] = self._get_param("encryptionKey")
        return ActionResult({"project": project})

    return create


def by_name(delete_project):
    """moto does not find a project by its ARN."""

    def delete(self: models.CodeBuildBackend, project_name: str) -> None:
        delete_project(self, project_name.rpartition("/")[2])

    return delete


def content(url: str) -> dict:
    """Returns what the account has, as AWS lists it. Keys are deleted after a waiting period."""
    client = partial(
        boto3.client,
        endpoint_url=url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    iam, kms = client("iam"), client("kms")
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    aliases = [alias["AliasName"] for alias in kms.list_aliases()["Aliases"]]
    return {
        "aliases": [alias for alias in aliases if not alias.startswith("alias/aws/")],
        "buckets": [bucket["Name"] for bucket in client("s3").list_buckets()["Buckets"]],
        "keys": [key["Arn"] for key in keys if key["KeyState"] != "PendingDeletion"],
        "log_groups": [group["logGroupName"] for group in client("logs").describe_log_groups()["logGroups"]],
        "policies": {role["RoleName"]: policies(iam, role["RoleName"]) for role in iam.list_roles()["Roles"]},
        "projects": client("codebuild").list_projects()["projects"],
    }


def policies(iam, role: str) -> dict:
    """Returns the inline policies of a role, by name."""
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    return {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}


def main() -> None:
    responses._validate_required_params_source = accept
    responses._validate_required_params_artifacts = accept
    responses.CodeBuildResponse.create_project = with_encryption_key(responses.CodeBuildResponse.create_project)
    models.CodeBuildBackend.delete_project = by_name(models.CodeBuildBackend.delete_project)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    print(url, flush=True)
    for _ in sys.stdin:
        print(json.dumps(content(url)), flush=True)
    server.stop()


main()
