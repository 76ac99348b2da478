"""The node's name, and the sign of life of its worker."""

from django.db import models
from django.db.models import Q


class Node(models.Model):
    """The one row that says which node this database belongs to."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ops_node_only_one")]

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a worker last did what is asked of it; written as a job, so a stuck queue shows."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
