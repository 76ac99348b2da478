"""A second program, written from the specification alone, counts the promises of a log as ours
does."""

import os
import random
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from anhuan.kernel.log_entry import LogEntry, encoded
from anhuan.kernel.promises import Promises
from tests.ops import written_log as made

SOURCE = Path(__file__).with_name("promises.go")
BEGUN = datetime(2027, 2, 20, tzinfo=UTC)
ENDS = ("discharged", "withdrawn", "missed")


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    go = shutil.which("go")
    if go is None:
        if os.environ.get("CI"):
            pytest.fail("needs Debian's golang-go")
        pytest.skip("needs Debian's golang-go")
    folder = tmp_path_factory.mktemp("go")
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "GO111MODULE": "off"}
    env |= {"GOCACHE": str(folder / "cache"), "CGO_ENABLED": "0"}
    subprocess.run([go, "build", "-o", folder / "promises", SOURCE], env=env, check=True)

    def count(log, size):
        done = subprocess.run(
            [folder / "promises", log, str(size)], capture_output=True, text=True, check=True
        )
        return tuple(map(int, done.stdout.split()))

    return count


def entry(dice, kind, number, at, due_on=None):
    return encoded(
        LogEntry(
            kind=kind,
            record=str(UUID(int=number)),
            version=1 if due_on or kind in ("obligation.made", "case.register") else 2,
            at=at,
            commitment=dice.randbytes(32),
            due_on=due_on,
        )
    )


def story(seed, count):
    """Promises with and without a day, ended in time, late, twice, never, or before they began."""
    dice = random.Random(seed)
    found = []
    for n in range(count):
        at = BEGUN + timedelta(hours=n)
        due_on = dice.choice([None, date(2027, 3, 1) + timedelta(days=dice.randrange(30))])
        kind = dice.choice(["obligation.made"] * 5 + ["obligation.imported", "case.register"])
        found.append(entry(dice, kind, n, at, due_on))
        for _ in range(dice.choice([0, 1, 1, 2])):
            other = dice.randrange(n + 2)
            ended = at + timedelta(hours=dice.randrange(1, 900))
            found.append(entry(dice, f"obligation.{dice.choice(ENDS)}", other, ended))
    return found


@pytest.mark.parametrize("seed, count", [(1, 0), (2, 1), (3, 300), (4, 2_000)])
def test_second_program_counts_the_same(counted, tmp_path, settings, seed, count):
    settings.DATA_DIR = tmp_path
    entries = story(seed, count)
    ours = Promises()
    ours.take("log", entries)

    theirs = counted(made.write(entries), len(entries))

    one = ours.counted()["log"]
    assert theirs == (one.done, one.missed, one.late, one.withdrawn, one.open)
    assert count < 300 or min(theirs) > 0
