"""What was done with a campaign, act by act: who, when, in which post, and the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from anhuan.inspections.plan_scope import find, sees_whole
from anhuan.kernel.access import Viewer
from anhuan.kernel.campaign import CampaignAct
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.people.queries import persons
from anhuan.people.types import PersonLine
from anhuan.territory.queries import holders

SAID: Final = ("opinion", "reason", "summary", "note")
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEntry:
    """One act on a campaign. ``data`` is empty: a seed is told on the page alone, at its hour."""

    version: int
    fact_id: UUID
    act: CampaignAct
    at: datetime
    by: UUID | None
    by_name: str
    post_title: str
    said: str
    erased: bool
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


def story_of(viewer: Viewer, number: str, *, last: int | None = None) -> tuple[CampaignEntry, ...]:
    """The acts on a campaign, the first one first, or the ``last`` so many, for whoever sees the
    whole of it; of others nothing. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    if not sees_whole(viewer, row):
        return ()
    acts = acts_of(row.id, last=last)
    names = persons(act.by for act in acts if act.by)
    posts = {UUID(str(act.public["post"])) for act in acts if act.public.get("post")}
    held = holders(posts, at=viewer.at) if posts else {}
    titles = {post: f"{one.unit_name} {one.title}".strip() for post, one in held.items()}
    return tuple(_entry(act, names, titles) for act in acts)


def _entry(
    act: Recorded, names: Mapping[UUID, PersonLine], titles: Mapping[UUID, str]
) -> CampaignEntry:
    body, post = dict(act.body or {}), act.public.get("post")
    return CampaignEntry(
        version=act.version,
        fact_id=act.id,
        act=CampaignAct(act.public["act"]),
        at=act.at,
        by=act.by,
        by_name=names[act.by].name if act.by and act.by in names else "",
        post_title=titles.get(UUID(str(post)), "") if post else "",
        said=next((str(body[name]) for name in SAID if isinstance(body.get(name), str)), ""),
        erased=act.body is None,
    )
