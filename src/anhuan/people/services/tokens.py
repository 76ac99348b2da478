"""Keys for machines: shown once, stored as a hash, with scopes and an end."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import models, transaction

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.rows import set_row
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import Account, Token
from anhuan.people.sealing import TOKEN_PREFIX, new_token, token_digest
from anhuan.people.services.acts import advance, begin
from anhuan.people.types import Issued, Scope, TokenUse

LONGEST = timedelta(days=366)
MOST = 20


@transaction.atomic
def issue_token(
    *,
    account_id: UUID,
    name: str,
    scopes: Collection[Scope],
    term: timedelta,
    by: UUID,
    at: datetime,
) -> Issued:
    """A new key, given out this once. Raises ``Refusal``: MISSING (name, scopes), MALFORMED
    (a term of no time or over a year), TOO_MANY (20 live ones), ENDED (closed account)."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if not account.is_active:
        raise Refusal(Why.ENDED)
    if not name.strip() or not scopes:
        raise Refusal(Why.MISSING, field="scopes" if name.strip() else "name")
    if not timedelta(0) < term <= LONGEST:
        raise Refusal(Why.MALFORMED, field="term")
    if Token.objects.filter(account=account, revoked_at=None, expires_at__gt=at).count() >= MOST:
        raise Refusal(Why.TOO_MANY, limit=MOST)
    secret = new_token()
    row = Token(
        account=account,
        name=name.strip(),
        digest=token_digest(secret),
        start=secret[: len(TOKEN_PREFIX) + 4],
        scopes=sorted(scope.value for scope in scopes),
        issued_at=at,
        expires_at=at + term,
    )
    public = {"account": str(account_id), "scopes": row.scopes}
    public["expires_at"] = row.expires_at.isoformat()
    begin(row, "token.issued", public=public, body={"name": row.name}, by=by, at=at)
    return Issued(id=row.id, secret=secret, expires_at=row.expires_at)


@transaction.atomic
def revoke_token(*, account_id: UUID, token_id: UUID, by: UUID, at: datetime) -> None:
    """Stop a key of the account at once. Raises ``Refusal``: NOT_VISIBLE, REPEATED."""
    row = Token.objects.select_for_update().filter(pk=token_id, account_id=account_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.revoked_at is not None:
        raise Refusal(Why.REPEATED)
    advance(row, "token.revoked", fields={"revoked_at": at}, by=by, at=at)


def use_token(*, secret: str, at: datetime) -> TokenUse | None:
    """Whom a presented key speaks for, or ``None``: unknown, revoked, over, account closed.

    The day of the last use is kept, no finer.
    """
    rows = _USED.rows(digest=token_digest(secret), at=at)
    if not rows:
        return None
    token, account, person, scopes, last_used_on = rows[0]
    today = day_of(at)
    if last_used_on != today:
        set_row(Token, token, {"last_used_on": today})
    return TokenUse(
        token=token,
        account=account,
        person=person,
        scopes=frozenset(Scope(scope) for scope in scopes),
    )


_USED: Final = Compiled(
    lambda: Token.objects.filter(
        digest=Slot("digest", Token._meta.get_field("digest")),
        revoked_at=None,
        expires_at__gt=Slot("at", models.DateTimeField()),
        account__is_active=True,
    ).values_list("id", "account_id", "account__person_id", "scopes", "last_used_on")
)
