"""Means of closed days by station, published figures, targets and what was entered for them."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField


class DayMean(models.Model):
    """A station's closed day: each item as an exact fraction in text ("853/24"), and how many
    hours counted. A projection of its readings; made again whenever asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.UUIDField()
    day = models.DateField()
    items = models.JSONField()
    gathered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("station", "day", name="air_daymean_once")]
        indexes = [models.Index("day", "station", name="air_daymean_day")]

    def __str__(self) -> str:
        return f"{self.station} {self.day}"


class Gathered(models.Model):
    """When the means of a day were last made."""

    day = models.DateField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.day.isoformat()


class Published(models.Model):
    """What was published of a day of an area; a later row of the same day is a later version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    day = models.DateField()
    aqi = models.PositiveSmallIntegerField()
    primary = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("area", "day", "entered_at", name="air_published_day")]
        constraints = [
            models.CheckConstraint(condition=Q(aqi__lte=500), name="air_published_aqi"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.aqi}"


class Target(models.Model):
    """A bound for an indicator over a stretch of days: of a year, or of a campaign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    indicator = models.CharField(max_length=24)
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    baseline = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    bound = models.DecimalField(max_digits=14, decimal_places=4)
    source = models.CharField(max_length=200)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("area_path", "ends_on", "id", name="air_target_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="air_target_stretch"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="air_target_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """A figure entered for a target that nobody here measures; the newest counts, all are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target = models.ForeignKey(Target, models.RESTRICT, related_name="figures")
    through = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4)
    official = models.BooleanField()
    method = models.CharField(max_length=200)
    coverage = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("target", "entered_at", name="air_figure_target")]

    def __str__(self) -> str:
        return f"{self.through} {self.value}"
