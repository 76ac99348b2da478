"""The second factor: proposed, confirmed by a code, switched off, recovery codes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import Account, RecoveryCode, SecondFactor
from anhuan.people.sealing import code_digest, new_code, new_totp_secret, seal
from anhuan.people.services.acts import advance
from anhuan.people.services.entrance import spend_totp

RECOVERY_CODES = 10


@transaction.atomic
def propose_two_factor(*, account_id: UUID) -> str:
    """A fresh secret (base 32) that counts for nothing until a code confirms it."""
    if SecondFactor.objects.filter(account_id=account_id, confirmed_at__isnull=False).exists():
        raise Refusal(Why.REPEATED)
    secret = new_totp_secret()
    sealed = seal(secret, owner=account_id, use="second factor")
    SecondFactor.objects.update_or_create(
        account_id=account_id, defaults={"secret_sealed": sealed, "last_step": 0}
    )
    return secret


@transaction.atomic
def enable_two_factor(
    *, account_id: UUID, code: str, by: UUID, at: datetime
) -> tuple[str, ...] | None:
    """Confirm the proposed secret by a code of it: the recovery codes; ``None`` if wrong."""
    account = Account.objects.select_for_update().get(pk=account_id)
    waiting = SecondFactor.objects.filter(account_id=account_id, confirmed_at=None)
    if not waiting.exists() or not spend_totp(account_id, "".join(code.split()), at):
        return None
    waiting.update(confirmed_at=at)
    advance(account, "account.two-factor-on", fields={}, by=by, at=at)
    return _new_codes(account_id)


@transaction.atomic
def disable_two_factor(*, account_id: UUID, by: UUID, at: datetime) -> None:
    """Switch the second factor off, by its owner or, when a telephone is lost, by another."""
    account = Account.objects.select_for_update().get(pk=account_id)
    SecondFactor.objects.filter(account_id=account_id).delete()
    RecoveryCode.objects.filter(account_id=account_id).delete()
    advance(account, "account.two-factor-off", fields={}, by=by, at=at)


@transaction.atomic
def renew_recovery_codes(*, account_id: UUID, by: UUID, at: datetime) -> tuple[str, ...]:
    """Ten new codes; the old ones stop working. Raises ``Refusal(WRONG_STATE)`` when off."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if not SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists():
        raise Refusal(Why.WRONG_STATE)
    advance(account, "account.recovery-codes-renewed", fields={}, by=by, at=at)
    return _new_codes(account_id)


def _new_codes(account_id: UUID) -> tuple[str, ...]:
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.filter(account_id=account_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, digest=code_digest(code, use="recovery"))
        for code in codes
    )
    return codes
