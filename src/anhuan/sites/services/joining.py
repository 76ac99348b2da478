"""A firm opens its first account with the code printed on an order."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.kernel.refusal import Refusal, Why
from anhuan.people import services as people
from anhuan.people.queries import account_of, any_account, persons
from anhuan.sites.models import Site
from anhuan.territory.accounts import held_by
from anhuan.territory.members import persons_of_posts
from anhuan.territory.queries import posts_of_site
from anhuan.territory.services import seat_at_firm

BASIS = "凭指令书上的一次性开户码"


@transaction.atomic
def join_firm(
    *,
    code: str,
    name: str,
    title: str,
    username: str,
    password: str,
    at: datetime,
    phone: str = "",
) -> UUID:
    """Open the account of whoever holds the paper; the account.

    Somebody of that name who holds a post at the firm gets the account; anybody else becomes a
    safety officer of that firm, and of no other. Raises ``Refusal``: NOT_VISIBLE (no such code),
    ENDED (code over, or the firm has an account by now), MISSING (name), REPEATED (username).
    """
    site = Site.objects.get(pk=people.accept_firm_invitation(code=code, at=at))
    held = persons_of_posts(posts_of_site(site.pk), at=at)
    if any_account(held):
        raise Refusal(Why.ENDED)
    person = _known(held, name.strip(), site.pk, at)
    if person is None:
        person = people.add_person(name=name, phone=phone, by=None, at=at)
        seat_at_firm(
            site=site.pk,
            site_path=site.area_path,
            person=person,
            title=title,
            basis=BASIS,
            at=at,
        )
    return people.open_account(
        person_id=person, username=username, password=password, by=person, at=at
    )


def _known(held: set[UUID], name: str, site: UUID, at: datetime) -> UUID | None:
    """Somebody of that name at the firm. Whoever holds a post elsewhere too is not let in by this
    firm's paper: the account would open that other post as well."""
    for one in persons(held).values():
        posts = held_by([one.id], at=at).get(one.id, ())
        here = all(post.site == site for post in posts)
        if one.name == name and here and account_of(one.id) is None:
            return one.id
    return None
