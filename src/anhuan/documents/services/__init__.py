"""Writes of documents: issue with the next number, mark one spoilt, lend numbers to a phone."""

from anhuan.documents.services.exporting import export_register
from anhuan.documents.services.issuing import issue, spoil
from anhuan.documents.services.leasing import (
    end_lease,
    end_leases,
    issue_leased,
    issue_provisional,
    lease,
    on_device_revoked,
    spoil_leased,
)

__all__ = [
    "end_lease",
    "end_leases",
    "export_register",
    "issue",
    "issue_leased",
    "issue_provisional",
    "lease",
    "on_device_revoked",
    "spoil",
    "spoil_leased",
]
