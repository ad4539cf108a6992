"""What the emulator has answered, and what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from xml.etree import ElementTree

from botocore.model import OperationModel

from shapes import breaches, from_xml, tag

# Errors that each service may return without declaring them, with their HTTP statuses. The API references list the first
# ones; the names of the others depend on the protocol.
COMMON = {
    "AccessDeniedException": {400, 403},
    "ExpiredTokenException": {400, 403},
    "IncompleteSignature": {400, 403},
    "InternalFailure": {500},
    "NotAuthorized": {400, 401},
    "OptInRequired": {403},
    "RequestEntityTooLargeException": {413},
    "RequestExpired": {400},
    "ServiceUnavailable": {503},
    "ThrottlingException": {400},
    "UnknownOperationException": {400, 404},
    "UnrecognizedClientException": {400, 403},
    "ValidationError": {400},
    "ValidationException": {400},
    # AWS JSON
    "InvalidSignatureException": {400, 403},
    "MissingAuthenticationTokenException": {400, 403},
    "SerializationException": {400},
    # Query
    "AccessDenied": {403},
    "ExpiredToken": {403},
    "InvalidAction": {400},
    "InvalidClientTokenId": {403},
    "MalformedInput": {400},
    "MissingAuthenticationToken": {403},
    "SignatureDoesNotMatch": {403},
    "Throttling": {400},
}

# Classes that the models of both connections APIs define, and assign to few operations or to none. Each operation may return
# them.
CONNECTIONS = {"InvalidInputException", "ResourceAlreadyExistsException", "UnsupportedProviderTypeException"}

STATE = "codepipeline GetPipelineState: .stageStates[].actionStates[].currentRevision"
HOSTS = r"arn:aws(-[\w]+)*:codestar-connections:.+:[0-9]{12}:host\/.+"
OMITTED = "AWS was seen to omit it for sources of a connection"

# Differences from the models that are meant, each with its reason. One that no longer occurs is a problem.
MEANT = {
    "codepipeline UpdatePipeline: PipelineNotFoundException is not declared": "no source tells what AWS returns",
    f"{STATE}.revisionChangeId: missing": OMITTED,
    f"{STATE}.created: missing": OMITTED,
    f"codestar-connections ListHosts: .Hosts[].HostArn: out of pattern {HOSTS}": (
        "both APIs list the hosts of both, and the pattern is older than the new prefix"
    ),
}


class Ledger:
    """Counts by service and operation, accepted inputs, and problems."""

    def __init__(self) -> None:
        self.responses: Counter[tuple[str, str]] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()
        self.tried: Counter[str] = Counter()
        self.accepted_violations: Counter[str] = Counter()
        self.inputs: dict[tuple[str, str], dict[str, Any]] = {}
        self.texts: dict[str, None] = {}
        self.problems: list[str] = []
        self.met: set[str] = set()
        self.pages = self.regions = 0

    def accept(self, operation: OperationModel, parameters: dict[str, Any]) -> None:
        """Keeps the input of a call that went well."""
        self.inputs[key(operation)] = parameters
        self.texts |= dict.fromkeys(texts(parameters))

    def judge(self, operation: OperationModel, status: int, body: bytes) -> None:
        """Judges the raw response to a call."""
        if status == 200:
            self.responses[key(operation)] += 1
            wrong = output_breaches(operation, body)
        else:
            self.errors[key(operation)] += 1
            wrong = self.error_breaches(operation, status, body)
        for breach in wrong:
            self.report(f"{' '.join(key(operation))}: {breach}")

    def report(self, problem: str) -> None:
        if problem in MEANT:
            self.met.add(problem)
        elif problem not in self.problems:
            self.problems.append(problem)

    def error(self, operation: OperationModel, body: bytes) -> tuple[str, str]:
        """Returns the class and the message of an error, both empty for a success."""
        if is_query(operation):
            error = next((each for each in ElementTree.fromstring(body) if tag(each) == "Error"), [])
            members = {tag(each): each.text or "" for each in error}
            return members.get("Code", ""), members.get("Message", "")
        members = json.loads(body or b"{}")
        name = members.get("__type", "").rpartition("#")[2]
        return name, members.get("message") or members.get("Message") or ""

    def error_breaches(self, operation: OperationModel, status: int, body: bytes) -> list[str]:
        """Returns what is wrong with an error: its class, its status, its members."""
        name, message = self.error(operation, body)
        declared = {shape.error_code: shape for shape in operation.error_shapes}
        wrong = [] if message else [f"{name} has no message"]
        if name in declared:
            expected = {declared[name].metadata.get("error", {}).get("httpStatusCode", 400)}
            wrong += foreign_members(declared[name], operation, body)
        else:
            expected = COMMON.get(name, {400})
            is_known = name in COMMON or (name in CONNECTIONS and "connections" in operation.service_model.service_name)
            wrong += [] if is_known else [f"{name} is not declared"]
        return wrong + ([] if status in expected else [f"{name} with status {status}, not {expected}"])


def foreign_members(shape: Any, operation: OperationModel, body: bytes) -> list[str]:
    """Returns the members of an error of AWS JSON that its shape lacks. Many shapes have no members at all."""
    if is_query(operation) or not shape.members:
        return []
    names = set(json.loads(body)) - {"__type", *shape.members}
    return [f"{shape.name} has no member {name}" for name in names]


def output_breaches(operation: OperationModel, body: bytes) -> list[str]:
    """Returns how the body of a successful response breaks the output of the operation."""
    shape = operation.output_shape
    if is_query(operation):
        return query_breaches(operation, ElementTree.fromstring(body))
    if shape is None:
        return ["a body without an output shape"] if body else []
    return list(breaches(shape, json.loads(body)))


def query_breaches(operation: OperationModel, root: ElementTree.Element) -> list[str]:
    shape = operation.output_shape
    wrapper, namespace = shape.serialization["resultWrapper"], operation.service_model.metadata["xmlNamespace"]
    expected = [f"{{{namespace}}}{name}" for name in (f"{operation.name}Response", wrapper, "ResponseMetadata")]
    found = [root.tag, *(each.tag for each in root)]
    if found != expected:
        return [f"elements {found}, not {expected}"]
    return list(breaches(shape, from_xml(shape, root[0])))


def is_query(operation: OperationModel) -> bool:
    return operation.service_model.metadata["protocol"] == "query"


def key(operation: OperationModel) -> tuple[str, str]:
    return operation.service_model.service_name, operation.name


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in texts(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []
