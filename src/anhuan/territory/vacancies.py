"""Posts that nobody holds, for whoever answers for the area they work in."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from anhuan.base.periods import holds
from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.territory.models import Appointment, Post

MOST_COUNTED: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A post of a unit without a holder; nobody stands in either."""

    post: UUID
    title: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Empties:
    """The first of the empty posts, the highest areas first, and how many there are in all; so
    many of ``posts``. Beyond a thousand ``total`` counts no further."""

    first: tuple[Empty, ...]
    total: int
    posts: int


def empty_posts(viewer: Viewer, *, limit: int) -> Empties:
    """The posts of units in the viewer's areas that nobody holds now; three queries."""
    held = Appointment.objects.filter(holds(viewer.at, viewer.at), post=OuterRef("pk"))
    mine = Post.objects.filter(under_any("area_path", viewer.areas), active=True)
    mine = mine.filter(unit__isnull=False)
    rows = mine.filter(~Exists(held))
    ordered = rows.order_by(Length("area_path"), "area_path", "rank", "id")
    first = ordered.values_list("id", "title", "unit__short", "unit__name")[:limit]
    return Empties(
        first=tuple(
            Empty(post=post, title=title, unit_name=short or name)
            for post, title, short, name in first
        ),
        total=rows.values("pk")[:MOST_COUNTED].count(),
        posts=mine.count(),
    )
