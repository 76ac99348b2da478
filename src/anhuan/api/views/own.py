"""Who the caller is, what the caller is told, which areas the caller sees."""

from typing import Annotated
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, writes
from anhuan.api.queries import shaped
from anhuan.api.shapes.own import (
    Area,
    Areas,
    Marked,
    Me,
    Notice,
    Notices,
    Post,
    ReadThem,
)
from anhuan.api.types import Answer
from anhuan.base.tree import parent
from anhuan.notices.queries import recent, unread, waiting
from anhuan.notices.services import mark_read
from anhuan.people.queries import persons
from anhuan.territory.queries import visible_areas
from anhuan.territory.types import Level

MOST_AREAS = 5000


@reads("/me", returns=Me, tag="own")
def me(request: ApiRequest) -> Me:
    """Who the key speaks for: posts held today, capabilities, scopes."""
    caller = request.auth
    viewer = caller.viewer
    named = persons([viewer.person]).get(viewer.person)
    return Me(
        person=viewer.person,
        name=named.name if named else "",
        posts=tuple(shaped(seat, Post) for seat in viewer.seats),
        capabilities=tuple(sorted(viewer.capabilities)),
        scopes=tuple(sorted(caller.scopes)),
    )


class NoticeQuery(Schema):
    unread: bool = False
    before: UUID | None = None
    size: Annotated[int, Field(ge=1, le=200)] = 50


@reads("/notices", returns=Notices, asks=NoticeQuery, tag="own")
def notices(request: ApiRequest, asked: Query[NoticeQuery]) -> Notices:
    """What the caller is told; the unread alone come with the urgent first."""
    viewer = request.auth.viewer
    if asked.unread:
        found = unread(viewer, limit=asked.size)
    else:
        found = recent(viewer, before=asked.before, limit=asked.size)
    count = waiting(viewer)
    return Notices(tuple(shaped(each, Notice) for each in found), count.unread, count.urgent)


@writes("/notices/read", takes=ReadThem, returns=Marked, tag="own")
def read_notices(request: ApiRequest) -> Answer:
    """Mark one's own notices as read."""
    caller = request.auth
    count = mark_read(by=caller.viewer.person, at=caller.at, ids=request.sent.ids)
    return answer(Marked(count))


@reads("/areas", returns=Areas, tag="own")
def areas(request: ApiRequest) -> Areas:
    """The caller's areas with all below them."""
    rows = list(visible_areas(request.auth.viewer).defer("geometry")[:MOST_AREAS])
    known = {row.path: row.id for row in rows}
    return Areas(
        tuple(
            Area(
                id=row.id,
                parent=known.get(parent(row.path)),
                name=row.short or row.name,
                full=row.name,
                level=Level(row.level),
            )
            for row in rows
        )
    )
