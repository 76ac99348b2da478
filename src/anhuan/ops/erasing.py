"""``anhuan erasure``: asked and confirmed at the command line, each in somebody's name."""

import sys
from pathlib import Path
from typing import Final, TextIO
from uuid import UUID

from anhuan.base.clock import now
from anhuan.erasure import queries, services
from anhuan.kernel.access import Viewer
from anhuan.ops.command import Stop
from anhuan.ops.naming import signed_in
from anhuan.people.queries import person_of_username

STDIN: Final = "-"


def ask(*, terms: str, person: str, ground: str, reason: str, by: str, out: TextIO) -> int:
    """Ask, and print every place. Raises ``Stop``, refuses as the page does."""
    at = now()
    viewer = signed_in(by, at)
    queries.check_eraser(viewer)
    known = queries.grounds(at)
    if ground not in {one.code for one in known}:
        codes = "、".join(f"{one.code}（{one.name}）" for one in known)
        raise Stop(f"没有情形 {ground}；有：{codes}", f"There is no ground {ground!r}")
    key = services.ask(
        person=_person(person) if person else None,
        terms=_lines(terms) if terms else (),
        ground=ground,
        reason=reason,
        by=viewer,
        at=at,
    )
    _tell(viewer, key, out)
    return 0


def confirm(number: str, *, by: str, out: TextIO) -> int:
    """Confirm as the second person; the worker carries it out."""
    at = now()
    viewer = signed_in(by, at)
    line = queries.numbered(viewer, number)
    services.confirm(key=line.id, seen_version=line.version, by=viewer, at=at)
    print(f"{number} 已确认，由后台进程执行，不能恢复", file=out)
    print(f"{number} is confirmed; the worker carries it out, there is no way back", file=out)
    return 0


def _tell(viewer: Viewer, key: UUID, out: TextIO) -> None:
    line, found = queries.erasure(viewer, key), queries.places(viewer, key)
    for hit in found:
        print(f"{hit.place}  {hit.column}  {hit.excerpt}", file=out)
    rows, acts = queries.counted(found)
    print(f"{line.number}：{rows} 行数据、{acts} 笔记录；说的是别人的在页面上打勾保留", file=out)
    print(
        f"{line.number}: {rows} rows, {acts} acts; spare on the page what speaks of others. "
        "A second person confirms",
        file=out,
    )


def _person(username: str) -> UUID:
    found = person_of_username(username)
    if found is None:
        raise Stop(f"没有登录名 {username}", f"There is no sign-in {username}")
    return found.id


def _lines(place: str) -> list[str]:
    try:
        if place == STDIN:
            return sys.stdin.read().splitlines()
        return Path(place).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"读不了 {place}：{error}", f"{place} cannot be read: {error}") from error
