"""The tree of areas with what is open in each, and where nobody is in post."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.base.tree import ancestors
from anhuan.cases.queries import open_by_area
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.sites.queries import by_area
from anhuan.territory.members import posts_in_areas
from anhuan.territory.queries import area_lines
from anhuan.territory.types import AreaLine, AreaPost, Level
from anhuan.web.parts.formats import short_day

SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where nobody is, or a stand-in ends soon."""

    kind: str
    text: str


@dataclass(slots=True)
class Node:
    """An area with the sums over everything below it."""

    area: AreaLine
    open_cases: int = 0
    sites: int = 0
    cells: int = 0
    missing: int = 0
    ending: int = 0
    gap: Gap | None = None
    chosen: bool = False
    unfolded: bool = False
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """The viewer's areas: their roots, and every node by its id."""

    roots: tuple[Node, ...]
    nodes: Mapping[UUID, Node]

    @property
    def missing(self) -> int:
        return sum(root.missing for root in self.roots)

    @property
    def ending(self) -> int:
        return sum(root.ending for root in self.roots)

    @property
    def cells(self) -> int:
        return sum(root.cells for root in self.roots)


def area_tree(viewer: Viewer, *, chosen: UUID | None = None) -> Tree:
    """Four reads whatever the size: areas, their posts with holders, cases, sites."""
    lines = area_lines(viewer)
    cells = [line.id for line in lines if line.level is Level.CELL]
    gaps = gaps_of(cells, posts_in_areas(cells, Role.GRID, at=viewer.at), at=viewer.at)
    by_path = {line.path: Node(line, gap=gaps.get(line.id)) for line in lines}
    roots: list[Node] = []
    for path, node in by_path.items():
        above = next((by_path[p] for p in reversed(ancestors(path)) if p in by_path), None)
        (above.children if above else roots).append(node)
        _count_up(by_path, node)
    _sum(by_path, "open_cases", open_by_area(viewer))
    _sum(by_path, "sites", by_area(viewer))
    nodes = {node.area.id: node for node in by_path.values()}
    if chosen in nodes:
        _unfold(by_path, nodes[chosen])
    for root in roots:
        root.unfolded = True
    return Tree(tuple(roots), nodes)


def _count_up(by_path: Mapping[str, Node], node: Node) -> None:
    if node.area.level is not Level.CELL:
        return
    for path in (*ancestors(node.area.path), node.area.path):
        if path in by_path:
            by_path[path].cells += 1
            by_path[path].missing += node.gap is not None and node.gap.kind == "missing"
            by_path[path].ending += node.gap is not None and node.gap.kind == "ending"


def _sum(by_path: Mapping[str, Node], name: str, counts: Mapping[str, int]) -> None:
    """What lies at a path counts for it and for everything above it."""
    for path, n in counts.items():
        for top in (*ancestors(path), path):
            if top in by_path:
                setattr(by_path[top], name, getattr(by_path[top], name) + n)


def _unfold(by_path: Mapping[str, Node], node: Node) -> None:
    node.chosen = True
    for path in (*ancestors(node.area.path), node.area.path):
        if path in by_path:
            by_path[path].unfolded = True


def gaps_of(areas: Iterable[UUID], posts: Sequence[AreaPost], *, at: datetime) -> dict[UUID, Gap]:
    """The areas in which a post is vacant or missing, or a stand-in ends within seven days."""
    found: dict[UUID, Gap] = {}
    for area in areas:
        own = [post for post in posts if post.area == area]
        gap = _gap(own, at)
        if gap is not None:
            found[area] = gap
    return found


def _gap(own: Sequence[AreaPost], at: datetime) -> Gap | None:
    if not own:
        return Gap("missing", _("no post here"))
    vacant = next((post for post in own if not post.held), None)
    if vacant is not None:
        return Gap("missing", _("no %(post)s") % {"post": vacant.title})
    ends = [
        held.until
        for post in own
        for held in post.held
        if held.acting and held.until is not None and held.until - at <= SOON
    ]
    if not ends:
        return None
    day = short_day(day_of(min(ends)), year=day_of(at).year)
    return Gap("ending", _("stand-in ends %(day)s") % {"day": day})


def sentence(tree: Tree) -> str:
    """The first line is the answer: where is nobody, where soon."""
    if not tree.cells:
        return _("No grid cells in your area yet")
    if not tree.missing and not tree.ending:
        return ngettext(
            "%(n)d cell, somebody in post", "%(n)d cells, in each somebody in post", tree.cells
        ) % {"n": tree.cells}
    parts = []
    if tree.missing:
        parts.append(ngettext("%(n)d break", "%(n)d breaks", tree.missing) % {"n": tree.missing})
    if tree.ending:
        text = ngettext("%(n)d ending soon", "%(n)d ending soon", tree.ending)
        parts.append(text % {"n": tree.ending})
    return _(", ").join(parts)
