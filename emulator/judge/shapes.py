"""Values and the shapes of a service model: what breaks a shape, what fits it, what breaks it in one place."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from botocore.model import Shape

NUMBERS = {"integer", "long", "float", "double"}
# Each breaks some pattern; the last letter of a fitting text is replaced by one of them.
ODD = ["!", " ", "\n", "\x01", "é", "Ā", "/", "a", "_"]


def breaches(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """Yields each way in which a value breaks its shape, after the path to the place."""
    kind = shape.type_name
    if kind == "structure":
        yield from of_structure(shape, value, path)
    elif kind == "list":
        yield from of_list(shape, value, path)
    elif kind == "map":
        yield from of_map(shape, value, path)
    else:
        yield from (f"{path}: {breach}" for breach in of_scalar(shape, value))


def of_structure(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: not a structure"
        return
    yield from (f"{path}.{name}: missing" for name in shape.required_members if value.get(name) is None)
    for name, inner in value.items():
        if name not in shape.members:
            yield f"{path}.{name}: unknown"
        elif inner is not None:
            yield from breaches(shape.members[name], inner, f"{path}.{name}")


def of_list(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path}: not a list"
        return
    yield from (f"{path}: {breach}" for breach in of_size(shape, len(value)))
    for item in value:
        yield from breaches(shape.member, item, f"{path}[]")


def of_map(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: not a map"
        return
    yield from (f"{path}: {breach}" for breach in of_size(shape, len(value)))
    for key, inner in value.items():
        yield from breaches(shape.key, key, f"{path}{{key}}")
        yield from breaches(shape.value, inner, f"{path}{{}}")


def of_scalar(shape: Shape, value: Any) -> Iterator[str]:
    kind = shape.type_name
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "string":
        if isinstance(value, str):
            yield from of_text(shape, value)
        else:
            yield "not a string"
    elif kind == "boolean":
        yield from [] if isinstance(value, bool) else ["not a boolean"]
    elif kind in NUMBERS and is_number:
        yield from of_size(shape, value)
    elif kind in NUMBERS or kind == "timestamp":
        yield from [] if is_number else [f"not a {kind}"]
    else:
        yield f"a {kind}, which the judge cannot check"


def of_text(shape: Shape, value: str) -> Iterator[str]:
    yield from of_size(shape, len(value))
    if shape.enum and value not in shape.enum:
        yield f"not one of {shape.enum}"
    pattern = shape.metadata.get("pattern")
    if pattern and not compiled(pattern).fullmatch(value):
        yield f"out of pattern {pattern}"


def of_size(shape: Shape, size: float) -> Iterator[str]:
    if size < shape.metadata.get("min", size):
        yield f"less than {shape.metadata['min']}"
    if size > shape.metadata.get("max", size):
        yield f"more than {shape.metadata['max']}"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiles a pattern of Java, whose classes are those of ASCII and whose categories Python does not have."""
    return re.compile(re.sub(r"\\p\{(\w)\}", lambda found: category(found[1]), pattern), re.ASCII)


@cache
def category(letter: str) -> str:
    letters = map(chr, range(sys.maxunicode))
    return "".join(re.escape(each) for each in letters if unicodedata.category(each).startswith(letter))


def fitting(shape: Shape, known: Iterable[str]) -> Any:
    """Returns a value that fits the shape, with every member. Texts come from `known`."""
    kind = shape.type_name
    if kind == "structure":
        return {name: fitting(member, known) for name, member in shape.members.items()}
    if kind == "list":
        return [fitting(shape.member, known)] * max(1, shape.metadata.get("min", 0))
    if kind == "map":
        return {fitting(shape.key, known): fitting(shape.value, known)}
    if kind == "string":
        return text(shape, known)
    return True if kind == "boolean" else max(1, shape.metadata.get("min", 0))


def text(shape: Shape, known: Iterable[str]) -> str:
    made = ["a" * size for size in (1, shape.metadata.get("min", 1))]
    for candidate in [*shape.enum, *known, *made]:
        if not any(of_text(shape, candidate)):
            return candidate
    raise LookupError(f"no text fits {shape.name} {shape.metadata}")


def broken(shape: Shape, value: Any, known: Iterable[str], typed: bool) -> Iterator[tuple[str, Any]]:
    """Yields copies of a fitting value, each with one breach at one place, after the path and the kind of the breach.

    Members that the value lacks are added first, so that each member of the shape is broken. Without `typed`, the wire
    has texts only.
    """
    kind = shape.type_name
    if kind == "structure":
        yield from broken_structure(shape, value, known, typed)
    elif kind == "list":
        yield from broken_list(shape, value, known, typed)
    elif kind == "map":
        yield from broken_map(shape, value, known, typed)
    elif kind == "string":
        yield from broken_text(shape, value)
    elif kind in NUMBERS:
        yield from broken_number(shape)
    if typed or kind in NUMBERS:
        yield ": wrong type", wrong_type(kind)


def wrong_type(kind: str) -> Any:
    return {"structure": [], "map": [], "list": {}, "string": 7, "timestamp": True}.get(kind, "x")


def broken_structure(shape: Shape, value: dict, known: Iterable[str], typed: bool) -> Iterator[tuple[str, Any]]:
    for name, member in shape.members.items():
        present = value[name] if name in value else fitting(member, known)
        for place, breach in broken(member, present, known, typed):
            yield f".{name}{place}", {**value, name: breach}
    for name in shape.required_members:
        yield f".{name}: missing", {other: inner for other, inner in value.items() if other != name}


def broken_list(shape: Shape, value: list, known: Iterable[str], typed: bool) -> Iterator[tuple[str, Any]]:
    items = value or [fitting(shape.member, known)]
    for place, breach in broken(shape.member, items[0], known, typed):
        yield f"[]{place}", [breach, *items[1:]]
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
    if least:
        yield ": too short", items[: least - 1]
    if most is not None:
        yield ": too long", (items * (most + 1))[: most + 1]


def broken_map(shape: Shape, value: dict, known: Iterable[str], typed: bool) -> Iterator[tuple[str, Any]]:
    key, inner = next(iter(value.items()), None) or (fitting(shape.key, known), fitting(shape.value, known))
    for place, breach in broken_text(shape.key, key):
        yield f"{{key}}{place}", {**value, breach: inner}
    for place, breach in broken(shape.value, inner, known, typed):
        yield f"{{}}{place}", {**value, key: breach}
    most = shape.metadata.get("max")
    if most is not None:
        yield ": too long", {f"{key}{number}": inner for number in range(most + 1)}


def broken_text(shape: Shape, value: str) -> Iterator[tuple[str, Any]]:
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
    if least:
        yield ": too short", value[: least - 1]
    if most is not None:
        longer = [value + end * (most + 1 - len(value)) for end in (value[-1:] or "a", "a", "0")]
        yield ": too long", next((each for each in longer if in_pattern(shape, each)), longer[0])
    if shape.enum:
        yield ": not in enum", f"{value}?"
    odd = [value[:-1] + end for end in ODD if not in_pattern(shape, value[:-1] + end)]
    yield from ((": out of pattern", each) for each in odd[:1])


def in_pattern(shape: Shape, value: str) -> bool:
    pattern = shape.metadata.get("pattern")
    return pattern is None or compiled(pattern).fullmatch(value) is not None


def broken_number(shape: Shape) -> Iterator[tuple[str, Any]]:
    for bound, step, kind in (("min", -1, "too small"), ("max", 1, "too large")):
        if bound in shape.metadata:
            yield f": {kind}", shape.metadata[bound] + step


def from_xml(shape: Shape | None, element: Element) -> Any:
    """Returns the value of an element; a member that the shape does not have stays a text."""
    kind, content = shape.type_name if shape else "string", element.text or ""
    if kind == "structure":
        return {tag(child): from_xml(shape.members.get(tag(child)), child) for child in element}
    if kind == "list":
        return [from_xml(shape.member, child) for child in element]
    try:
        if kind in NUMBERS:
            return int(content)
        if kind == "timestamp":
            return datetime.fromisoformat(content.replace("Z", "+00:00")).timestamp()
    except ValueError:
        pass
    return content


def tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
