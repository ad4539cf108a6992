"""Calls of CodePipeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulator import ACCOUNT, ROLE, Emulator, Service

NO_EXECUTION = "00000000-0000-4000-8000-000000000000"


def action(name: str, category: str, provider: str, **members: Any) -> dict[str, Any]:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actionTypeId": kind, **members}


class Pipelines:
    """Calls of CodePipeline. Executions wait in the stage `Approve` of each pipeline."""

    def __init__(self, services: dict[str, Service], emulator: Emulator) -> None:
        self.api, self.emulator = services["codepipeline"], emulator
        made = services["codeconnections"].ok("CreateConnection", ConnectionName="pipelines", ProviderType="GitLab")
        self.connection = made["ConnectionArn"]
        emulator.set_status("connections", self.connection, "AVAILABLE")

    def tell(self) -> None:
        self.declarations()
        self.refusals()
        self.executions()
        self.approvals()
        self.recovery()
        self.transitions()
        self.tags()
        self.parallel()
        self.failures()

    def declaration(self, name: str, **members: Any) -> dict[str, Any]:
        configuration = {"ConnectionArn": self.connection, "FullRepositoryId": "acme/app", "BranchName": "main"}
        source = action("GitLab", "Source", "CodeStarSourceConnection", configuration=configuration)
        source |= {"outputArtifacts": [{"name": "source"}], "namespace": "Source", "runOrder": 1}
        gate = action(
            "Gate", "Approval", "Manual", configuration={"CustomData": "#{Source.CommitId}"}, timeoutInMinutes=60
        )
        build = action("Compile", "Build", "CodeBuild", configuration={"ProjectName": "app"})
        build |= {"inputArtifacts": [{"name": "source"}], "outputArtifacts": [{"name": "binary"}], "roleArn": ROLE}
        stages = [("Source", source), ("Approve", gate), ("Build", build)]
        return {
            "name": name,
            "roleArn": ROLE,
            "artifactStore": {
                "type": "S3",
                "location": "acme-artifacts",
                "encryptionKey": {"id": "key", "type": "KMS"},
            },
            "stages": [{"name": stage, "actions": [each]} for stage, each in stages],
            "pipelineType": "V2",
            "executionMode": "QUEUED",
            **members,
        }

    def create(self, name: str, **members: Any) -> dict[str, Any]:
        return self.api.ok("CreatePipeline", pipeline=self.declaration(name, **members))["pipeline"]

    def state(self, name: str) -> list[dict[str, Any]]:
        return self.api.ok("GetPipelineState", name=name)["stageStates"]

    def decide(self, name: str, status: str) -> dict[str, Any]:
        """Decides the approval that waits."""
        token = self.state(name)[1]["actionStates"][0]["latestExecution"]["token"]
        verdict = {"pipelineName": name, "stageName": "Approve", "actionName": "Gate", "token": token}
        verdict["result"] = {"summary": "Looked at it", "status": status}
        self.api.ok("PutApprovalResult", **verdict)
        return verdict

    def start(self, name: str, **parameters: Any) -> str:
        return self.api.ok("StartPipelineExecution", name=name, **parameters)["pipelineExecutionId"]

    def declarations(self) -> None:
        filters = {"push": [{"branches": {"includes": ["main"], "excludes": ["x"]}, "filePaths": {"includes": ["**"]}}]}
        filters |= {
            "pullRequest": [{"events": ["OPEN"], "branches": {"includes": ["main"]}}],
            "sourceActionName": "GitLab",
        }
        trigger = {"providerType": "CodeStarSourceConnection", "gitConfiguration": filters}
        variable = {"name": "level", "defaultValue": "one", "description": "A level"}
        self.create("demo", variables=[variable], triggers=[trigger])
        whole = self.declaration("whole", executionMode="SUPERSEDED")
        whole["stages"][2] |= self.conditions()
        whole["stages"].append({"name": "Run", "actions": [self.commands()]})
        tags = [{"key": "team", "value": "payments"}, {"key": "env", "value": ""}]
        self.api.ok("CreatePipeline", pipeline=whole, tags=tags)
        regions = {region: {"type": "S3", "location": f"acme-{region}"} for region in ("eu-west-1", "us-east-1")}
        old = self.declaration("old", pipelineType="V1", executionMode="SUPERSEDED", artifactStores=regions)
        del old["artifactStore"], old["stages"][1]["actions"][0]["timeoutInMinutes"]
        old["stages"][2]["actions"][0]["region"] = "us-east-1"
        self.api.ok("CreatePipeline", pipeline=old)
        for name in ("demo", "whole", "old"):
            read = self.api.ok("GetPipeline", name=name)["pipeline"]
            self.api.ok("UpdatePipeline", pipeline=read)
            self.state(name)
        self.api.ok("GetPipeline", name="demo", version=1)
        self.api.ok("ListPipelines", maxResults=100)
        self.create("gone")
        self.api.ok("DeletePipeline", name="gone")

    @staticmethod
    def conditions() -> dict[str, Any]:
        kind = {"category": "Rule", "owner": "AWS", "provider": "LambdaInvoke", "version": "1"}
        rule = {
            "name": "Check",
            "ruleTypeId": kind,
            "configuration": {"FunctionName": "f"},
            "inputArtifacts": [{"name": "source"}],
        }
        rule |= {"roleArn": ROLE, "region": "eu-west-1", "timeoutInMinutes": 5}
        entry = {"conditions": [{"result": "SKIP", "rules": [rule]}]}
        success = {"conditions": [{"result": "FAIL", "rules": [rule]}]}
        failure = {"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}}
        return {"beforeEntry": entry, "onSuccess": success, "onFailure": failure}

    @staticmethod
    def commands() -> dict[str, Any]:
        run = action("Run", "Compute", "Commands", commands=["make"], outputVariables=["VERSION"])
        run["environmentVariables"] = [{"name": "MODE", "value": "fast", "type": "PLAINTEXT"}]
        run["inputArtifacts"] = [{"name": "source"}]
        run["outputArtifacts"] = [{"name": "files", "files": ["*.log"]}]
        return run

    def refusals(self) -> None:
        def stages(change: Callable[[list[dict[str, Any]]], Any]) -> dict[str, Any]:
            declaration = self.declaration("bad")
            change(declaration["stages"])
            return declaration

        duplicate = [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]
        refused = {
            "PipelineNameInUseException": {"pipeline": self.declaration("demo")},
            "InvalidStructureException": {"pipeline": stages(lambda all: all.reverse())},
            "InvalidStageDeclarationException": {"pipeline": stages(lambda all: all[2].update(name="Approve"))},
            "InvalidActionDeclarationException": {
                "pipeline": stages(lambda all: all[2]["actions"][0].update(commands=["make"]))
            },
            "ValidationException": {"pipeline": self.declaration("bad", artifactStores={})},
            "InvalidTagsException": {"pipeline": self.declaration("bad"), "tags": duplicate},
            "TooManyTagsException": {"pipeline": self.declaration("bad"), "tags": many_tags()},
        }
        for name, parameters in refused.items():
            assert self.api.refused("CreatePipeline", **parameters) == name, name
        one_stage = self.declaration("demo")
        del one_stage["stages"][1:]
        assert self.api.refused("UpdatePipeline", pipeline=one_stage) == "InvalidStructureException"
        self.api.refused("UpdatePipeline", pipeline=self.declaration("none"))
        self.api.refused("GetPipeline", name="demo", version=99)
        for operation, parameters in missing("none", "Approve", "Gate").items():
            assert self.api.refused(operation, **parameters) == "PipelineNotFoundException", operation
        for operation, parameters in missing("demo", "None", "Gate").items():
            if "stageName" in parameters:
                assert self.api.refused(operation, **parameters) == "StageNotFoundException", operation
            if "actionName" in parameters:
                parameters["stageName"], parameters["actionName"] = "Approve", "None"
                assert self.api.refused(operation, **parameters) == "ActionNotFoundException", operation

    def executions(self) -> None:
        chosen = [{"actionName": "GitLab", "revisionType": "COMMIT_ID", "revisionValue": "0" * 40}]
        parameters = {"variables": [{"name": "level", "value": "two"}], "sourceRevisions": chosen}
        first = self.start("demo", clientRequestToken="token-1", **parameters)
        assert self.start("demo", clientRequestToken="token-1", **parameters) == first
        self.api.refused("StartPipelineExecution", name="demo", variables=[{"name": "none", "value": "x"}])
        self.api.ok(
            "StopPipelineExecution", pipelineName="demo", pipelineExecutionId=first, abandon=True, reason="Late"
        )
        again = self.api.refused("StopPipelineExecution", pipelineName="demo", pipelineExecutionId=first)
        assert again == "PipelineExecutionNotStoppableException"
        waiting = self.start("whole")
        self.api.ok("StopPipelineExecution", pipelineName="whole", pipelineExecutionId=waiting, abandon=False)
        twice = self.api.refused("StopPipelineExecution", pipelineName="whole", pipelineExecutionId=waiting)
        assert twice == "DuplicatedStopRequestException"
        event = {"type": "push", "repository": "acme/app", "branch": "main", "files": ["README.md"]}
        assert self.emulator.control("POST", "events", event)["executions"]
        self.api.refused("GetPipelineExecution", pipelineName="demo", pipelineExecutionId=NO_EXECUTION)
        by_id = {"pipelineExecutionId": NO_EXECUTION}
        self.api.refused("ListActionExecutions", pipelineName="demo", filter=by_id)
        self.read_executions()

    def read_executions(self) -> None:
        for name in ("demo", "whole", "old"):
            self.state(name)
            executions = self.api.ok("ListPipelineExecutions", pipelineName=name)["pipelineExecutionSummaries"]
            for execution in executions:
                each = execution["pipelineExecutionId"]
                self.api.ok("GetPipelineExecution", pipelineName=name, pipelineExecutionId=each)
                latest = {"pipelineExecutionId": each, "startTimeRange": "Latest"}
                self.api.ok("ListActionExecutions", pipelineName=name, filter={"latestInPipelineExecution": latest})
        succeeded = {"succeededInStage": {"stageName": "Source"}}
        self.api.ok("ListPipelineExecutions", pipelineName="demo", filter=succeeded, maxResults=50)
        self.api.ok(
            "ListActionExecutions",
            pipelineName="demo",
            filter={"pipelineExecutionId": each_of(self, "demo")},
            maxResults=50,
        )

    def approvals(self) -> None:
        self.create("approved")
        verdict = self.decide("approved", "Approved")
        assert self.api.refused("PutApprovalResult", **verdict) == "ApprovalAlreadyCompletedException"
        unknown = verdict | {"token": NO_EXECUTION}
        assert self.api.refused("PutApprovalResult", **unknown) == "InvalidApprovalTokenException"
        self.read_executions()

    def recovery(self) -> None:
        self.create("recovered")
        good = each_of(self, "recovered")
        self.decide("recovered", "Approved")
        bad = self.start("recovered")
        stage = {"pipelineName": "recovered", "stageName": "Approve"}
        retry = {**stage, "pipelineExecutionId": bad, "retryMode": "ALL_ACTIONS"}
        assert self.api.refused("RetryStageExecution", **retry) == "StageNotRetryableException"
        late = retry | {"pipelineExecutionId": good}
        assert self.api.refused("RetryStageExecution", **late) == "NotLatestPipelineExecutionException"
        self.decide("recovered", "Rejected")
        self.api.ok("RetryStageExecution", **retry)
        self.decide("recovered", "Rejected")
        self.state("recovered")
        build = {"pipelineName": "recovered", "stageName": "Build"}
        self.api.ok("RollbackStage", **build, targetPipelineExecutionId=good)
        self.api.refused("RollbackStage", **build, targetPipelineExecutionId=bad)
        self.api.refused("RollbackStage", **build, targetPipelineExecutionId=NO_EXECUTION)
        self.api.ok("UpdatePipeline", pipeline=self.declaration("recovered"))
        outdated = self.api.refused("RollbackStage", **build, targetPipelineExecutionId=good)
        assert outdated == "PipelineExecutionOutdatedException"
        self.api.ok("ListPipelineExecutions", pipelineName="recovered")
        self.api.ok("ListActionExecutions", pipelineName="recovered")

    def transitions(self) -> None:
        entry = {"pipelineName": "demo", "stageName": "Build", "transitionType": "Inbound"}
        self.api.ok("DisableStageTransition", **entry, reason="Freeze")
        self.decide("demo", "Approved")
        self.state("demo")
        self.api.ok("EnableStageTransition", **entry)
        self.api.refused("EnableStageTransition", **entry | {"transitionType": "Outbound"})
        revision = {"revisionId": "1" * 40, "revisionChangeId": "change", "created": 1767322800}
        put = {"pipelineName": "demo", "stageName": "Source", "actionName": "GitLab", "actionRevision": revision}
        assert self.api.ok("PutActionRevision", **put)["newRevision"]
        assert not self.api.ok("PutActionRevision", **put)["newRevision"]

    def tags(self) -> None:
        arn = f"arn:aws:codepipeline:eu-west-1:{ACCOUNT}:whole"
        self.api.ok("TagResource", resourceArn=arn, tags=[{"key": "one", "value": "1"}])
        self.api.ok("UntagResource", resourceArn=arn, tagKeys=["env"])
        self.api.ok("ListTagsForResource", resourceArn=arn, maxResults=50)
        assert self.api.refused("TagResource", resourceArn=arn, tags=many_tags()) == "TooManyTagsException"
        assert self.api.refused("UntagResource", resourceArn=arn, tagKeys=["aws:x"]) == "InvalidTagsException"
        for operation, more in (
            ("ListTagsForResource", {}),
            ("TagResource", {"tags": []}),
            ("UntagResource", {"tagKeys": []}),
        ):
            assert self.api.refused(operation, resourceArn=f"{arn}0", **more) == "ResourceNotFoundException"
            elsewhere = arn.replace("eu-west-1", "us-east-1")
            assert self.api.refused(operation, resourceArn=elsewhere, **more) == "InvalidArnException"

    def parallel(self) -> None:
        self.create("parallel", executionMode="PARALLEL")
        for _ in range(49):
            self.start("parallel")
        full = "ConcurrentPipelineExecutionsLimitExceededException"
        assert self.api.refused("StartPipelineExecution", name="parallel") == full
        self.state("parallel")
        self.api.ok("ListActionExecutions", pipelineName="parallel")

    def failures(self) -> None:
        broken = self.declaration("broken", executionMode="SUPERSEDED")
        source = broken["stages"][0]["actions"][0]
        source["configuration"]["ConnectionArn"] = self.connection[:-1] + "x"
        broken["stages"][0]["onFailure"] = {"result": "RETRY", "retryConfiguration": {"retryMode": "FAILED_ACTIONS"}}
        self.api.ok("CreatePipeline", pipeline=broken)
        self.state("broken")
        self.api.ok("ListActionExecutions", pipelineName="broken")
        third = self.declaration("third")
        kind = {"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"}
        keys = {"Owner": "acme", "Repo": "app", "Branch": "main", "OAuthToken": "secret"}
        source = {
            "name": "GitHub",
            "actionTypeId": kind,
            "configuration": keys,
            "outputArtifacts": [{"name": "github"}],
        }
        third["stages"][0]["actions"].append(source)
        self.api.ok("CreatePipeline", pipeline=third)
        self.state("third")
        self.api.ok("ListActionExecutions", pipelineName="third")


def each_of(pipelines: Pipelines, name: str) -> str:
    """Returns the ID of the latest execution."""
    answer = pipelines.api.ok("ListPipelineExecutions", pipelineName=name)
    return answer["pipelineExecutionSummaries"][0]["pipelineExecutionId"]


def missing(pipeline: str, stage: str, name: str) -> dict[str, dict[str, Any]]:
    """Returns inputs that name a pipeline, a stage or an action, by operation."""
    at = {"pipelineName": pipeline, "stageName": stage}
    entry, execution = {**at, "transitionType": "Inbound"}, {"pipelineExecutionId": NO_EXECUTION}
    revision = {"revisionId": "1", "revisionChangeId": "1", "created": 1}
    approval = {"result": {"summary": "", "status": "Approved"}, "token": NO_EXECUTION}
    return {
        "GetPipeline": {"name": pipeline, "version": 1},
        "GetPipelineState": {"name": pipeline},
        "GetPipelineExecution": {"pipelineName": pipeline, **execution},
        "ListPipelineExecutions": {"pipelineName": pipeline},
        "ListActionExecutions": {"pipelineName": pipeline},
        "StartPipelineExecution": {"name": pipeline},
        "StopPipelineExecution": {"pipelineName": pipeline, **execution},
        "EnableStageTransition": entry,
        "DisableStageTransition": {**entry, "reason": "Freeze"},
        "RetryStageExecution": {**at, **execution, "retryMode": "ALL_ACTIONS"},
        "RollbackStage": {**at, "targetPipelineExecutionId": NO_EXECUTION},
        "PutApprovalResult": {**at, "actionName": name, **approval},
        "PutActionRevision": {**at, "actionName": name, "actionRevision": revision},
    }


def many_tags() -> list[dict[str, str]]:
    return [{"key": f"key-{number}", "value": ""} for number in range(51)]
