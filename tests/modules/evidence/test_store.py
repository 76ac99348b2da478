import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.evidence import sniff, vault
from anhuan.evidence.models import File
from anhuan.evidence.services import store
from anhuan.evidence.types import MEGABYTE, Kind, StoredFile
from anhuan.kernel.refusal import Refusal, Why
from tests.modules.evidence.samples import Counting, archive, office, ole, photo, xlsx

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n"


def put(content: bytes, name: str = "a.jpg", kind: Kind = Kind.PHOTO) -> StoredFile:
    return store(Counting(content), name=name, by=new_id(), at=AT, kind=kind)


def refusal(content: bytes, name: str = "a.jpg", kind: Kind = Kind.PHOTO) -> Why | None:
    try:
        put(content, name, kind)
    except Refusal as refused:
        return refused.why
    return None


def files(data: Path) -> list[str]:
    return sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_file())


def test_store_keeps_every_byte_in_its_place() -> None:
    content = photo()

    stored = put(content)

    sha = hashlib.sha256(content).hexdigest()
    assert (stored.sha256, stored.size, stored.media_type) == (sha, len(content), "image/jpeg")
    assert vault.original(sha).read_bytes() == content
    assert File.objects.get().sha256 == sha


@pytest.mark.django_db(transaction=True)
def test_store_leaves_nothing_on_its_way(data: Path) -> None:
    sha = put(photo()).sha256

    place = f"{sha[:2]}/{sha[2:4]}/{sha}"
    assert files(data) == [
        f"derived/{place}.page.jpg",
        f"derived/{place}.thumb.jpg",
        f"files/{place}",
    ]


@pytest.mark.django_db(transaction=True)
def test_store_rolled_back_leaves_a_trace_for_the_sweep() -> None:
    with transaction.atomic():
        sha = put(photo()).sha256
        transaction.set_rollback(True)

    assert File.objects.count() == 0
    assert [path.name.split(".")[0] for path in vault.coming().iterdir()] == [sha]


@pytest.mark.django_db(transaction=True)
def test_store_of_what_is_here_already_looks_the_same(data: Path) -> None:
    content = photo()
    first, before = put(content), files(data)
    again = put(content)

    assert again == first
    assert files(data) == before
    assert File.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"\0" * 50, photo()[:400]])
def test_refused_file_leaves_no_original(content: bytes, data: Path) -> None:
    assert refusal(content) is not None
    assert [name for name in files(data) if not name.startswith("files/coming/")] == []
    assert list(vault.coming().glob("*.part")) == []
    assert File.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "megabytes"), [(Kind.PHOTO, 20), (Kind.DOCUMENT, 50), (Kind.SPREADSHEET, 32)]
)
def test_store_reads_no_further_than_the_limit(kind: Kind, megabytes: int) -> None:
    stream = Counting(endless=True)

    with pytest.raises(Refusal) as refused:
        store(stream, name="a", by=new_id(), at=AT, kind=kind)

    assert refused.value == Refusal(Why.FILE_TOO_LARGE, limit=megabytes * MEGABYTE)
    assert stream.read_bytes == megabytes * MEGABYTE + 1
    assert list(vault.coming().iterdir()) == []


def test_store_at_exactly_the_limit() -> None:
    whole = photo()
    whole += b"\0" * (Kind.PHOTO.limit - len(whole))

    assert refusal(whole) is None
    assert refusal(whole + b"\0") is Why.FILE_TOO_LARGE


def test_store_of_a_table_among_documents_keeps_to_the_tables_limit() -> None:
    content = b"1,2\n" * (9 * MEGABYTE)

    assert refusal(content, "a.csv", Kind.DOCUMENT) is Why.FILE_TOO_LARGE
    assert refusal(content, "a.txt", Kind.DOCUMENT) is None


def test_store_of_nothing() -> None:
    assert refusal(b"") is Why.FILE_EMPTY


@pytest.mark.parametrize(
    ("content", "name", "kind", "found"),
    [
        (photo("JPEG"), "x.pdf", Kind.PHOTO, sniff.JPEG),
        (photo("PNG"), "x", Kind.PHOTO, sniff.PNG),
        (photo("WEBP"), "x.exe", Kind.PHOTO, sniff.WEBP),
        (photo("PNG", mode="P"), "x", Kind.PHOTO, sniff.PNG),
        (photo("PNG", mode="I;16"), "x", Kind.PHOTO, sniff.PNG),
        (photo("JPEG"), "x.jpg", Kind.DOCUMENT, sniff.JPEG),
        (PDF, "x.jpg", Kind.DOCUMENT, sniff.PDF),
        (office("word/document.xml"), "x", Kind.DOCUMENT, sniff.DOCX),
        (xlsx(), "x.zip", Kind.SPREADSHEET, sniff.XLSX),
        (xlsx(), "x.xlsx", Kind.DOCUMENT, sniff.XLSX),
        (ole("Root Entry", "Workbook"), "x", Kind.SPREADSHEET, sniff.XLS),
        (ole("Root Entry", "Book"), "x", Kind.SPREADSHEET, sniff.XLS),
        ("序号,隐患\n".encode(), "x.CSV", Kind.SPREADSHEET, sniff.CSV),
        ("序号,隐患\n".encode("gb18030"), "x.csv", Kind.SPREADSHEET, sniff.CSV),
        ("\ufeff序号\r\n\t".encode(), "x.md", Kind.DOCUMENT, sniff.TXT),
        (b"<svg onload=alert(1)>", "x.svg", Kind.DOCUMENT, sniff.TXT),
    ],
)
def test_type_by_content(content: bytes, name: str, kind: Kind, found: str) -> None:
    assert put(content, name, kind).media_type == found


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"GIF89a" + b"\0" * 64, "x.jpg", Kind.PHOTO),
        (PDF, "x.jpg", Kind.PHOTO),
        (b"\x7fELF" + b"\0" * 64, "x.pdf", Kind.DOCUMENT),
        (b"MZ\x90\0", "x.txt", Kind.DOCUMENT),
        (archive(a=b"x"), "x.docx", Kind.DOCUMENT),
        (archive(**{"xl/workbook.xml": b"x"}), "x.xlsx", Kind.SPREADSHEET),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), "x.xlsx", Kind.SPREADSHEET),
        (office("word/document.xml", "word/vbaProject.bin"), "x.docx", Kind.DOCUMENT),
        (ole("Root Entry", "WordDocument", "Workbook"), "x.xls", Kind.SPREADSHEET),
        (ole("Root Entry", "NotAWorkbook"), "x.xls", Kind.SPREADSHEET),
        (b"plain", "x.txt", Kind.SPREADSHEET),
        (b"a\0b", "x.txt", Kind.DOCUMENT),
        (b"\xff\xff\xff", "x.txt", Kind.DOCUMENT),
        (b"abc \xe7", "x.txt", Kind.DOCUMENT),
    ],
)
def test_type_refused(content: bytes, name: str, kind: Kind) -> None:
    assert refusal(content, name, kind) is Why.FILE_TYPE


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (photo()[:400], Kind.PHOTO),
        (photo("PNG", size=(400, 400))[:-60], Kind.PHOTO),
        (b"\xff\xd8\xff" + b"\0" * 100, Kind.PHOTO),
        (xlsx()[:-40], Kind.SPREADSHEET),
    ],
)
def test_broken_file(content: bytes, kind: Kind) -> None:
    assert refusal(content, "x", kind) is Why.FILE_BROKEN


def test_archive_that_unpacks_to_too_much() -> None:
    zeros = bytes(101 * MEGABYTE)
    bomb = archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": zeros, "xl/a": zeros})

    assert refusal(bomb, "x.xlsx", Kind.SPREADSHEET) is Why.FILE_TOO_LARGE


def test_picture_of_too_many_pixels() -> None:
    bomb = photo("PNG", size=(20_000, 2_001), mode="1")

    assert len(bomb) < MEGABYTE
    assert refusal(bomb) is Why.FILE_TOO_LARGE


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("现场照片.JPG", "现场照片.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\fake\\a.png", "a.jpg"),
        ("invoice\u202egnp.exe", "invoicegnp.jpg"),
        ("a\r\nSet-Cookie: x\0.jpg", "aSet-Cookie_ x.jpg"),
        ("a\u200b\ufeff\u2028b.jpg", "a_b.jpg"),
        ('<"a">|?*%.jpg', "__a______.jpg"),
        ("..", "_.jpg"),
        ("", "_.jpg"),
        ("CON.txt", "_CON.jpg"),
        ("2026.05.01 巡查", "2026.05.01 巡查.jpg"),
        ("a.tar.exe", "a.tar.jpg"),
        ("\ud800a.jpg", "a.jpg"),
        ("长" * 400 + ".jpg", "长" * 50 + ".jpg"),
    ],
)
def test_safe_name(name: str, shown: str) -> None:
    assert sniff.safe_name(name, sniff.JPEG) == shown


def test_row_is_written_before_the_file_is_in_its_place(monkeypatch: Any) -> None:
    # Its lock keeps the sweep away.
    seen: list[int] = []
    settle = vault.settle

    def spy(arrived: vault.Arrived) -> None:
        seen.append(File.objects.count())
        settle(arrived)

    monkeypatch.setattr(vault, "settle", spy)
    put(photo())

    assert seen == [1]
