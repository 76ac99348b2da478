"""Files by content, and their uses."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField


class File(models.Model):
    """One content, whoever uses it and however often."""

    sha256 = models.CharField(max_length=64, primary_key=True, validators=[MinLengthValidator(64)])
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    taken_at = models.DateTimeField(null=True)
    taken_lon = models.FloatField(null=True)
    taken_lat = models.FloatField(null=True)
    # The last time the content arrived; what nothing uses is swept a day later.
    stored_at = models.DateTimeField()
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_file_size"),
            models.CheckConstraint(
                condition=Q(taken_lon__isnull=True, taken_lat__isnull=True)
                | Q(taken_lon__isnull=False, taken_lat__isnull=False)
                & Q(taken_lon__range=(-180, 180), taken_lat__range=(-90, 90)),
                name="evidence_file_taken_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["stored_at"], condition=Q(used=False), name="evidence_file_unused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:12]}"


class Use(models.Model):
    """A file as evidence for one owner, with that owner's scope."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(File, models.RESTRICT, related_name="uses")
    owner_kind = models.CharField(max_length=32)
    owner = models.UUIDField()
    label = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200)
    captured_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    device_clock = models.DateTimeField(null=True)
    # SHA-256 of what the camera gave, where the device kept a smaller picture of it.
    original = models.CharField(max_length=64, blank=True, default="", db_default="")
    by = models.UUIDField()
    at = models.DateTimeField()
    area_path = PathField(blank=True, default="")
    unit = models.UUIDField(null=True)
    site = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False)
                & Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="evidence_use_place",
            ),
            models.CheckConstraint(
                condition=Q(accuracy_m__isnull=True) | Q(accuracy_m__gte=0, lon__isnull=False),
                name="evidence_use_accuracy",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="evidence_use_named"),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner", "id"], name="evidence_use_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.owner_kind} {self.owner}"
