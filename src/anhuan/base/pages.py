"""A page of a list as it crosses a boundary."""

from dataclasses import dataclass
from typing import Generic, TypeVar

L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[L]):
    """A page of a list; ``after`` opens the next and is empty on the last. ``total`` counts to
    the most that the list counts, and ``capped`` says that there are more."""

    rows: tuple[L, ...]
    after: str
    total: int
    capped: bool
