"""The ledger taken out at the command line, in somebody's name."""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from anhuan.base.clock import now
from anhuan.cases.asking import COLUMNS, asked_from, chosen_columns
from anhuan.cases.exporting import export_ledger
from anhuan.cases.pens import FileKind
from anhuan.kernel.access import Viewer
from anhuan.ops.command import Stop
from anhuan.ops.naming import one_area, one_unit, signed_in

ASKED: Final = {
    "state": "state",
    "kind": "kind",
    "domain": "domain",
    "source": "source",
    "grade": "grade",
    "since": "found_from",
    "until": "found_to",
    "query": "q",
    "sort": "sort",
}
"""Options whose values stand in an address of the ledger as they are."""
FLAGS: Final = ("overdue", "listed", "relapsed")


def export_and_tell(path: Path, options: argparse.Namespace) -> int:
    """Write the file and print how many rows it holds. Raises ``Stop`` and refuses as the
    ledger does."""
    kind = _kind(path)
    if path.exists() and not options.force:
        raise Stop(
            f"{path} 已经存在；要覆盖就加 --force",
            f"{path} is there already; --force replaces it",
        )
    viewer = signed_in(options.by, now())
    asked = asked_from(_pairs(options, viewer))
    columns = _columns(options.columns)
    with _writing(path) as out:
        rows = export_ledger(viewer, asked.filters, asked.sort, columns, out, kind=kind)
    print(f"{path}：{rows} 项")
    print(f"{path}: {rows} rows")
    return 0


def _kind(path: Path) -> FileKind:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in set(FileKind):
        raise Stop("文件名要以 .xlsx 或 .csv 结尾", "The file name must end in .xlsx or .csv")
    return FileKind(ending)


def _pairs(options: argparse.Namespace, viewer: Viewer) -> list[tuple[str, str]]:
    pairs = [("open", {"open": "1", "ended": "0"}.get(options.standing, "any"))]
    for option, name in ASKED.items():
        given = getattr(options, option)
        pairs += [(name, each) for each in (given if isinstance(given, list) else [given or ""])]
    pairs += [(name, "1") for name in FLAGS if getattr(options, name)]
    if options.area:
        pairs.append(("area", str(one_area(options.area))))
    for name in ("unit", "department"):
        if called := getattr(options, name):
            pairs.append((name, str(one_unit(called, viewer))))
    return pairs


def _columns(text: str) -> Sequence[str] | None:
    if not text:
        return None
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        known = ", ".join(COLUMNS)
        raise Stop(
            f"没有列 {unknown[0]!r}；有：{known}",
            f"There is no column {unknown[0]!r}; there are: {known}",
        )
    return chosen_columns(names)


@contextmanager
def _writing(path: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner can read; it appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(f"写不了 {path}：{why}", f"{path} cannot be written: {why}") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
