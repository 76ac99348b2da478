"""Files that were made to hurt, and cells that were."""

import io
import zipfile
from pathlib import Path

import pytest

from anhuan.cases.checking import differences
from anhuan.cases.intake.services import import_ledger, upload
from anhuan.cases.models import Batch, Case
from anhuan.evidence.models import File
from anhuan.kernel.refusal import Refusal, Why
from tests import factories as make
from tests.modules.cases.reading_files import xlsx_bytes
from tests.modules.cases.test_importing_rows import HEADING, ledger, line
from tests.modules.cases.town import Town, build

MEGABYTE = 1024 * 1024


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


class Endless:
    """A stream that counts what is read of it."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read_so_far = 0

    def read(self, size: int, /) -> bytes:
        size = min(size, self.left)
        self.left -= size
        self.read_so_far += size
        return b"x" * size


def sent(town: Town, content: bytes, name: str = "台账.xlsx") -> Refusal:
    with pytest.raises(Refusal) as refused:
        upload(io.BytesIO(content), name=name, unit=town.office.id, by=town.clerk, at=make.AT)
    return refused.value


def test_large_file_is_refused_without_reading_on(town: Town) -> None:
    stream = Endless(200 * MEGABYTE)

    with pytest.raises(Refusal) as refused:
        upload(stream, name="台账.xlsx", unit=town.office.id, by=town.clerk, at=make.AT)

    assert refused.value.why is Why.FILE_TOO_LARGE
    assert stream.read_so_far == 32 * MEGABYTE + 1


def test_zip_bomb_is_refused(town: Town) -> None:
    bomb = io.BytesIO(xlsx_bytes([["a"]]))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/bomb{number}.xml", b" " * (50 * MEGABYTE))

    refusal = sent(town, bomb.getvalue())

    assert refusal.why is Why.FILE_TOO_LARGE
    assert (Batch.objects.count(), File.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.FILE_EMPTY),
        (b"%PDF-1.7 not a table", Why.FILE_TYPE),
        (b"PK\x03\x04 broken", Why.FILE_BROKEN),
    ],
)
def test_file_that_is_no_spreadsheet_is_refused(town: Town, content: bytes, why: Why) -> None:
    assert sent(town, content).why is why


def test_file_name_with_a_path_loses_it(town: Town, tmp_path: Path) -> None:
    content = ledger(tmp_path, line()).read_bytes()

    upload(
        io.BytesIO(content),
        name="../../etc/台账.csv",
        unit=town.office.id,
        by=town.clerk,
        at=make.AT,
    )

    assert "/" not in Batch.objects.get().name


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"])
def test_formula_text_stays_the_text_it_is(town: Town, tmp_path: Path, text: str) -> None:
    path = ledger(tmp_path, line(隐患描述=text))

    import_ledger(path, unit=town.office.id, by=town.clerk, at=make.AT, accept_nulls=True)

    assert Case.objects.get().description == text


def test_text_beyond_its_column_is_kept_whole_beside_the_case(town: Town, tmp_path: Path) -> None:
    long = "、".join(f"张三{n}" for n in range(200))

    path = ledger(tmp_path, line(整改责任人=long))
    import_ledger(path, unit=town.office.id, by=town.clerk, at=make.AT, accept_nulls=True)

    case = Case.objects.get()
    assert (len(case.responsible), case.extra["responsible *"]) == (200, long)
    assert differences() == []


def test_control_characters_do_not_reach_the_database(town: Town, tmp_path: Path) -> None:
    told = line(隐患描述="电线\x08裸露", 备注="见\x07附页")
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx_bytes([HEADING, list(told.values())]))

    import_ledger(path, unit=town.office.id, by=town.clerk, at=make.AT, accept_nulls=True)

    case = Case.objects.get()
    assert (case.description, case.extra) == ("电线裸露", {"备注": "见附页"})
