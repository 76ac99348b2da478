"""Files made to break a reader are refused with a stable code, quickly and in little memory."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from anhuan.base.sheets import archive, opening
from anhuan.base.sheets.archive import Archive
from anhuan.base.sheets.grid import MAX_COLUMNS, MAX_FILE_BYTES, SheetError
from anhuan.base.sheets.opening import open_workbook
from anhuan.cases.reading.reader import read_ledger
from tests.modules.cases.reading_files import HEADING, csv_bytes, xlsx_bytes

COLUMNS = [
    *(
        "序号",
        "企业名称",
        "统一社会信用代码",
        "检查时间",
        "检查人",
        "隐患描述",
        "隐患等级",
        "整改措施",
    ),
    *(
        "责任人及电话",
        "整改资金",
        "整改期限",
        "整改状态",
        "完成时间",
        "复查结果",
        "是否销号",
        "备注",
    ),
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
BOOK_RELS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def package(sheet: bytes, book: str = BOOK, **parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("_rels/.rels", RELS)
        made.writestr("xl/workbook.xml", book)
        made.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS)
        made.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def refused(data: bytes | Path) -> str:
    with pytest.raises(SheetError) as caught:
        open_workbook(data)
    return caught.value.code


def test_plain_package_made_here_is_read() -> None:
    book = open_workbook(package(sheet('<row r="2"><c r="B2"><v>5</v></c></row>')))

    assert book.sheets[0].rows == ((), (None, 5))


def test_file_above_the_limit_is_refused_without_reading_on(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)

    assert refused(path) == "file_too_large"
    assert refused(b"x" * (MAX_FILE_BYTES + 1)) == "file_too_large"


def test_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx") == "file_missing"
    assert refused(b"") == "empty_file"


def test_zip_bomb_is_refused_by_its_declared_size() -> None:
    bomb = package(sheet(" " * (201 * 1024 * 1024)))

    assert len(bomb) < 1024 * 1024
    assert refused(bomb) == "unpacked_too_large"


def test_zip_bomb_with_a_false_size_is_stopped_while_inflating() -> None:
    data = package(sheet("<row>" + " " * 3_000_000 + "</row>"))
    held = Archive(data, limit=4_000_000)
    small = Archive(data, limit=4_000_000)
    small._left = 1_000_000

    assert sum(len(piece) for piece in held.chunks("xl/worksheets/sheet1.xml")) > 3_000_000
    with pytest.raises(SheetError) as caught:
        list(small.chunks("xl/worksheets/sheet1.xml"))
    assert caught.value.code == "unpacked_too_large"


def test_declared_size_that_lies_is_not_believed() -> None:
    data = bytearray(package(sheet("<row>" + " " * 500_000 + "</row>")))
    size = (len(sheet("<row>" + " " * 500_000 + "</row>"))).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")

    assert refused(bytes(data)) == "corrupt"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/x"> %b;]>',
    ],
)
def test_document_type_is_refused_in_every_part(doctype: str) -> None:
    rows = doctype.encode() + sheet('<row r="1"><c r="A1"><v>1</v></c></row>')

    assert refused(package(rows)) == "xml_declaration_refused"
    assert refused(package(sheet(""), book=doctype + BOOK)) == "xml_declaration_refused"


def test_cell_at_the_far_corner_allocates_no_grid() -> None:
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    tracemalloc.start()

    code = refused(package(sheet(row)))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == "too_many_columns"
    assert peak < 20_000_000


def test_cell_in_the_last_row_is_refused() -> None:
    row = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'

    assert refused(package(sheet(row))) == "too_many_rows"


def test_formatting_alone_far_down_is_no_content() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )

    assert open_workbook(package(sheet(rows))).sheets[0].rows == ((1,),)


def test_merge_over_the_whole_sheet_is_harmless() -> None:
    whole = sheet("").replace(
        b"</worksheet>",
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
    )

    assert read_ledger(package(whole), name="a.xlsx").rows == ()


def test_too_many_columns_is_refused() -> None:
    cells = "".join("<c><v>1</v></c>" for _ in range(MAX_COLUMNS + 1))

    assert refused(package(sheet(f'<row r="1">{cells}</row>'))) == "too_many_columns"


def test_too_many_sheets_is_refused() -> None:
    entries = '<sheet name="A" sheetId="1" r:id="r1"/>' * 101

    assert refused(package(sheet(""), BOOK.replace(entries[:39], entries))) == "too_many_sheets"


def test_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PARTS", 3)

    assert refused(package(sheet(""))) == "too_many_parts"


def encrypted_package() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return opening.OLE + bytes(504) + name + bytes(2000)


def encrypted_zip() -> bytes:
    data = bytearray(xlsx_bytes([HEADING]))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def document() -> bytes:
    return package(sheet(""), book="<document/>")


def without_workbook() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("readme.txt", "nothing")
    return target.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (encrypted_package, "encrypted"),
        (encrypted_zip, "encrypted"),
        (document, "unsupported_format"),
        (without_workbook, "unsupported_format"),
        (lambda: xlsx_bytes([HEADING])[:900], "corrupt"),
        (lambda: opening.ZIP + bytes(100), "corrupt"),
        (lambda: opening.OLE + bytes(2000), "corrupt"),
        (lambda: package(b"<worksheet><sheetData>"), "corrupt"),
        (lambda: package(sheet('<row r="1"><c r="??"><v>1</v></c></row>')), "corrupt"),
        (lambda: b"%PDF-1.7 ...", "unknown_format"),
        (lambda: b"\x89PNG\r\n\x1a\n", "unknown_format"),
        (lambda: b"abc\0def", "unknown_format"),
        (lambda: b"<html><table></table></html>", "unsupported_format"),
        (lambda: "隐患".encode("gb18030") + b"\xff\xff", "encoding_unknown"),
        (lambda: b'a,"' + b"x" * 200_000, "corrupt"),
    ],
)
def test_unreadable_file_is_refused_with_its_code(make: Callable[[], bytes], code: str) -> None:
    assert refused(make()) == code


def test_kind_is_decided_by_content_not_by_name(tmp_path: Path) -> None:
    rows = [HEADING, (1, "安澜某厂", "2024.3.5", "灭火器过期", "立即", "已整改")]
    path = tmp_path / "ledger.csv"
    path.write_bytes(xlsx_bytes(rows))

    reading = read_ledger(path, name="ledger.csv")

    assert reading.kind == "xlsx"
    assert [row.description for row in reading.rows] == ["灭火器过期"]


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_text_encoding_is_recognised(encoding: str, shown: str) -> None:
    book = open_workbook("序号,企业名称\n1,安澜㛃石厂\n".encode(encoding))

    assert book.encoding == shown
    assert book.sheets[0].rows == (("序号", "企业名称"), ("1", "安澜㛃石厂"))


@pytest.mark.parametrize(
    "cell",
    [
        *("1" * 60_000, "1 " * 30_000, "(" * 40_000, "一" * 40_000, "1、" * 20_000, "；" * 40_000),
        *(
            " " * 50_000 + "x\n" * 9,
            "约" * 40_000,
            "2024." * 9_000,
            "：" * 40_000,
            "隐患" * 20_000,
        ),
        *(
            "a\n" * 20_000,
            "万" * 40_000,
            "企业名称：" * 8_000,
            "厂" * 30_000 + "有限公司",
            "重大的" * 14_000,
            "（1）" * 12_000,
        ),
    ],
)
def test_endless_cell_costs_no_more_than_its_length(cell: str) -> None:
    started = time.process_time()

    reading = read_ledger(endless(cell), name="a.csv")

    assert time.process_time() - started < 5
    assert reading.kind == "csv"


def endless(cell: str) -> bytes:
    row = [cell] * len(COLUMNS)
    return csv_bytes([[cell], COLUMNS, ["1", *row[1:]], row, [cell], [*COLUMNS[:-1], cell], row])


def test_merges_without_end_are_refused() -> None:
    merge = '<mergeCell ref="A1:B2"/>' * 50_001
    whole = sheet("").replace(b"</worksheet>", f"{merge}</worksheet>".encode())

    assert refused(package(whole)) == "too_many_merges"
