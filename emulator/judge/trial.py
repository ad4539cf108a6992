"""The trial: all calls and checks, and their table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from botocore.model import OperationModel

import checks
import records
import regions
import story
from emulator import Emulator, Service
from ledger import MEANT, Ledger

BEGIN = "<!-- The judge writes from here … -->\n"
END = "<!-- … to here. -->\n"
HEAD = """| Service | Operations | Responses | Errors | Violations tried | Violations accepted |
| --- | --- | --- | --- | --- | --- |
"""


def run(root: Path, program: Path, calls: Path | None, write: bool) -> int:
    """Tries the emulator, prints the table and the problems, and returns the exit code."""
    ledger = Ledger()
    with Emulator(program) as emulator:
        services = story.tell(emulator, ledger)
        operations = {name: list(service.operations()) for name, service in services.items()}
        for name, service in services.items():
            checks.every_operation_is_called(operations[name], ledger)
            checks.pages_are_walked(service, operations[name], ledger)
            checks.violations_are_refused(service, operations[name], ledger)
            checks.common_errors_are_returned(service, operations[name], ledger, emulator)
    checks.wrong_answers_are_found(program, ledger)
    regions.have_their_partition(program, ledger)
    regions.are_in_the_repository(root, ledger, write)
    recorded = records.check(calls, services, ledger) if calls else []
    for meant in MEANT.keys() - ledger.met:
        ledger.problems.append(f"no longer a difference: {meant}")
    counts = [f"{ledger.pages} pages of lists read. {ledger.regions} regions called.", *recorded]
    table = f"{HEAD}{''.join(rows(services, operations, ledger))}\n{' '.join(counts)}\n"
    meant = [f"meant: {difference}: {MEANT[difference]}" for difference in sorted(ledger.met)]
    print("\n".join([table, *meant, *ledger.problems]))
    if write and not ledger.problems:
        write_table(root / "docs/guides/reliability.md", table)
    print(f"{len(ledger.problems)} problems")
    return 1 if ledger.problems else 0


def rows(services: dict[str, Service], operations: dict[str, list[OperationModel]], ledger: Ledger) -> Iterator[str]:
    for name in services:
        kinds = (ledger.responses, ledger.errors)
        responses, errors = (sum(count for key, count in kind.items() if key[0] == name) for kind in kinds)
        cells = [len(operations[name]), responses, errors, ledger.tried[name], ledger.accepted_violations[name]]
        yield f"| `{name}` | {' | '.join(map(str, cells))} |\n"


def write_table(path: Path, table: str) -> None:
    before, rest = path.read_text().split(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}")
