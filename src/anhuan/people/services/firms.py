"""The one-time code on an order with which a firm without account opens its first one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import FirmInvitation
from anhuan.people.sealing import FIRM_CODE, code_digest, derived_code
from anhuan.people.services.acts import advance, begin
from anhuan.people.types import CodeState


@transaction.atomic
def invite_firm(*, site: UUID, about: UUID, expires_at: datetime, by: UUID, at: datetime) -> None:
    """A code for the paper ``about``. Several papers may each carry one until one is used."""
    row = FirmInvitation(
        id=new_id(),
        site=site,
        about=about,
        issued_by=by,
        issued_at=at,
        expires_at=expires_at,
    )
    row.digest = code_digest(derived_code(row.id, use=FIRM_CODE), use=FIRM_CODE)
    public = {"site": str(site), "about": str(about), "expires_at": expires_at.isoformat()}
    begin(row, "firm-invitation.issued", public=public, body={}, by=by, at=at)


@transaction.atomic
def accept_firm_invitation(*, code: str, at: datetime) -> UUID:
    """Use the code up; the site it is for. The site's other codes stop working.

    Raises ``Refusal``: NOT_VISIBLE for no code of a firm, ENDED for one that is over.
    """
    found = FirmInvitation.objects.filter(digest=code_digest(code, use=FIRM_CODE)).first()
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    rows = FirmInvitation.objects.select_for_update().filter(site=found.site, used_at=None)
    waiting = {row.pk: row for row in rows.filter(revoked_at=None).order_by("id")}
    row = waiting.pop(found.pk, None)
    if row is None or row.expires_at <= at:
        raise Refusal(Why.ENDED)
    advance(row, "firm-invitation.used", fields={"used_at": at}, by=None, at=at)
    for other in waiting.values():
        advance(other, "firm-invitation.revoked", fields={"revoked_at": at}, by=None, at=at)
    return row.site


@transaction.atomic
def revoke_firm_invitation(*, about: UUID, by: UUID, at: datetime) -> None:
    """The paper does not count any more, and neither does its code, if it was not used."""
    row = (
        FirmInvitation.objects.select_for_update()
        .filter(about=about, used_at=None, revoked_at=None)
        .first()
    )
    if row is not None:
        advance(row, "firm-invitation.revoked", fields={"revoked_at": at}, by=by, at=at)


def state_of(row: FirmInvitation, at: datetime) -> CodeState:
    if row.used_at is not None:
        return CodeState.USED
    over = row.revoked_at is not None or row.expires_at <= at
    return CodeState.EXPIRED if over else CodeState.OPEN


def look_at_firm_code(code: str) -> FirmInvitation | None:
    """The invitation of a typed code, whatever became of it. The caller counts the guesses."""
    return FirmInvitation.objects.filter(digest=code_digest(code, use=FIRM_CODE)).first()
