"""The register of numbered documents: gap-free per form, issuing unit and year."""

from django.db import models
from django.db.models import Q

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
