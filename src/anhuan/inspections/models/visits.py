"""Visits. A visit's row is a projection that ``replay`` of its facts must reproduce."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.visit import VISIT_OVER, VisitKind, VisitState

OVER = sorted(state.value for state in VISIT_OVER)


class Visit(models.Model):
    """One coming to one place. The five counts are those of the items of its checklist."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(one.value, one.name) for one in VisitState])
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in VisitKind])
    site = models.UUIDField()
    plan = models.UUIDField(null=True)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    area_path = PathField(blank=True)
    checklist = models.CharField(max_length=64, blank=True)
    officers = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    imported = models.BooleanField(default=False)
    import_key = models.CharField(max_length=64, blank=True)

    conforms = models.PositiveSmallIntegerField(default=0)
    fails = models.PositiveSmallIntegerField(default=0)
    not_applicable = models.PositiveSmallIntegerField(default=0)
    not_checked = models.PositiveSmallIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["site", "-began_at"], name="inspections_visit_site"),
            models.Index(fields=["area_path", "-began_at"], name="inspections_visit_area"),
            models.Index(fields=["unit", "-began_at"], name="inspections_visit_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                "import_key", condition=~Q(import_key=""), name="inspections_visit_import"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_at__isnull=False)
                | ~Q(state__in=OVER) & Q(ended_at__isnull=True),
                name="inspections_visit_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="inspections_visit_span",
            ),
        ]

    def __str__(self) -> str:
        return self.number
