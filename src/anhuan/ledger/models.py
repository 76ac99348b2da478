"""Four tables: facts, their bodies, what waits for a position, and positions (insert only)."""

from django.db import models

from anhuan.base.ids import new_id


class Fact(models.Model):
    """One act: what replay needs, without personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=64)
    subject = models.UUIDField()
    version = models.PositiveIntegerField()
    public = models.JSONField()
    commitment = models.BinaryField(max_length=32)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("subject", "version", name="ledger_fact_subject_version"),
        ]
        indexes = [models.Index("by", "at", name="ledger_fact_by_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} v{self.version}"


class Body(models.Model):
    """The salt and the personal fields of a fact; only ``erase`` removes it."""

    fact = models.OneToOneField(Fact, models.RESTRICT, primary_key=True, related_name="body")
    salt = models.BinaryField(max_length=32)
    content = models.JSONField()

    def __str__(self) -> str:
        return f"body of {self.fact_id}"


class Pending(models.Model):
    """A fact that has no position in the log yet."""

    fact = models.OneToOneField(Fact, models.RESTRICT, primary_key=True, related_name="pending")

    def __str__(self) -> str:
        return f"pending {self.fact_id}"


class Entry(models.Model):
    """A fact's position in the log. Insert only."""

    position = models.PositiveBigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, models.RESTRICT, related_name="entry")
    leaf = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"entry {self.position}"
