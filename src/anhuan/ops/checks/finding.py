from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from anhuan.ops.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold; a ``note`` is worth knowing and no fault."""

    check: str
    subject: str
    what: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What every check gets."""

    progress: Progress


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk
