"""The specification of the record says what the code does."""

import re
from dataclasses import fields

from anhuan.kernel import check_phrase, log_entry, slip, witness
from anhuan.kernel.log_entry import LogEntry
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")


def section(number: int) -> str:
    return re.split(r"^## \d+\. ", PAGE, flags=re.MULTILINE)[number]


def test_words_of_the_page_are_those_of_the_code() -> None:
    blocks = re.findall(r"(?:^    .+\n)+", section(8), re.MULTILINE)
    chinese = blocks[0].splitlines()
    tables = [list("".join(line.split())) for line in chinese] + [
        each.split() for each in blocks[1:]
    ]

    wanted = [
        [word[place] for word in table]
        for place in (0, 1)
        for table in (check_phrase.QUALITIES, check_phrase.THINGS)
    ]
    assert tables == wanted


def test_fields_of_the_page_are_those_of_an_entry() -> None:
    listed = re.findall(r"^\| `(\w)` \|.*\| (yes|no) \|$", section(2), re.MULTILINE)

    assert {name for name, _ in listed} == log_entry.ALLOWED
    assert {name for name, must in listed if must == "yes"} == log_entry.NEEDED
    assert len(listed) == len(fields(LogEntry)) + 1


def test_limits_of_the_page_are_those_of_the_code() -> None:
    assert f"**{log_entry.LONGEST} bytes**" in section(2)
    assert f"at most {log_entry.MOST_ORGANISATIONS}:" in section(2)
    assert f"At most {slip.LONGEST} bytes" in section(8)
    assert f"at most {slip.LONGEST_ORIGIN} bytes" in section(6)
    assert f"up to {witness.MOST_HASHES} lines of proof" in section(11)


def test_answers_of_the_page_are_those_of_a_witness() -> None:
    listed = re.findall(r"^\| (\d{3}) \|", section(11), re.MULTILINE)

    assert {int(status) for status in listed} == {int(status) for status in witness.Status}


def test_modules_of_the_page_exist() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", section(12), re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(rows))

    kernel = ROOT / "src" / "anhuan" / "kernel"
    assert [name for name in named if not (kernel / f"{name}.py").is_file()] == []
    assert len(named) == 16
