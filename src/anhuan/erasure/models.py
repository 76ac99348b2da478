"""Requests to erase. What is sought is sealed while it waits, and gone once it is done."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.erasure.types import State


class Erasure(models.Model):
    """One request: on which ground, who asked, who confirmed, and how much went.

    ``spared`` names the rows that speak of somebody else, ``uses`` the files that go too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.name) for one in State], default=State.ASKED
    )
    ground = models.CharField(max_length=64)
    reason = models.TextField(max_length=1000)
    person = models.UUIDField(null=True)
    terms_sealed = models.BinaryField(default=bytes)
    spared = models.JSONField(default=list)
    uses = models.JSONField(default=list)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    acts = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="erasure_second_person",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="erasure_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_at__isnull=False, terms_sealed=b"")
                | ~Q(state=State.DONE) & Q(done_at__isnull=True),
                name="erasure_done",
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="erasure_asked")]

    def __str__(self) -> str:
        return self.number
