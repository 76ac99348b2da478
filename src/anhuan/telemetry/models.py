"""Stations, and senders that are none yet. Readings: ``hot``, and the files of closed days."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.telemetry.types import Kind, Meeting, Span, Standing


class Station(models.Model):
    """A device that measures at one place. Its ``code`` is the MN of HJ 212; its readings are
    stored by ``number``, which is never given twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(unique=True)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=[(item.value, item.name) for item in Kind])
    site = models.ForeignKey("sites.Site", models.RESTRICT, null=True, related_name="+")
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    interval = models.PositiveIntegerField(default=60)
    reference = models.BooleanField(default=False)
    units = models.JSONField(default=dict)
    password = models.CharField(max_length=16, blank=True)
    cipher_key = models.CharField(max_length=32, blank=True)
    adopted_at = models.DateTimeField()
    adopted_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index("area_path", "name", name="telemetry_station_area"),
            models.Index("name", "id", name="telemetry_station_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[item.value for item in Kind]), name="telemetry_station_kind"
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(
                    lon__isnull=False,
                    lat__isnull=False,
                    lon__range=(-180, 180),
                    lat__range=(-90, 90),
                ),
                name="telemetry_station_position",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="telemetry_station_retired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class Part(models.Model):
    """A file of a closed day (UTC+8): the first, or a further one with what came late.

    ``leftover``: ranges of identifiers in the tables of the open days that the file holds and
    that are still to be removed there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    sealed_at = models.DateTimeField()
    leftover = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint("day", "number", name="telemetry_part_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class Stranger(models.Model):
    """Who speaks HJ 212 to us and is no station, or not with this password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=16, choices=[(item.value, item.name) for item in Meeting])
    peer = models.CharField(max_length=64, blank=True)
    system = models.CharField(max_length=8, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveBigIntegerField(default=1)
    raw = models.BinaryField(default=bytes)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "last_at",
                "id",
                condition=Q(settled_at__isnull=True),
                name="telemetry_stranger_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="telemetry_stranger_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.reason}"


class Order(models.Model):
    """What a station is asked to do, and what became of it: a request of HJ 212. ``number`` is its
    QN once it was sent; ``taken`` and ``executed`` are the results the device gave."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.RESTRICT, related_name="+")
    command = models.CharField(max_length=4)
    details = models.JSONField(default=dict)
    standing = models.CharField(
        max_length=8, choices=[(item.value, item.name) for item in Standing]
    )
    number = models.CharField(max_length=17, blank=True)
    taken = models.PositiveIntegerField(null=True)
    executed = models.PositiveIntegerField(null=True)
    answers = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "asked_at", "id", condition=Q(ended_at__isnull=True), name="telemetry_order_open"
            ),
            models.Index("station", "asked_at", name="telemetry_order_station"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, number="")
                | (Q(sent_at__isnull=False) & ~Q(number="")),
                name="telemetry_order_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.command} {self.standing}"


class StationLimit(models.Model):
    """What one factor of one station must keep between, from a day on, by a permit or a standard
    named in ``source``. A change is a new row; the old one ends the day before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.RESTRICT, related_name="+")
    factor = models.CharField(max_length=10)
    span = models.CharField(max_length=6, choices=[(item.value, item.name) for item in Span])
    lowest = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    highest = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        indexes = [
            models.Index("station", "factor", "valid_from", name="telemetry_limit_station"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(span__in=[item.value for item in Span]), name="telemetry_limit_span"
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=False) | Q(highest__isnull=False),
                name="telemetry_limit_given",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="telemetry_limit_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.lowest} {self.highest}"
