"""The whole suite, once on SQLite and once on PostgreSQL: ``python3 run test``."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import postgres

NOTHING_COLLECTED = 5
VITEST = ["npm", "run", "--silent", "--if-present", "test", "--", "--passWithNoTests"]
VITEST += ["--reporter=dot"]
FRONTEND = Path(__file__).resolve().parents[1] / "frontend"


@dataclass(frozen=True)
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read(report: Path) -> Tally:
    """The counts of one JUnit report; an error is a failure."""
    if not report.exists():
        return Tally()
    total = Tally()
    for suite in ElementTree.parse(report).iter("testsuite"):
        count = {
            key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
        }
        failed = count["failures"] + count["errors"]
        total += Tally(count["tests"] - failed - count["skipped"], failed, count["skipped"])
    return total


def pytest(words: list[str], env: Mapping[str, str]) -> tuple[int, Tally]:
    # By file: a worker that began with the browser's pages would else keep them all to itself.
    ours = ["-n", "2", "--dist", "loadfile"]
    workers = [] if any(word.startswith("-n") for word in words) else ours
    with tempfile.TemporaryDirectory(prefix="anhuan-test-") as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *workers, f"--junitxml={report}", *words],
            env={**env, "ANHUAN_DATA": folder},
            check=False,
        )
        return done.returncode, read(report)


def vitest() -> tuple[int, Tally]:
    """The tests of the browser sources; the launcher puts a Node on PATH."""
    with tempfile.TemporaryDirectory(prefix="anhuan-test-") as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [*VITEST, "--reporter=junit", f"--outputFile={report}"], cwd=FRONTEND, check=False
        )
        return done.returncode, read(report)


def arguments(words: list[str]) -> tuple[str, list[str]]:
    parser = argparse.ArgumentParser(prog="run test", allow_abbrev=False)
    parser.add_argument(
        "--database",
        choices=("both", "sqlite", "postgresql"),
        default="both",
        help="one database only; everything else goes to pytest (--long, paths, -k …)",
    )
    known, rest = parser.parse_known_args(words)
    return known.database, rest


def main(words: list[str]) -> int:
    database, rest = arguments(words)
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    codes, total = [], Tally()
    if FRONTEND.exists() and database == "both" and not rest:
        code, tally = vitest()
        codes.append(code)
        total += tally
        print(f"— Browser sources: {tally}", flush=True)
    if database != "postgresql":
        started = time.monotonic()
        code, tally = pytest(rest, env)
        codes.append(code)
        total += tally
        print(f"— SQLite: {tally} in {time.monotonic() - started:.0f} s", flush=True)
    if database != "sqlite":
        with ExitStack() as stack:
            url = os.environ.get("DATABASE_URL") or stack.enter_context(postgres.server())
            started = time.monotonic()
            code, tally = pytest(["--again", *rest], {**env, "DATABASE_URL": url})
        codes.append(code)
        total += tally
        print(f"— PostgreSQL: {tally} in {time.monotonic() - started:.0f} s", flush=True)
    print(total, flush=True)
    bad = [code for code in codes if code not in (0, NOTHING_COLLECTED)]
    if bad:
        return bad[0]
    return 0 if 0 in codes else NOTHING_COLLECTED


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except postgres.NoServer as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
