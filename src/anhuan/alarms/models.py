"""Alarms, pairs of power meters, and how far readings were looked at."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.alarm import AlarmRule

ACTIVE = Q(ended_at__isnull=True, withdrawn_at__isnull=True)


class Alarm(models.Model):
    """A stretch in which a condition holds. ``raised_at``: when it was first drawn;
    ``withdrawn_at``: when later readings showed that it never was. ``rule_version`` says by which
    rule it was drawn, in words with its source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey("telemetry.Station", models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=8)
    rule = models.CharField(max_length=16, choices=[(r.value, r.name) for r in AlarmRule])
    rule_version = models.CharField(max_length=400)
    factor = models.CharField(max_length=10, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    site = models.ForeignKey("sites.Site", models.RESTRICT, null=True, related_name="+")
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField()
    worst = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    limit = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    case = models.ForeignKey("cases.Case", models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "station",
                "rule",
                "factor",
                "began_at",
                condition=Q(withdrawn_at__isnull=True),
                name="alarms_alarm_stretch",
            ),
            models.UniqueConstraint(
                "station", "rule", "factor", condition=ACTIVE, name="alarms_alarm_active"
            ),
            models.CheckConstraint(
                condition=Q(last_at__gte=F("began_at"))
                & (Q(ended_at__isnull=True) | Q(ended_at__gt=F("last_at"))),
                name="alarms_alarm_order",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=[rule.value for rule in AlarmRule]), name="alarms_alarm_rule"
            ),
        ]
        indexes = [
            models.Index("began_at", "id", name="alarms_alarm_began"),
            models.Index("case", name="alarms_alarm_case"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.factor} {self.began_at:%Y-%m-%d %H:%M}"


class Pair(models.Model):
    """Two power meters of one site: of a production line and of what treats it, from
    ``paired_at`` until ``ended_at``. ``rated``: kW of the line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    production = models.ForeignKey("telemetry.Station", models.RESTRICT, related_name="+")
    treatment = models.ForeignKey("telemetry.Station", models.RESTRICT, related_name="+")
    rated = models.DecimalField(max_digits=12, decimal_places=3)
    paired_at = models.DateTimeField()
    paired_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "production", condition=Q(ended_at__isnull=True), name="alarms_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_at__gte=F("paired_at"), ended_by__isnull=False),
                name="alarms_pair_ended",
            ),
            models.CheckConstraint(condition=Q(rated__gt=0), name="alarms_pair_rated"),
            models.CheckConstraint(
                condition=~Q(production=F("treatment")), name="alarms_pair_apart"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.production_id} {self.treatment_id}"


class Sweep(models.Model):
    """Until when readings were looked at; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    upto = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="alarms_sweep_one")]

    def __str__(self) -> str:
        return f"{self.upto:%Y-%m-%d %H:%M}"
