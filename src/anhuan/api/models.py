"""Answers kept for requests that are sent again."""

from django.db import models

from anhuan.base.ids import new_id


class Once(models.Model):
    """What an account got for a request under its own key; kept for thirty days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("account", "key", name="api_once_key")]
        indexes = [models.Index("at", name="api_once_at")]

    def __str__(self) -> str:
        return f"{self.account} {self.key}"
