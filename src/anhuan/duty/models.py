"""Charges (a post answers for an object), handovers of posts, duties signed for."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.periods import Period
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import BESIDE


class Charge(Period):
    """Who answers for a site or an area. ``object`` is a site's or an area's id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.UUIDField()
    subject = models.CharField(max_length=16, blank=True)
    line = models.CharField(max_length=12, choices=[(line.value, line.name) for line in Line])
    # A level of the line, or the capacity (包保, head, deputy …) that stands beside the lines.
    level = models.CharField(max_length=12, blank=True)
    side = models.CharField(max_length=12, choices=[(side.value, side.name) for side in Side])
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="charges")
    clause = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)

    class Meta(Period.Meta):
        indexes = [
            models.Index("object", "line", name="duty_charge_object"),
            models.Index(
                "object",
                "level",
                condition=Q(level__in=sorted(BESIDE)),
                name="duty_charge_beside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} of {self.object}"


class Unfilled(models.Model):
    """A charge ended without a successor: why, and by which day somebody is named. It stands
    until a post is charged anew in the same line, level and side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="unfilled")
    because = models.CharField(max_length=200)
    fill_by = models.DateField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unfilled {self.charge_id} until {self.fill_by}"


class Handover(models.Model):
    """What became of a post when its holder left: a successor, or a vacancy with its reason.

    The rows of one leaving share ``leaving``. A vacancy stays a gap until somebody is appointed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    leaving = models.UUIDField()
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="handovers")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="handed_over")
    successor = models.ForeignKey(
        "people.Person", models.RESTRICT, null=True, related_name="taken_over"
    )
    acting = models.BooleanField(default=False)
    vacant_because = models.CharField(max_length=200, blank=True)
    fill_by = models.DateField(null=True)
    since = models.DateTimeField()
    basis = models.CharField(max_length=200, blank=True)
    orphans = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("leaving", name="duty_handover_leaving"),
            models.Index("post", "since", name="duty_handover_post"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=False, vacant_because="", fill_by__isnull=True)
                | Q(successor__isnull=True, acting=False, fill_by__isnull=False)
                & ~Q(vacant_because=""),
                name="duty_handover_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} of {self.person_id}"


class Signature(models.Model):
    """A person signed the duties of a post as they read that day (``codes``, their versions)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="signatures")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="signatures")
    codes = models.JSONField()
    on_paper = models.BooleanField(default=False)
    signed_on = models.DateField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("post", "person", "recorded_at", name="duty_signature_post")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.post_id}"
