"""Units of a site where hazardous chemicals are, and what each was assessed as."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.hazards.types import UnitKind
from anhuan.kernel.hazard import Outcome

LAST: Final = 99
"""The place in a list of a unit without a level, after those with one."""
NEVER: Final = Q(assessed_content__isnull=True)


class HazardUnit(models.Model):
    """A production or storage unit as it is stated now, and what its last assessment said.

    ``content`` counts the statements: an assessment of an earlier one is outdated. ``chemicals``
    keeps quantities as text, exact on every database; S and R are fractions as text. ``place``:
    the level, for the order of a list.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(item.value, item.name) for item in UnitKind])
    boundary = models.CharField(max_length=500, blank=True)
    persons = models.PositiveIntegerField(null=True)
    persons_source = models.CharField(max_length=200, blank=True)
    persons_on = models.DateField(null=True)
    chemicals = models.JSONField(default=list)
    names = models.TextField(blank=True)
    content = models.PositiveIntegerField(default=1)
    assessed_content = models.PositiveIntegerField(null=True)
    assessed_on = models.DateField(null=True)
    edition = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(item.value, item.name) for item in Outcome]
    )
    level = models.PositiveSmallIntegerField(null=True)
    place = models.PositiveSmallIntegerField(default=LAST)
    s = models.CharField(max_length=200, blank=True)
    r = models.CharField(max_length=200, blank=True)
    valid_to = models.DateField(null=True)
    filed_number = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index("place", "id", name="hazards_unit_place")]
        constraints = [
            models.UniqueConstraint("site", "name", name="hazards_unit_once"),
            models.CheckConstraint(
                condition=NEVER & Q(assessed_on__isnull=True, edition="", outcome="", s="", r="")
                | ~NEVER
                & Q(assessed_on__isnull=False)
                & ~Q(edition="")
                & ~Q(outcome="")
                & ~Q(s="")
                & ~Q(r=""),
                name="hazards_unit_assessed",
            ),
            models.CheckConstraint(
                condition=Q(assessed_content__isnull=True) | Q(assessed_content__lte=F("content")),
                name="hazards_unit_content",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.MAJOR, level__isnull=False, level__gte=1)
                | Q(level__isnull=True) & ~Q(outcome=Outcome.MAJOR),
                name="hazards_unit_level_of_major",
            ),
            models.CheckConstraint(
                condition=Q(filed_number="", filed_on__isnull=True)
                | Q(filed_on__isnull=False) & ~Q(filed_number=""),
                name="hazards_unit_filed",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="hazards_unit_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """An assessment as it was made, with all it was made of; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        HazardUnit, models.CASCADE, related_name="assessments", db_index=False
    )
    number = models.PositiveIntegerField()
    edition = models.CharField(max_length=120)
    outcome = models.CharField(
        max_length=12, choices=[(item.value, item.name) for item in Outcome]
    )
    level = models.PositiveSmallIntegerField(null=True)
    s = models.CharField(max_length=200)
    alpha = models.CharField(max_length=200)
    r = models.CharField(max_length=200)
    persons = models.PositiveIntegerField()
    chemicals = models.JSONField()
    by = models.UUIDField()
    by_firm = models.BooleanField()
    at = models.DateTimeField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "number", name="hazards_assessment_once"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.MAJOR, level__isnull=False, level__gte=1)
                | Q(level__isnull=True) & ~Q(outcome=Outcome.MAJOR),
                name="hazards_assessment_level_of_major",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.unit_id}"
