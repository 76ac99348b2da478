"""What is due: who, which act, on which case, by when."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.obligation import Outcome


class Obligation(models.Model):
    """Open until discharged or withdrawn, about a case or a task. The one with ``ball`` says where
    the ball is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField(max_length=24)
    case = models.UUIDField(null=True)
    task = models.UUIDField(null=True)
    number = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200, blank=True)
    site_name = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=12)
    post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="obligations"
    )
    unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="obligations"
    )
    site = models.UUIDField(null=True)
    ball = models.BooleanField()
    due_on = models.DateField(null=True)
    estimated = models.BooleanField(default=False)
    term = models.CharField(max_length=32)
    area_path = PathField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(item.value, item.name) for item in Outcome]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case",
                condition=Q(ball=True, closed_at__isnull=True),
                name="obligations_obligation_one_ball",
            ),
            models.UniqueConstraint(
                "task",
                condition=Q(ball=True, closed_at__isnull=True),
                name="obligations_obligation_one_ball_of_task",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(task__isnull=True),
                name="obligations_obligation_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="obligations_obligation_closed",
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(unit__isnull=False) | Q(site__isnull=False),
                name="obligations_obligation_held",
            ),
        ]
        indexes = [
            models.Index(
                "post",
                "due_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="obligations_open_post",
            ),
            models.Index(
                "unit",
                "due_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="obligations_open_unit",
            ),
            models.Index(
                "site",
                "due_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="obligations_open_site",
            ),
            models.Index("case", "opened_at", name="obligations_case"),
            models.Index(
                "task",
                "opened_at",
                condition=Q(task__isnull=False),
                name="obligations_task",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.number}"
