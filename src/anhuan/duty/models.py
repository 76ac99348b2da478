"""Charges: a post answers for an object, on a line, from one day to another."""

from django.db import models

from anhuan.base.ids import new_id
from anhuan.base.periods import Period
from anhuan.kernel.chain import Line, Side


class Charge(Period):
    """Who answers for a site or an area. ``object`` is a site's or an area's id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.UUIDField()
    subject = models.CharField(max_length=16, blank=True)
    line = models.CharField(max_length=12, choices=[(line.value, line.name) for line in Line])
    level = models.CharField(max_length=12, blank=True)
    side = models.CharField(max_length=12, choices=[(side.value, side.name) for side in Side])
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="charges")
    clause = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)

    class Meta(Period.Meta):
        indexes = [models.Index("object", "line", name="duty_charge_object")]

    def __str__(self) -> str:
        return f"{self.line} of {self.object}"
