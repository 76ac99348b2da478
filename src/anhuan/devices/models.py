"""Telephones that work without a network, what they sent, and the photos they brought."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.devices.types import LONGEST_NAME, Outcome, StatementState

REVOKED = ("revoked_at", "revoked_by")


class Device(models.Model):
    """One profile of a browser on one telephone, of one person. ``applied``: the last ``seq``
    that was judged."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    account = models.ForeignKey("people.Account", models.RESTRICT, related_name="+")
    person = models.UUIDField()
    name = models.CharField(max_length=LONGEST_NAME)
    digest = models.BinaryField(max_length=32, unique=True)
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    applied = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-enrolled_at"], name="devices_device_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("enrolled_at")), name="devices_device_term"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_why="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="devices_device_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """One act as a telephone sent it, kept whole whatever became of it; ``digest`` is over it all.

    ``claimed_at``: the telephone's own instant; ``done_at``: as the node bounds it. Where it is a
    statement: what it is decided with (``leads``), and who holds it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, models.RESTRICT, related_name="submissions")
    # The identifier that the telephone gave it. The same act may come again from the same person
    # by another enrolment: it is then the twin of the first, and no second act.
    act = models.UUIDField()
    twin = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    seq = models.PositiveIntegerField()
    what = models.CharField(max_length=32, blank=True)
    about = models.UUIDField(null=True)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=[(one.value, one.name) for one in Outcome])
    answer = models.JSONField(default=dict)
    fact = models.UUIDField(null=True)

    version = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.name) for one in StatementState]
    )
    leads = models.ForeignKey("self", models.RESTRICT, null=True, related_name="parts")
    unit = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    site = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    area_path = PathField(blank=True, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["act"], name="devices_submission_act"),
            models.Index(
                fields=["unit", "-received_at"],
                condition=~Q(state=""),
                name="devices_statement_unit",
            ),
        ]
        constraints = [
            models.UniqueConstraint("device", "seq", name="devices_submission_seq"),
            models.UniqueConstraint("device", "act", name="devices_submission_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="devices_submission_counts"),
            models.CheckConstraint(
                condition=Q(outcome="waiting", judged_at__isnull=True)
                | ~Q(outcome="waiting") & Q(judged_at__isnull=False),
                name="devices_submission_judged",
            ),
            models.CheckConstraint(
                condition=Q(outcome="done", fact__isnull=False)
                | ~Q(outcome="done") & Q(fact__isnull=True),
                name="devices_submission_fact",
            ),
            models.CheckConstraint(
                condition=Q(outcome="statement") & ~Q(state="")
                | ~Q(outcome="statement") & Q(state=""),
                name="devices_submission_statement",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", "waiting"], decided_at__isnull=True)
                | Q(state__in=["accepted", "set-aside"], decided_at__isnull=False),
                name="devices_submission_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.seq} of {self.device_id}"


class Photo(models.Model):
    """A photo that a device brought, until an act names it and after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, models.RESTRICT, related_name="photos")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("device", "sha256", name="devices_photo_once")]

    def __str__(self) -> str:
        return self.sha256[:12]
