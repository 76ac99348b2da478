"""The posts of a firm and who holds them, kept by its owner or by whoever keeps its dossier."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people import services as people
from anhuan.people.queries import persons
from anhuan.sites.models import Site
from anhuan.territory import services as territory
from anhuan.territory.members import persons_of_posts
from anhuan.territory.queries import in_areas, posts_of_site


@transaction.atomic
def staff_post(
    *,
    site_id: UUID,
    name: str,
    by: Viewer,
    at: datetime,
    post: UUID | None = None,
    title: str = "",
    role: Role = Role.FIRM_OFFICER,
    phone: str = "",
) -> UUID:
    """From ``at`` on, the person called ``name`` holds ``post`` of the firm, or a new one called
    ``title``; whoever held it leaves. Somebody of that name at the firm already is taken for the
    same person.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` (another firm's post), ``MISSING`` (name, title),
    ``MALFORMED`` and ``SECOND_PERSON`` for one's own post.
    """
    site = _kept(site_id, by)
    empty = [key for key, text in (("name", name), ("title", post or title)) if not text]
    if empty:
        raise Refusal(Why.MISSING, fields=tuple(empty))
    own = posts_of_site(site.pk)
    if post is None:
        post = territory.add_post(
            title=title, role=role, site=site.pk, site_path=site.area_path, by=by, at=at
        )
    elif post not in own:
        raise Refusal(Why.NOT_VISIBLE)
    known = persons(persons_of_posts(own, at=at)).values()
    person = next((one.id for one in known if one.name == name.strip()), None)
    if person is None:
        person = people.add_person(name=name, phone=phone, by=by.person, at=at)
    territory.vacate_post(post=post, by=by, at=at)
    territory.appoint(post=post, person=person, since=at, by=by, at=at)
    return post


@transaction.atomic
def vacate_site_post(*, site_id: UUID, post: UUID, by: Viewer, at: datetime) -> None:
    """Whoever holds the post leaves it. Refuses like ``staff_post``."""
    site = _kept(site_id, by)
    if post not in posts_of_site(site.pk):
        raise Refusal(Why.NOT_VISIBLE)
    territory.vacate_post(post=post, by=by, at=at)


def _kept(site_id: UUID, by: Viewer) -> Site:
    row = Site.objects.filter(pk=site_id).first()
    if row is None or not (in_areas(by, row.area_path) or row.pk in by.sites):
        raise Refusal(Why.NOT_VISIBLE)
    owner = row.pk in by.sites and by.may(Capability.KEEP_OWN_POSTS)
    if not owner and not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    return row
