"""Two who may erase, and how a whole node is searched for what must not be there."""

import json
import subprocess
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from anhuan.base.jobs import run_one
from anhuan.erasure import services
from anhuan.erasure.models import Erasure
from anhuan.kernel.access import Role, Viewer
from anhuan.ops.tables import lines, our_models
from anhuan.territory.models import Area
from tests import factories as make

ENOUGH = 50


def erasers(city: Area) -> tuple[Viewer, Viewer]:
    """The committee office of the whole city, and the administrator."""
    unit = make.unit("安澜市安委办", area=city)
    found = []
    for title, role, name in (("科长", Role.OFFICE, "宋雅"), ("管理员", Role.ADMIN, "方宁")):
        someone = make.person(name)
        make.appointed(someone, make.post(title, role=role, unit=unit))
        found.append(make.viewer_for(someone))
    return found[0], found[1]


def erased(asker: Viewer, second: Viewer, **more: object) -> Erasure:
    """Asked, confirmed and carried out by the worker."""
    given = {"person": None, "terms": (), "ground": "purpose-met", "reason": "本人申请"}
    spared, uses = more.pop("spared", ()), more.pop("uses", ())
    key = services.ask(**(given | more), by=asker, at=make.AT)  # type: ignore[arg-type]
    services.choose(
        key=key,
        seen_version=1,
        spared=spared,  # type: ignore[arg-type]
        uses=uses,  # type: ignore[arg-type]
        by=asker,
        at=make.AT,
    )
    services.confirm(key=key, seen_version=2, by=second, at=make.AT)
    work()
    return Erasure.objects.get(pk=key)


def work() -> None:
    for _ in range(ENOUGH):
        if not run_one():
            return


def left(words: list[str]) -> list[tuple[str, str]]:
    """Where a word still is: in a table's dump, the database's own file, any file of the data
    folder, spreadsheets opened."""
    found = []
    for place, content in _contents():
        for word in words:
            forms = {word.encode(), json.dumps(word)[1:-1].encode(), word.encode("gb18030")}
            if any(form in content for form in forms):
                found.append((place, word))
    return found


def _contents() -> list[tuple[str, bytes]]:
    everything = [
        (model._meta.label, b"".join(lines(model, without={}))) for model in our_models()
    ]
    database: set[Path] = set()
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        database = {path, *path.parent.glob(f"{path.name}-*")}
        everything += [(one.name, _read_apart(one)) for one in sorted(database)]
    for path in sorted(Path(settings.DATA_DIR).rglob("*")):
        if path.is_file() and path not in database:
            everything.append((str(path), path.read_bytes()))
            everything += _within(path)
    return everything


def _read_apart(path: Path) -> bytes:
    """The bytes of a database file, read by a process of its own: closing such a file here would
    drop the locks this process holds on it, and the next program to open it would start afresh."""
    return subprocess.run(["cat", str(path)], capture_output=True, check=True).stdout


def _within(path: Path) -> list[tuple[str, bytes]]:
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        return [(f"{path}!{name}", archive.read(name)) for name in archive.namelist()]
