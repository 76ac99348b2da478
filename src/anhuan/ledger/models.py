"""Facts, their bodies, what waits for a position, positions (insert only), and the logs."""

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
    """A fact's position in the log. Insert only. Positions count through all years; the index in
    a year's log is the position less that of its first entry.

    ``content`` is what enters the log; ``fact`` is ``None`` where a restored backup had lost the
    act and only its entry came back.
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, models.RESTRICT, null=True, related_name="entry")
    leaf = models.BinaryField(max_length=32)
    content = models.BinaryField(max_length=512)

    def __str__(self) -> str:
        return f"entry {self.position}"


class Log(models.Model):
    """The log of one year: how far it is written, and its newest signed checkpoint.

    ``size`` and ``root`` say what lies durable in tiles; only then is it signed (``signed_size``,
    ``note`` with all cosignatures). Each only grows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=68, unique=True)
    year = models.PositiveSmallIntegerField(unique=True)
    first = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    signed_size = models.PositiveBigIntegerField(null=True)
    note = models.TextField(default="")
    signed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    # Of the first log: what was recorded before is marked as older than the log.
    kept_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_size__isnull=True)
                | models.Q(signed_size__lte=models.F("size")),
                name="ledger_log_signs_what_is_durable",
            ),
        ]

    def __str__(self) -> str:
        return self.origin


class Witness(models.Model):
    """Somebody who confirms our checkpoints: where it is asked, and its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=128, unique=True)
    key = models.CharField(max_length=255)
    url = models.URLField(max_length=255)

    def __str__(self) -> str:
        return self.name


class Watched(models.Model):
    """A log of another node that ours is witness of: its keys, and the largest tree cosigned."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=255, unique=True)
    keys = models.JSONField()
    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    note = models.TextField(default="")
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.origin


class Contradiction(models.Model):
    """A request signed by a watched log that its largest tree contradicts, kept as it came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watched = models.ForeignKey(Watched, models.RESTRICT, related_name="contradictions")
    kind = models.CharField(max_length=16)
    digest = models.BinaryField(max_length=32)
    request = models.BinaryField()
    known = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("watched", "digest", name="ledger_contradiction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.watched_id}"
