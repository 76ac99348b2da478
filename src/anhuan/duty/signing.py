"""Duties signed for (全员责任制): which posts of a firm have a holder who signed them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from anhuan.duty.bearings import bearings_of
from anhuan.duty.models import Signature
from anhuan.duty.types import Position, Signed
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import duties_at
from anhuan.rulebook.types import DutyRule
from anhuan.territory.queries import holders, posts_of_site


def key_of(rule: DutyRule) -> str:
    """A duty as it reads now: a later version has to be signed again."""
    return f"{rule.code}@{rule.since:%Y%m%d}"


def keys_of(posts: Collection[UUID], *, at: datetime) -> dict[UUID, tuple[str, ...]]:
    """The duties of each post as they are signed for."""
    rules = duties_at(at)
    found: dict[UUID, dict[str, None]] = {post: {} for post in posts}
    for each in bearings_of(rules.values(), posts, at=at):
        found[each.post][key_of(rules[each.code])] = None
    return {post: tuple(keys) for post, keys in found.items()}


def signatures(posts: Iterable[UUID]) -> dict[tuple[UUID, UUID], Signed]:
    """The last signature of each person for each post."""
    rows = Signature.objects.filter(post__in=list(posts)).order_by("recorded_at", "id")
    return {
        (row.post_id, row.person_id): Signed(
            post=row.post_id,
            person=row.person_id,
            codes=tuple(row.codes),
            on_paper=row.on_paper,
            signed_on=row.signed_on,
        )
        for row in rows
    }


def positions(viewer: Viewer, site: UUID) -> list[Position]:
    """Every post of a firm with its duties, holder and signature; coverage is those without a
    gap over all. Refuses ``NOT_VISIBLE`` for a firm that is not the viewer's."""
    if site not in viewer.sites:
        raise Refusal(Why.NOT_VISIBLE)
    posts = posts_of_site(site)
    held, keys, last = (
        holders(posts, at=viewer.at),
        keys_of(posts, at=viewer.at),
        signatures(posts),
    )
    found = []
    for post in posts:
        holder = held.get(post)
        person = holder.person if holder else None
        found.append(
            Position(
                post=post,
                title=holder.title if holder else "",
                holder=holder,
                duties=keys[post],
                signed=last.get((post, person)) if person else None,
            )
        )
    return found
