"""``kill -9`` of whoever records or writes the log: nothing is lost, nothing rewritten."""

from pathlib import Path

import pytest

from tests.ops.program import spoken

KILLS = 10
PROGRAM = "tests.ops.crash_log"


@pytest.mark.long
def test_killed_writer_or_sequencer_leaves_one_whole_log(
    tmp_path: Path, database: dict[str, str], depth: int
) -> None:
    spoken(tmp_path, PROGRAM, "build", **database)

    spoken(tmp_path, PROGRAM, "run", str(KILLS * depth), **database)

    found = spoken(tmp_path, PROGRAM, "check", **database)
    assert found["wrong"] == []
    assert found["acknowledged"] > KILLS * depth
    assert found["signed"] >= KILLS * depth // 4
