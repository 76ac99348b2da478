"""Trees as ASCII paths of fixed-width segments; a subtree is one range of an index."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

WIDTH = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LARGEST = len(DIGITS) ** WIDTH - 1


def child(parent: str, number: int) -> str:
    """The path of child ``number`` (0 … 36⁴-1) of ``parent``; a root's parent is ``""``."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"a node has children 0 to {LARGEST}, not {number}")
    segment = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, len(DIGITS))
        segment = DIGITS[digit] + segment
    return parent + segment


def number(path: str) -> int:
    """The child number of the last segment."""
    return int(path[-WIDTH:], len(DIGITS))


def depth(path: str) -> int:
    """1 for a root."""
    return len(path) // WIDTH


def parent(path: str) -> str:
    """The path above; ``""`` for a root."""
    return path[:-WIDTH]


def ancestors(path: str) -> list[str]:
    """The paths above ``path``, the root first, without ``path`` itself."""
    return [path[:end] for end in range(WIDTH, len(path), WIDTH)]


def is_under(path: str, top: str) -> bool:
    """Whether ``path`` is ``top`` or below it; everything is under ``""``."""
    return path.startswith(top)


def covering(paths: Iterable[str]) -> list[str]:
    """The fewest of ``paths`` that have all the others under them, in order."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def under_any(field: str, paths: Sequence[str]) -> models.Q:
    """The filter "``field`` is under one of ``paths``"; no path matches nothing."""
    condition = models.Q(pk__in=[])
    for path in covering(paths):
        condition |= models.Q(**{f"{field}__under": path})
    return condition


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path column, compared byte by byte on every database."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 64)
        super().__init__(*args, **options)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters: Any = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters


@PathField.register_lookup
class Under(models.Lookup):
    """``path__under=top``: at or below ``top``, as a range, because LIKE misses the index."""

    lookup_name = "under"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, params = self.process_lhs(compiler, connection)
        top = str(self.rhs)
        if not top:
            return f"{left} >= %s", [*params, ""]
        after = top[:-1] + chr(ord(top[-1]) + 1)
        return f"({left} >= %s AND {left} < %s)", [*params, top, *params, after]
