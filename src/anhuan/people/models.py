"""Persons, accounts and how one gets in, certificates, suggestions, and who opened what."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.people.types import CertificateKind, Disclosed, Language, Purpose


class Person(models.Model):
    """Somebody with a name. May hold posts and act through others without ever signing in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=64)
    short = models.CharField(max_length=32, blank=True)
    phone_sealed = models.BinaryField(default=bytes)
    phone_masked = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="people_person_name")]

    def __str__(self) -> str:
        return self.short or self.name


class Account(AbstractBaseUser):
    """A person's way in. Carries no rights: those come from the posts the person holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    username = models.CharField(max_length=32, unique=True)
    person = models.OneToOneField(Person, models.RESTRICT, related_name="account")
    is_active = models.BooleanField(default=True)
    language = models.CharField(
        max_length=8,
        choices=[(item.value, item.name) for item in Language],
        default=Language.CHINESE,
    )
    must_change_password = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    # Django's own column is filled by a signal; ours by the act that is recorded.
    last_login = None

    USERNAME_FIELD = "username"

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    def __str__(self) -> str:
        return self.username


class Session(AbstractBaseSession):
    """One sign-in on one device; deleting the row ends it at the next request."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)


class Throttle(models.Model):
    """Failures of one username or one address, under a keyed hash of it.

    Usernames that nobody has are counted alike, so that a lock-out tells nothing.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failed = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("since", name="people_throttle_since")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.failed}"


class SecondFactor(models.Model):
    """A time-based one-time password (RFC 6238); without ``confirmed_at`` only proposed."""

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="second_factor"
    )
    secret_sealed = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class RecoveryCode(models.Model):
    """A code that stands in once for the second factor."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class Invitation(models.Model):
    """A one-time code with which a person opens an account or sets a new password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    purpose = models.CharField(max_length=8, choices=[(item.value, item.name) for item in Purpose])
    person = models.ForeignKey(Person, models.RESTRICT, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    issued_by = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="people_invitation_term"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="people_invitation_one_end"
            ),
            models.UniqueConstraint(
                "person",
                "purpose",
                condition=Q(used_at=None, revoked_at=None),
                name="people_invitation_one_open",
            ),
        ]
        indexes = [models.Index("expires_at", name="people_invitation_expires")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.person_id}"


class FirmInvitation(models.Model):
    """A one-time code on paper with which a firm opens its first account.

    ``about``: the paper it is printed on. The code itself is derived, never stored.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    site = models.UUIDField()
    about = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32, unique=True)
    issued_by = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="people_firm_invitation_term"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None),
                name="people_firm_invitation_one_end",
            ),
        ]
        indexes = [models.Index("site", name="people_firm_invitation_site")]

    def __str__(self) -> str:
        return f"invitation of {self.site}"


class Token(models.Model):
    """A machine's key to the API on an account's behalf."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    account = models.ForeignKey(Account, models.RESTRICT, related_name="tokens")
    name = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=32, unique=True)
    start = models.CharField(max_length=12)
    scopes = models.JSONField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="people_token_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}… {self.name}"


class Certificate(models.Model):
    """An officer's certificate: without a valid one nobody signs as an officer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(Person, models.RESTRICT, related_name="certificates")
    kind = models.CharField(
        max_length=16, choices=[(item.value, item.name) for item in CertificateKind]
    )
    number = models.CharField(max_length=32)
    issued_by = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_to = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="people_certificate_term"
            ),
            models.UniqueConstraint("kind", "number", name="people_certificate_number"),
        ]
        indexes = [models.Index(fields=["person", "valid_to"], name="people_certificate_person")]

    def __str__(self) -> str:
        return self.number


class SuggestionCount(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Suggestion(models.Model):
    """What somebody wants changed here, and what was answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField(max_length=16, unique=True)
    text = models.TextField(max_length=2000)
    page = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="suggestions")
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="people_suggestion_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="people_suggestion_person"),
            models.Index(fields=["answered_at", "at"], name="people_suggestion_open"),
        ]

    def __str__(self) -> str:
        return self.number


class Disclosure(models.Model):
    """Who read a sealed field or took data out, when, what and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=[(item.value, item.name) for item in Disclosed])
    what = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=1)
    why = models.CharField(max_length=200)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="people_disclosure_reason"),
        ]
        indexes = [
            models.Index(fields=["by", "at"], name="people_disclosure_by"),
            models.Index(fields=["subject", "at"], name="people_disclosure_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"
