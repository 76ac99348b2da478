"""Backup and restore: everything comes back, on the same database and on the other one."""

import gzip
import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from anhuan.base.db import next_number
from anhuan.base.text_index import matching
from anhuan.cases.models import Case
from anhuan.kernel.case import Action
from anhuan.ledger.models import Fact
from anhuan.ops import archive
from anhuan.ops.backups import backup
from anhuan.ops.command import Stop
from anhuan.ops.doctor import examine
from anhuan.ops.models import Node
from anhuan.ops.progress import Progress
from anhuan.ops.restores import restore
from anhuan.ops.tables import our_models
from anhuan.sites.models import Site
from tests import factories as make
from tests.modules.cases.town import Loop, build, enter, photo
from tests.ops.program import begin, run

pytestmark = pytest.mark.django_db(transaction=True)

Rows = dict[str, list[tuple[Any, ...]]]


def quiet() -> Progress:
    return Progress(io.StringIO())


def everything() -> Rows:
    """Every row of every table, as values."""
    found: Rows = {}
    for model in our_models():
        rows = model._default_manager.order_by("pk").values_list()
        found[model._meta.label] = [
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows
        ]
    return found


def emptied() -> None:
    call_command("flush", interactive=False, verbosity=0)


def healthy() -> bool:
    return examine(io.StringIO(), as_json=True, progress=quiet()) == 0


@pytest.fixture
def own_key(settings: Any, vault: Path) -> Path:
    """The data folder with the key that the settings read from it."""
    settings.SECRET_KEY_GIVEN = False
    (vault / "secret-key").write_text(settings.SECRET_KEY, encoding="ascii")
    return vault


@pytest.fixture
def saved(rules: int, own_key: Path) -> tuple[Path, Rows]:
    """A town with a case and a photo, backed up; the database is empty then."""
    Node.objects.create(name="anlan", made_at=make.START)
    town = build()
    Site.objects.update(search="恒泰家具 枫林街道")
    loop = Loop(town, enter(town, town.officer).number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")
    path = own_key / "a.backup"
    assert backup(path, quiet()) == 0
    before = everything()
    emptied()
    for file in (own_key / "files").rglob("*"):
        if file.is_file():
            file.unlink()
    return path, before


def test_everything_comes_back_and_the_doctor_is_content(
    saved: tuple[Path, Rows], own_key: Path
) -> None:
    path, before = saved

    code = restore(path, quiet())

    assert code == 0
    assert everything() == before
    assert healthy()
    assert len(before["cases.Case"]) == 1
    assert list(matching(Case.objects.all(), "板材堵塞")) == list(Case.objects.all())


def test_numbers_go_on_where_they_stood(saved: tuple[Path, Rows]) -> None:
    path, before = saved
    restore(path, quiet())

    counters = apps.get_model("base", "Counter").objects
    last = counters.get(scope="case").last
    fresh = counters.create(scope="tea", year=2026, last=0)

    assert next_number("case", counters.get(scope="case").year) == last + 1
    assert fresh.pk not in [row[0] for row in before["base.Counter"]]


def test_insert_only_tables_stay_insert_only(saved: tuple[Path, Rows]) -> None:
    restore(saved[0], quiet())

    with pytest.raises(Exception, match="insert only"):
        Fact.objects.update(kind="changed")


def test_archive_is_for_its_owner_only_and_replaces_nothing(saved: tuple[Path, Rows]) -> None:
    path = saved[0]

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(Stop, match="is there already"):
        backup(path, quiet())


def test_database_with_rows_is_left_alone(saved: tuple[Path, Rows]) -> None:
    area = make.area("安澜市")

    with pytest.raises(Stop, match="not empty"):
        restore(saved[0], quiet())
    assert list(apps.get_model("territory", "Area").objects.all()) == [area]


def test_key_of_the_backup_becomes_the_key(saved: tuple[Path, Rows], settings: Any) -> None:
    key = settings.SECRET_KEY
    (settings.DATA_DIR / "secret-key").write_text("another", encoding="ascii")
    settings.SECRET_KEY = "another"

    restore(saved[0], quiet())

    assert (settings.DATA_DIR / "secret-key").read_text(encoding="ascii") == key
    assert stat.S_IMODE((settings.DATA_DIR / "secret-key").stat().st_mode) == 0o600


def test_given_key_that_reads_nothing_of_it_is_refused(
    saved: tuple[Path, Rows], settings: Any
) -> None:
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_GIVEN = "another", True

    with pytest.raises(Stop, match="ANHUAN_SECRET_KEY is not the key"):
        restore(saved[0], quiet())
    settings.SECRET_KEY_FALLBACKS = [former]
    assert restore(saved[0], quiet()) == 0


def test_evidence_that_is_missing_is_told_and_the_rest_is_saved(
    saved: tuple[Path, Rows], own_key: Path
) -> None:
    restore(saved[0], quiet())
    file = next(each for each in (own_key / "files").rglob("*") if each.is_file())
    file.unlink()
    path = own_key / "b.backup"

    code = backup(path, quiet())

    assert code == 1
    assert archive.verify(path)["missing"] == [file.name]


@pytest.mark.parametrize("name", ["other"])
def test_backup_of_another_node_is_refused(
    saved: tuple[Path, Rows], settings: Any, name: str
) -> None:
    settings.NODE_NAME = name

    with pytest.raises(Stop, match="The backup is of the node 'anlan'"):
        restore(saved[0], quiet())


def test_node_on_sqlite_moves_here(tmp_path: Path, own_key: Path, settings: Any) -> None:
    old = tmp_path / "old"
    old.mkdir()
    begin(old)
    sites = old / "sites.csv"
    sites.write_text(
        "企业名称,地址,统一社会信用代码\n安澜市宏远机械厂,安澜市海棠路 18 号,91440300708461136T\n",
        encoding="utf-8",
    )
    assert run(old, "import", "sites", str(sites), "--area", "339900").returncode == 0
    done = run(old, "backup", str(old / "a.backup"))
    assert done.returncode == 0, done.stderr

    restore(old / "a.backup", quiet())

    assert healthy()
    assert [site.name for site in matching(Site.objects.all(), "海棠路")] == ["安澜市宏远机械厂"]
    again = own_key / "again.backup"
    backup(again, quiet())
    assert contents(again) == contents(old / "a.backup")


def contents(path: Path) -> dict[str, list[Any]]:
    """The rows of every table part, parsed."""
    return {
        member.name: [json.loads(line) for line in member.lines()]
        for member in archive.members(path)
        if member.name.startswith("tables/")
    }


def rebuilt(path: Path, change: Callable[[tarfile.TarInfo, bytes], Any]) -> Path:
    """The archive with each member as ``change`` gives it: a list of (header, content)."""
    made = path.with_suffix(".made")
    with tarfile.open(path) as old, tarfile.open(made, "w:gz") as new:
        for info in old:
            stream = old.extractfile(info)
            content = stream.read() if stream else b""
            for header, body in change(info, content):
                new.addfile(header, io.BytesIO(body))
    return made


def header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info


def first(extra: Callable[[], list[Any]]) -> Callable[[tarfile.TarInfo, bytes], Any]:
    """Put members before the first table."""
    told = []

    def change(info: tarfile.TarInfo, content: bytes) -> list[Any]:
        if info.name.startswith("tables/") and not told:
            told.append(True)
            return [*extra(), (info, content)]
        return [(info, content)]

    return change


def link(name: str) -> list[Any]:
    info = header(name, 0, tarfile.SYMTYPE)
    info.linkname = "/etc/passwd"
    return [(info, b"")]


def another(info: tarfile.TarInfo, content: bytes) -> list[Any]:
    if info.name.startswith("tables/cases.Case"):
        content = content.replace(b"hazard", b"hazarD")
    return [(info, content)]


def left_out(info: tarfile.TarInfo, content: bytes) -> list[Any]:
    return [] if info.name.startswith("tables/ledger.Body") else [(info, content)]


def spoiled_file(info: tarfile.TarInfo, content: bytes) -> list[Any]:
    return [(info, b"x" * len(content) if info.name.startswith("files/") else content)]


def without_manifest(info: tarfile.TarInfo, content: bytes) -> list[Any]:
    return [] if info.name == archive.MANIFEST else [(info, content)]


HOSTILE: dict[str, Callable[[tarfile.TarInfo, bytes], Any]] = {
    "content": another,
    "table left out": left_out,
    "file": spoiled_file,
    "no manifest": without_manifest,
    "path up": first(lambda: [(header("../../etc/x", 1), b"x")]),
    "absolute path": first(lambda: [(header("/etc/x", 1), b"x")]),
    "path inside": first(lambda: [(header("files/../x", 1), b"x")]),
    "link": first(lambda: link("files/" + "0" * 64)),
    "device": first(lambda: [(header("secret-key", 0, tarfile.CHRTYPE), b"")]),
    "twice": first(lambda: [(header("secret-key", 1), b"x")]),
    "foreign table": first(lambda: [(header("tables/auth.Group/000001.jsonl", 3), b"[]\n")]),
}


@pytest.mark.parametrize("how", sorted(HOSTILE))
def test_archive_that_was_tampered_with_changes_nothing(
    saved: tuple[Path, Rows], own_key: Path, how: str
) -> None:
    path = rebuilt(saved[0], HOSTILE[how])
    key = (own_key / "secret-key").read_bytes()

    with pytest.raises(Stop, match="nothing was restored"):
        restore(path, quiet())

    assert sum(map(len, everything().values())) == 0
    assert [file for file in (own_key / "files").rglob("*") if file.is_file()] == []
    assert (own_key / "secret-key").read_bytes() == key


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_archive_that_was_cut_off_changes_nothing(saved: tuple[Path, Rows], share: float) -> None:
    path = saved[0].with_suffix(".cut")
    whole = saved[0].read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(Stop, match="nothing was restored"):
        restore(path, quiet())
    assert sum(map(len, everything().values())) == 0


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_member_that_claims_to_be_huge_is_refused_unread(
    saved: tuple[Path, Rows], kind: bytes
) -> None:
    path = saved[0].with_suffix(".huge")
    claimed = header("files/" + "0" * 64, 10 * 1024**4, kind)
    with gzip.open(path, "wb") as out:
        out.write(claimed.tobuf(tarfile.GNU_FORMAT))
        out.write(b"\0" * 1024)

    with pytest.raises(Stop, match="10,995,116,277,760 bytes"):
        archive.verify(path)


def test_archive_that_changes_between_the_two_readings_loads_nothing(
    saved: tuple[Path, Rows],
) -> None:
    from anhuan.ops.services.restoring import load

    facts = archive.verify(saved[0])
    path = rebuilt(saved[0], another)

    with pytest.raises(Stop, match="nothing was restored"):
        load(path, facts, quiet(), keep_key=True)
    assert sum(map(len, everything().values())) == 0
