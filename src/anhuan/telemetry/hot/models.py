"""What stations sent and no day's file holds yet. A station stands here by its number."""

from django.db import models


class Sample(models.Model):
    """What a station said of one time: all its factors, packed. Of several contents for the same
    time, of each factor the one that came last (the highest ``id``) counts; none is ever changed.

    ``at``: seconds of Unix time, the start of the period; ``received``: milliseconds.
    """

    id = models.BigAutoField(primary_key=True)
    station = models.PositiveIntegerField()
    span = models.PositiveSmallIntegerField()
    at = models.BigIntegerField()
    digest = models.BinaryField(max_length=16)
    body = models.BinaryField()
    received = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("station", "span", "at", "digest", name="readings_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.span} {self.at}"


class OpenDay(models.Model):
    """A day (UTC+8) that samples have come of since it was closed last, and how often."""

    day = models.DateField(primary_key=True)
    writes = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.day}"


class Heard(models.Model):
    """When a station was last heard, in milliseconds of Unix time."""

    station = models.PositiveIntegerField(primary_key=True)
    at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.station} {self.at}"


class Frame(models.Model):
    """Bytes kept as they came, because they deviate from the standard or gave no reading."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=64, blank=True)
    received = models.BigIntegerField()
    digest = models.BinaryField(max_length=16)
    raw = models.BinaryField()
    deviations = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint("code", "digest", name="readings_frame_once"),
        ]
        indexes = [models.Index("code", "id", name="readings_frame_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.received}"
