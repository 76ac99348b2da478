"""The register of numbered documents: gap-free per form, issuing unit and year."""

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.documents.types import Standing


class Register(models.Model):
    """The last number given. Its row is locked until the document's act commits: no gaps."""

    form = models.CharField(max_length=64)
    unit = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "unit", "year", name="documents_register_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.year}: {self.last}"


class Lease(models.Model):
    """Numbers of a register lent to a phone while it had a network: each comes back on a
    document, or spoilt. ``word`` and ``pattern``: how the numbers of the block read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    form = models.CharField(max_length=64)
    form_version = models.UUIDField()
    title = models.CharField(max_length=100)
    unit = models.UUIDField()
    word = models.CharField(max_length=100)
    pattern = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    device = models.UUIDField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "unit", "year", "first", name="documents_lease_first"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="documents_lease_span"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("taken_at")),
                name="documents_lease_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["device", "form"],
                condition=Q(ended_at__isnull=True),
                name="documents_lease_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.year}: {self.first} to {self.last}"


class Document(models.Model):
    """One issued document: what it says is kept as it was, so that it prints the same later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    form = models.CharField(max_length=64)
    form_version = models.UUIDField()
    title = models.CharField(max_length=100)
    unit = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    subject = models.UUIDField()
    site = models.UUIDField(null=True)
    area_path = PathField(blank=True)
    content = models.JSONField()
    standing = models.CharField(
        max_length=8,
        choices=[(item.value, item.name) for item in Standing],
        default=Standing.ISSUED,
    )
    spoilt_reason = models.CharField(max_length=400, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    provisional = models.CharField(max_length=64, blank=True, default="", db_default="")
    lease = models.ForeignKey("Lease", models.RESTRICT, null=True, related_name="documents")
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "form", "unit", "year", "serial", name="documents_document_serial"
            ),
            models.CheckConstraint(
                condition=Q(standing="issued", spoilt_reason="")
                | Q(standing="spoilt") & ~Q(spoilt_reason=""),
                name="documents_document_spoilt",
            ),
        ]
        indexes = [models.Index("subject", "issued_at", name="documents_document_subject")]

    def __str__(self) -> str:
        return self.number


class Mention(models.Model):
    """What a document is about besides its subject: the cases of an order of a visit."""

    document = models.ForeignKey(Document, models.RESTRICT, related_name="mentions")
    subject = models.UUIDField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("document", "subject", name="documents_mention_once"),
        ]
        indexes = [models.Index("subject", name="documents_mention_subject")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.position}"
