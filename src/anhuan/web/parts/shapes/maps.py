"""The area tree and the duty map beside it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the area tree; ``gap`` (red) and ``soon`` (amber) are worded notes."""

    name: str
    url: str
    count: str = ""
    gap: str = ""
    soon: str = ""
    at: bool = False
    open: bool = False
    children: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    branches: tuple[Branch, ...]
    label: str


@dataclass(frozen=True, slots=True)
class MapLayer:
    code: Literal["duty", "risk", "cases", "air"]
    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class DutyMap:
    """``source`` is an address of GeoJSON or "#id" of one in the page (frontend/src/map.ts).

    A click on an area loads its address into ``target`` (a CSS selector), if there is one.
    """

    source: str
    layers: tuple[MapLayer, ...]
    target: str = ""
