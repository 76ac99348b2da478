"""Duties signed for (全员责任制): by the holder, or noted from the signed paper."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from anhuan.duty.models import Signature
from anhuan.duty.signing import keys_of
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.territory.queries import holders


@transaction.atomic
def sign_duties(*, post: UUID, by: Viewer, at: datetime) -> UUID:
    """The holder signs the duties of ``post`` as they read today. Refuses ``NOT_VISIBLE`` for a
    post the actor does not hold, ``MISSING`` (duties) for one without any."""
    if post not in by.posts:
        raise Refusal(Why.NOT_VISIBLE)
    return _signed(post, by.person, on_paper=False, on=day_of(at), by=by, at=at)


@transaction.atomic
def note_signature(*, post: UUID, signed_on: date, by: Viewer, at: datetime) -> UUID:
    """The firm's head or safety officer enters that the holder of a post of the firm, who has no
    account, signed on paper. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, ``MISSING`` when the post
    is vacant or without duties, ``MALFORMED`` for a day to come."""
    if not by.roles & {Role.FIRM_HEAD, Role.FIRM_OFFICER}:
        raise Refusal(Why.WRONG_ROLE)
    held = holders([post], at=at).get(post)
    if held is None or held.site is None or held.site not in by.sites:
        raise Refusal(Why.NOT_VISIBLE)
    if held.person is None:
        raise Refusal(Why.MISSING, fields=("person",))
    if signed_on > day_of(at):
        raise Refusal(Why.MALFORMED, field="signed_on", problem="future")
    return _signed(post, held.person, on_paper=True, on=signed_on, by=by, at=at)


def _signed(
    post: UUID, person: UUID, *, on_paper: bool, on: date, by: Viewer, at: datetime
) -> UUID:
    keys = keys_of([post], at=at)[post]
    if not keys:
        raise Refusal(Why.MISSING, fields=("duties",))
    row = Signature(
        post_id=post,
        person_id=person,
        codes=list(keys),
        on_paper=on_paper,
        signed_on=on,
        by=by.person,
        recorded_at=at,
    )
    row.save(force_insert=True)
    record(
        kind="duty.signed",
        subject=row.id,
        version=1,
        public={
            "post": str(post),
            "person": str(person),
            "duties": list(keys),
            "on_paper": on_paper,
            "signed_on": on.isoformat(),
        },
        body={},
        by=by.person,
        at=at,
    )
    return row.id
