"""Regions and partitions, from botocore's endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from emulator import Emulator, Service, session
from ledger import Ledger

FILE = "emulator/judge/regions.tsv"


def listed() -> Iterator[tuple[str, str, str]]:
    """Yields service, partition and region. Botocore lists the former name of the connections API only."""
    botocore = session()
    for service in ("codepipeline", "codestar-connections", "sts"):
        for partition in botocore.get_available_partitions():
            for region in botocore.get_available_regions(service, partition):
                yield service, partition, region


def have_their_partition(program: Path, ledger: Ledger) -> None:
    """Reads the partition of each region from an ARN of the emulator."""
    with Emulator(program) as emulator:
        for _, partition, region in (each for each in listed() if each[0] == "sts"):
            connections = Service("codeconnections", emulator.url, ledger, region)
            arn = connections.ok("CreateConnection", ConnectionName="app", ProviderType="GitLab")["ConnectionArn"]
            ledger.regions += 1
            if arn.split(":")[1:4] != [partition, "codeconnections", region]:
                ledger.report(f"{region} is not in the partition of {arn}")


def are_in_the_repository(root: Path, ledger: Ledger, write: bool) -> None:
    """Compares the list in the repository, which tests of the provider read, with botocore's."""
    text = "".join("\t".join(each) + "\n" for each in sorted(listed()))
    path = root / FILE
    if write:
        path.write_text(text)
    if not path.exists() or path.read_text() != text:
        ledger.report(f"{FILE} is stale: run the judge with --write")
