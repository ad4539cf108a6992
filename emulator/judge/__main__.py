"""Checks the emulator against the service models of botocore: `python3 emulator/judge --help`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENT = (Path(__file__).parent / "requirements.txt").read_text().strip()


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="judge", description=__doc__)
    program = ROOT / "target/debug/codepipeline-emulator"
    parser.add_argument("--emulator", type=Path, default=program, help="program to check")
    parser.add_argument("--calls", type=Path, help="file of `--record` whose calls are checked as well")
    parser.add_argument("--write", action="store_true", help="write the table and the regions into the repository")
    parser.add_argument(
        "--venv", type=Path, default=ROOT / "target/judge", help="where a missing botocore is installed"
    )
    return parser.parse_args()


def has_botocore() -> bool:
    try:
        return f"botocore=={metadata.version('botocore')}" == REQUIREMENT
    except metadata.PackageNotFoundError:
        return False


def run_in_venv(directory: Path) -> int:
    """Installs botocore from the package index, and runs the same command with it."""
    python = directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(directory, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", REQUIREMENT], check=True)
    return subprocess.run([python, *sys.argv]).returncode


def main() -> int:
    sys.dont_write_bytecode = True
    chosen = options()
    if not has_botocore():
        return run_in_venv(chosen.venv)
    import trial

    return trial.run(ROOT, chosen.emulator, chosen.calls, chosen.write)


if __name__ == "__main__":
    sys.exit(main())
