"""What must hold for every operation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from botocore.model import OperationModel
from botocore.paginate import Paginator, PaginatorModel

from emulator import Emulator, Service
from ledger import Ledger, is_query, key
from pipelines import Pipelines
from shapes import broken

# Classes of errors for an input that breaks its shape.
REFUSALS = {"ValidationException", "SerializationException", "ValidationError", "MalformedInput"}
FAULTS = ("deny", "throttle", "internal")


def every_operation_is_called(operations: list[OperationModel], ledger: Ledger) -> None:
    for operation in operations:
        if not ledger.responses[key(operation)]:
            ledger.report(f"{' '.join(key(operation))}: never called with success")


def violations_are_refused(service: Service, operations: list[OperationModel], ledger: Ledger) -> None:
    """Breaks the accepted input of each operation at each place."""
    for operation in operations:
        shape = operation.input_shape
        if shape is None:
            continue
        accepted, typed = ledger.inputs[key(operation)], not is_query(operation)
        unbroken = ledger.error(operation, service.send(operation, accepted)[1])
        for place, value in broken(shape, accepted, ledger.texts, typed):
            status, body = service.send(operation, value)
            ledger.tried[service.name] += 1
            error = ledger.error(operation, body)
            if status != 400 or error[0] not in REFUSALS or error == unbroken:
                ledger.accepted_violations[service.name] += 1
                ledger.report(f"{service.name} {operation.name}{place}: accepted, {status} {' '.join(error)[:200]}")


def pages_are_walked(service: Service, operations: list[OperationModel], ledger: Ledger) -> None:
    """Reads each list one item at a time, and compares it with the whole list."""
    for operation in operations:
        names = paging(operation)
        if names is None:
            continue
        parameters = {
            name: value for name, value in ledger.inputs[key(operation)].items() if name != names["limit_key"]
        }
        whole = service.ok(operation.name, **parameters)[names["result_key"]]
        walk = pages(service, operation, names, parameters)
        ledger.pages += len(walk)
        items = [item for page in walk for item in page.get(names["result_key"], [])]
        where = f"{service.name} {operation.name}"
        if items != whole or len(walk) != len(whole) or len(whole) < 2:
            ledger.report(f"{where}: {len(walk)} pages with {len(items)} items for a list of {len(whole)}")
        if not is_refused(service, operation, {**parameters, names["input_token"]: "none"}):
            ledger.report(f"{where}: a token of no page is accepted")


def pages(
    service: Service, operation: OperationModel, names: dict[str, str], parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    """Returns all pages of one item, as a paginator of botocore reads them."""

    def call(**each: Any) -> dict[str, Any]:
        return service.client._make_api_call(operation.name, each)

    config = PaginatorModel({"pagination": {operation.name: names}}).get_paginator(operation.name)
    return list(Paginator(call, config, operation).paginate(**parameters, PaginationConfig={"PageSize": 1}))


def paging(operation: OperationModel) -> dict[str, str] | None:
    """Returns the names of a list's members, as a paginator of botocore takes them, or none for no list."""
    if operation.input_shape is None or operation.output_shape is None:
        return None
    inputs, outputs = operation.input_shape.members, operation.output_shape.members
    token = next((name for name in outputs if name.lower() == "nexttoken" and name in inputs), None)
    if token is None:
        return None
    limit = next(name for name in inputs if name.lower() == "maxresults")
    items = next(name for name, shape in outputs.items() if shape.type_name == "list")
    return {"input_token": token, "output_token": token, "limit_key": limit, "result_key": items}


def is_refused(service: Service, operation: OperationModel, parameters: dict[str, Any]) -> bool:
    try:
        service.client._make_api_call(operation.name, parameters)
    except ClientError:
        return True
    return False


def common_errors_are_returned(
    service: Service, operations: list[OperationModel], ledger: Ledger, emulator: Emulator
) -> None:
    """Lets each operation fail as every operation of AWS may."""
    for operation in operations:
        for kind in FAULTS:
            emulator.control("POST", "faults", {"service": service.name, "operation": operation.name, "kind": kind})
            if not is_refused(service, operation, ledger.inputs[key(operation)]):
                ledger.report(f"{service.name} {operation.name}: succeeds in spite of the fault {kind}")


def wrong_answers_are_found(program: Path, ledger: Ledger) -> None:
    """Makes an emulator answer wrongly, and expects another ledger to hold exactly these problems."""
    own = Ledger()
    with Emulator(program) as emulator:
        services = {name: Service(name, emulator.url, own) for name in ("codeconnections", "codepipeline")}
        Pipelines(services, emulator).create("demo")
        emulator.seed_members("demo", {"/new": 1, "/stages/0/name": 7})
        services["codepipeline"].ok("GetPipeline", name="demo")
        fault = {"kind": "error", "class": "ConflictException", "message": "Busy", "status": 409}
        emulator.control("POST", "faults", {"operation": "GetPipeline", **fault})
        services["codepipeline"].refused("GetPipeline", name="demo")
    wrong = [".pipeline.new: unknown", ".pipeline.stages[].name: not a string"]
    wrong += ["ConflictException is not declared", "ConflictException with status 409, not {400}"]
    if sorted(own.problems) != sorted(f"codepipeline GetPipeline: {each}" for each in wrong):
        ledger.report(f"the judge finds {own.problems} instead of {wrong}")
