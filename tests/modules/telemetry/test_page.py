"""docs/hj212.md says what the program does."""

import re

from anhuan.telemetry.protocols.hj212.commands import COMMANDS
from anhuan.telemetry.protocols.hj212.deviations import CLAUSES
from anhuan.telemetry.protocols.hj212.factors import AIR, NOISE, WATER
from anhuan.telemetry.protocols.hj212.frame import inspected
from anhuan.telemetry.protocols.hj212.framing import LONGEST
from anhuan.telemetry.protocols.hj212.readings import report
from anhuan.telemetry.protocols.hj212.revision import MARKS, MEASURED, Revision
from anhuan.telemetry.protocols.hj212.segment import parsed
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "hj212.md").read_text(encoding="utf-8")


def said(mark: str, revision: Revision) -> str:
    meaning = MARKS[revision].get(mark, "–")
    return f"{meaning}: **measured**" if mark in MEASURED[revision] else meaning


def test_page_lists_each_deviation_with_its_clause() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]{2,})` \| (.+) \|$", PAGE, re.MULTILINE)

    assert dict(rows) == {name.value: clause for name, clause in CLAUSES.items()}


def test_page_lists_each_command_with_what_follows() -> None:
    rows = re.findall(r"^\| (\d{4}) \| (.+) \| (.+) \| (\d{4})( only)? \|$", PAGE, re.MULTILINE)

    assert [row[:4] for row in rows] == [
        (each.code, each.title, each.way.value, each.since.value) for each in COMMANDS.values()
    ]
    assert [row[0] for row in rows if row[4]] == [
        each.code for each in COMMANDS.values() if each.until is Revision.OF_2005
    ]


def test_page_lists_each_mark_by_revision() -> None:
    rows = re.findall(r"^\| `(\w)` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
    marks = {mark for table in MARKS.values() for mark in table}

    assert {mark: (old, new) for mark, old, new in rows} == {
        mark: (said(mark, Revision.OF_2005), said(mark, Revision.OF_2017)) for mark in marks
    }


def test_frames_of_the_page_are_sound_and_strict() -> None:
    frames = [inspected(f"{line}\r\n".encode()) for line in re.findall(r"^ +(##.+)$", PAGE, re.M)]

    assert [frame.faults for frame in frames] == [()] * len(frames)
    assert [report(parsed(frame.segment)).faults for frame in frames] == [()] * len(frames)
    assert len(frames) == 1


def test_figures_of_the_page_are_those_of_the_program() -> None:
    assert f"At most {LONGEST:,} bytes wait" in PAGE
    assert f"({len(WATER) + len(AIR) + len(NOISE)} codes;" in PAGE
