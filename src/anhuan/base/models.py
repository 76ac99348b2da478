"""Counters and jobs."""

from typing import ClassVar

from django.db import models

from anhuan.base.ids import new_id


class Counter(models.Model):
    """The last number given in a scope and year."""

    scope = models.CharField(max_length=64)
    year = models.PositiveIntegerField()
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("scope", "year", name="base_counter_scope_year"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.year}: {self.last}"


class Job(models.Model):
    """A call that waits for the worker, is leased to one, or was given up."""

    class State(models.TextChoices):
        WAITING = "waiting"
        LEASED = "leased"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    function = models.CharField(max_length=200)
    payload = models.JSONField()
    key = models.CharField(max_length=200, null=True)  # noqa: DJ001  null keys are not unique
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    priority = models.SmallIntegerField(default=0)
    # From this instant a worker may take it: the wished time, the retry, or the lease's end.
    ready_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    max_tries = models.PositiveSmallIntegerField()
    lease_seconds = models.PositiveIntegerField()
    long = models.BooleanField(default=False)
    error = models.TextField(blank=True, default="")
    enqueued_at = models.DateTimeField()

    OPEN: ClassVar = (State.WAITING, State.LEASED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state="waiting"),
                name="base_job_waiting_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "leased", "dead"]),
                name="base_job_state",
            ),
            models.CheckConstraint(
                condition=models.Q(tries__lte=models.F("max_tries")), name="base_job_tries"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "ready_at", "id"],
                condition=models.Q(state__in=["waiting", "leased"]),
                name="base_job_ready",
            ),
            models.Index(fields=["id"], condition=models.Q(state="dead"), name="base_job_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.function} ({self.state}, try {self.tries})"
