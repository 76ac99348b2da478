"""Proceedings against units and firms. A row is a projection that ``replay`` of its facts must
reproduce; what was said lies with the facts alone, where it can lawfully be erased."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.procedure import PROCEEDING_OPEN, Procedure, ProceedingState

ENDED = date(9999, 12, 31)
STILL_OPEN = sorted(state.value for state in PROCEEDING_OPEN)


class Proceeding(models.Model):
    """One interview or veto, with the unit or the firm it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    procedure = models.CharField(
        max_length=12, choices=[(one.value, one.name) for one in Procedure]
    )
    state = models.CharField(
        max_length=12, choices=[(one.value, one.name) for one in ProceedingState]
    )
    trigger = models.CharField(max_length=64)
    key = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=64)
    case = models.ForeignKey("cases.Case", models.RESTRICT, null=True, related_name="+")
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    area_path = PathField(blank=True)
    subject_unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+"
    )
    site = models.ForeignKey("sites.Site", models.RESTRICT, null=True, related_name="+")
    body = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    proposed_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    handlers = models.JSONField(default=list)
    decided_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    circulated = models.PositiveSmallIntegerField(default=0)
    held_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    effect_until = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=dict)
    done = models.JSONField(default=dict)

    is_open = models.BooleanField(default=True)
    ball_act = models.CharField(max_length=24, blank=True)
    ball_due_on = models.DateField(null=True)
    ball_post = models.ForeignKey("territory.Post", models.RESTRICT, null=True, related_name="+")
    ball_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    sort_due = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint("key", condition=~Q(key=""), name="proceedings_once"),
            models.CheckConstraint(
                condition=Q(subject_unit__isnull=True, site__isnull=False)
                | Q(subject_unit__isnull=False, site__isnull=True),
                name="proceedings_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=STILL_OPEN, ended_at__isnull=True)
                | Q(is_open=False, ended_at__isnull=False) & ~Q(state__in=STILL_OPEN),
                name="proceedings_ended",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
                name="proceedings_not_own_judge",
            ),
        ]
        indexes = [
            models.Index("unit", "sort_due", "id", name="proceedings_unit"),
            models.Index("body", "sort_due", "id", name="proceedings_body"),
            models.Index("subject_unit", "told_at", name="proceedings_subject"),
            models.Index("site", "told_at", name="proceedings_site"),
            models.Index(
                "effect_until", condition=Q(state="in_force"), name="proceedings_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.number
