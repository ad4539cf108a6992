"""Calls that the emulator has recorded, such as those of the acceptance tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import OperationModel, Shape

from emulator import Service
from ledger import MEANT, Ledger, is_query, key, output_breaches
from shapes import NUMBERS, breaches


def check(path: Path, services: dict[str, Service], ledger: Ledger) -> list[str]:
    """Judges all requests, and the successful responses: errors may be faults that a test has injected."""
    calls = [json.loads(line) for line in path.read_text().splitlines()]
    seeded = tuple(f".{name}: unknown" for call in calls for name in call.get("seeded", []))
    counts: Counter[str] = Counter()
    found: set[str] = set()
    for call in calls:
        service = services.get(call.get("service"))
        if service is None or call["operation"] not in service.model.operation_names:
            continue
        operation = service.model.operation_model(call["operation"])
        wrong = list(request_breaches(operation, call["request"]))
        counts["requests"] += 1
        if call["status"] == 200:
            counts["responses"] += 1
            wrong += output_breaches(operation, call["response"].encode())
        for breach in wrong:
            problem = f"{' '.join(key(operation))}: {breach}"
            if not breach.endswith(seeded) and problem not in MEANT:
                found.add(f"recorded {problem}")
    for problem in sorted(found):
        ledger.report(problem)
    return [f"Recorded: {counts['requests']} requests, {counts['responses']} responses, {len(found)} problems."]


def request_breaches(operation: OperationModel, body: str) -> Iterator[str]:
    shape = operation.input_shape
    if is_query(operation):
        value: Any = from_form(shape, dict(parse_qsl(body, keep_blank_values=True))) or {}
    else:
        value = json.loads(body or "{}")
    return breaches(shape, value) if shape else iter(())


def from_form(shape: Shape | None, form: dict[str, str], prefix: str = "") -> Any:
    """Returns the value of a form, whose names are paths such as `Tags.member.1.Key`."""
    if shape is None:
        return None
    if shape.type_name == "structure":
        members = ((name, from_form(member, form, f"{prefix}{name}")) for name, member in shape.members.items())
        return {name: value for name, value in members if value is not None} or None
    if shape.type_name == "list":
        items = (from_form(shape.member, form, f"{prefix}.member.{number}.") for number in range(1, 100))
        return [item for item in items if item is not None] or None
    text = form.get(prefix.removesuffix("."))
    return int(text) if text and shape.type_name in NUMBERS else text
