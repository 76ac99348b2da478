"""Law as data: every clause, term, table and form is a version with dates and a source."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.periods import Period


class Version(Period):
    """One rule in force over a span of days: ``code`` within ``subject``, its value as JSON."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=32)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    value = models.JSONField()
    source = models.CharField(max_length=400)
    verified = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    by = models.UUIDField(null=True)

    class Meta(Period.Meta):
        indexes = [
            models.Index("subject", "code", "valid_from", name="rulebook_version_subject"),
            models.Index("recorded_from", name="rulebook_version_recorded"),
        ]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                "subject",
                "code",
                "valid_from",
                condition=Q(recorded_to__isnull=True),
                name="rulebook_version_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}/{self.code}"
