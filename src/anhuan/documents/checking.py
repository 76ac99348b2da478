"""Whether every number of every register is accounted for: on a document, spoilt, or lent."""

from collections.abc import Iterator

from anhuan.documents.models import Document, Lease, Register


def unaccounted() -> Iterator[tuple[str, list[int]]]:
    """Registers with the numbers that stand nowhere, as text and numbers."""
    for row in Register.objects.order_by("form", "unit", "year").iterator():
        same = {"form": row.form, "unit": row.unit, "year": row.year}
        held = set(Document.objects.filter(**same).values_list("serial", flat=True))
        for lease in Lease.objects.filter(**same, ended_at__isnull=True):
            held.update(range(lease.first, lease.last + 1))
        left = [serial for serial in range(1, row.last + 1) if serial not in held]
        if left:
            yield f"{row.form} {row.year} {row.unit}", left
