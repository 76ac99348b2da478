"""Reads. A person's own things by the account or person; everybody's by a viewer who keeps
accounts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, UUIDField

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.outside import is_number, number_in
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.mapping import (
    account_line,
    certificate_line,
    disclosure_line,
    person_line,
    session_line,
    suggestion_line,
    token_line,
)
from anhuan.people.models import (
    Account,
    Certificate,
    Disclosure,
    FirmInvitation,
    Person,
    RecoveryCode,
    SecondFactor,
    Session,
    Suggestion,
    Throttle,
    Token,
)
from anhuan.people.sealing import (
    FIRM_CODE,
    code_digest,
    derived_code,
    plain_username,
    throttle_key,
    unseal,
)
from anhuan.people.types import (
    AccountLine,
    CertificateKind,
    CertificateLine,
    DisclosureLine,
    FactorState,
    PersonLine,
    SessionLine,
    SuggestionLine,
    TokenLine,
)

PAGE = 50


def certificate_at(
    person: UUID, at: datetime, kind: CertificateKind = CertificateKind.ENFORCEMENT
) -> CertificateLine | None:
    """The certificate with which the person may sign as an officer on the day of ``at``
    (UTC+8; the last day counts), the longest-lived one; ``None`` means: may not sign."""
    day = day_of(at)
    row = (
        Certificate.objects.filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            person_id=person,
            kind=kind,
            valid_from__lte=day,
            valid_to__gte=day,
        )
        .order_by("-valid_to", "id")
        .first()
    )
    return certificate_line(row) if row else None


def certified(
    candidates: Iterable[UUID],
    at: datetime,
    kind: CertificateKind = CertificateKind.ENFORCEMENT,
) -> set[UUID]:
    """Those of ``candidates`` who may sign as officers on the day of ``at``."""
    day = day_of(at)
    rows = Certificate.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
        person_id__in=list(candidates),
        kind=kind,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    return set(rows.values_list("person_id", flat=True))


def certificate_numbers(candidates: Iterable[UUID], at: datetime) -> dict[UUID, str]:
    """The numbers of the certificates with which ``candidates`` may sign on the day of ``at``."""
    day = day_of(at)
    rows = Certificate.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
        person_id__in=list(candidates),
        kind=CertificateKind.ENFORCEMENT,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    return dict(rows.order_by("valid_to", "-id").values_list("person_id", "number"))


def firm_code(about: UUID, at: datetime) -> tuple[str, datetime] | None:
    """The code printed on the paper ``about`` and when it ends; ``None`` once it is used, revoked
    or over, or when the secret key it was made with is gone."""
    row = FirmInvitation.objects.filter(
        about=about, used_at=None, revoked_at=None, expires_at__gt=at
    ).first()
    if row is None:
        return None
    code = derived_code(row.id, use=FIRM_CODE)
    if code_digest(code, use=FIRM_CODE) != bytes(row.digest):
        return None
    return code, row.expires_at


def certificates(person: UUID) -> list[CertificateLine]:
    """Every certificate of the person, the one that ends last first."""
    rows = Certificate.objects.filter(person_id=person).order_by("-valid_to", "id")
    return [certificate_line(row) for row in rows]


def persons(ids: Iterable[UUID]) -> dict[UUID, PersonLine]:
    """Names by id, telephone numbers masked; unknown ids are absent."""
    rows = Person.objects.filter(id__in=set(ids)).defer("phone_sealed")
    return {row.id: person_line(row) for row in rows}


def account(account_id: UUID) -> AccountLine:
    """The account. Raises ``Refusal(NOT_VISIBLE)`` when there is none."""
    row = Account.objects.filter(pk=account_id).select_related("person").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return account_line(row)


def account_of(person: UUID) -> AccountLine | None:
    """The person's account, or ``None``: a person may have none."""
    row = Account.objects.filter(person_id=person).select_related("person").first()
    return account_line(row) if row else None


def person_of_username(username: str) -> PersonLine | None:
    """Who signs in with that name, or ``None``."""
    rows = Account.objects.filter(username=plain_username(username)).select_related("person")
    row = rows.first()
    return person_line(row.person) if row else None


def username_taken(username: str) -> bool:
    return Account.objects.filter(username=plain_username(username)).exists()


def locked_until(viewer: Viewer, account_id: UUID) -> datetime | None:
    """Until when sign-in with this account's username is refused, if it is."""
    _keeper(viewer)
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        return None
    keys = [throttle_key("name", row.username), throttle_key("second", str(account_id))]
    locked = Throttle.objects.filter(key__in=keys, locked_until__gt=viewer.at)
    return max((lock.locked_until for lock in locked if lock.locked_until), default=None)


def factor(account_id: UUID) -> FactorState:
    """The second factor of one's own account; the secret only while it is unconfirmed."""
    row = SecondFactor.objects.filter(account_id=account_id).first()
    if row is None:
        return FactorState(on=False, proposed="", codes_left=0)
    if row.confirmed_at is None:
        proposed = unseal(row.secret_sealed, owner=account_id, use="second factor")
        return FactorState(on=False, proposed=proposed, codes_left=0)
    left = RecoveryCode.objects.filter(account_id=account_id, used_at=None).count()
    return FactorState(on=True, proposed="", codes_left=left)


def factor_on(account_id: UUID) -> bool:
    """Whether signing in takes a second step; its secret is not touched."""
    return SecondFactor.objects.filter(account_id=account_id, confirmed_at__isnull=False).exists()


def tokens(account_id: UUID, at: datetime) -> list[TokenLine]:
    """One's own keys, the newest first, ended ones last."""
    rows = Token.objects.filter(account_id=account_id).order_by("-issued_at", "-id")
    lines = [token_line(row, at) for row in rows[:PAGE]]
    return sorted(lines, key=lambda line: not line.alive)


def sessions(account_id: UUID, at: datetime, current_key: str) -> list[SessionLine]:
    """Where one is signed in, the newest first."""
    rows = Session.objects.filter(account_id=account_id, expire_date__gt=at)
    return [session_line(row, current_key) for row in rows.order_by("-started_at")[:PAGE]]


def suggestions_of(person: UUID) -> list[SuggestionLine]:
    """What the person suggested, with the answers, the newest first."""
    rows = Suggestion.objects.filter(person_id=person).select_related("answered_by")
    return [suggestion_line(row) for row in rows.order_by("-at", "-id")[:PAGE]]


def suggestion(number: str, code: str) -> SuggestionLine | None:
    """A suggestion by its number and the code given with it, for authors without account."""
    number = number.strip().upper()
    if not is_number(number):
        return None
    row = (
        Suggestion.objects.filter(number=number, digest=code_digest(code, use="suggestion"))
        .select_related("answered_by")
        .first()
    )
    return suggestion_line(row) if row else None


def open_suggestions(viewer: Viewer) -> list[SuggestionLine]:
    """What waits for an answer, the oldest first."""
    _keeper(viewer)
    rows = Suggestion.objects.filter(answered_at=None).select_related("answered_by")
    return [suggestion_line(row) for row in rows.order_by("at", "id")[:PAGE]]


def suggestion_by_number(viewer: Viewer, number: str) -> SuggestionLine:
    """Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    _keeper(viewer)
    row = Suggestion.objects.filter(number=number_in(number)).select_related("answered_by").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return suggestion_line(row)


def answered_suggestions(viewer: Viewer) -> list[SuggestionLine]:
    """What was answered, the last answer first."""
    _keeper(viewer)
    rows = Suggestion.objects.exclude(answered_at=None).select_related("answered_by")
    return [suggestion_line(row) for row in rows.order_by("-answered_at", "-id")[:PAGE]]


def disclosures(viewer: Viewer, *, subject: UUID | None = None) -> list[DisclosureLine]:
    """Who opened or exported what, the newest first. Everybody may see who opened their own
    fields; the rest is for those who keep accounts."""
    if subject != viewer.person:
        _keeper(viewer)
    rows = Disclosure.objects.order_by("-at", "-id")
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [disclosure_line(row) for row in rows[:PAGE]]


def _keeper(viewer: Viewer) -> None:
    if not viewer.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)


def may_sign(person: UUID, at: datetime) -> bool:
    """Whether the person's officer certificate, if one was ever entered, is valid at ``at``."""
    day = day_of(at)
    ends = _HELD.rows(person=person)
    return not ends or any(
        since <= day <= until and (withdrawn is None or withdrawn > day)
        for since, until, withdrawn in ends
    )


_HELD: Final = Compiled(
    lambda: Certificate.objects.filter(
        person_id=Slot("person", UUIDField()), kind=CertificateKind.ENFORCEMENT
    ).values_list("valid_from", "valid_to", "withdrawn_on")
)


def any_account(persons: Iterable[UUID]) -> bool:
    """Whether one of the persons can sign in."""
    return Account.objects.filter(person_id__in=list(persons), is_active=True).exists()


def with_account(persons: Collection[UUID]) -> frozenset[UUID]:
    """Those of the persons who can sign in."""
    rows = Account.objects.filter(person_id__in=list(persons), is_active=True)
    return frozenset(rows.values_list("person_id", flat=True))
