"""What is due of readings: days that are over become files."""

from datetime import date, datetime, timedelta

from django.conf import settings

from anhuan.kernel.calendar import day_of
from anhuan.telemetry.models import Part
from anhuan.telemetry.reading.open_days import open_until
from anhuan.telemetry.services.copying import copy_missing
from anhuan.telemetry.services.sealing import seal_day


def due(at: datetime) -> list[date]:
    """The days that ended long enough ago, and of what came late those whose last file is old
    enough; and days that a stop has left half done."""
    grace = timedelta(hours=settings.SEAL_HOURS)
    days = open_until(day_of(at - grace) - timedelta(days=1))
    lately = Part.objects.filter(sealed_at__gt=at - grace).values_list("day", flat=True)
    half = Part.objects.exclude(leftover=[]).values_list("day", flat=True)
    return sorted((set(days) - set(lately)) | set(half))


def run(item: date, at: datetime) -> None:
    """What could not be copied now is copied with the next day, and read from its file till
    then."""
    seal_day(day=item, at=at)
    copy_missing()
