"""Rows of duty as the record keeps them."""

from datetime import UTC, datetime


def instant(at: datetime) -> str:
    """An instant in the one way the record writes it."""
    return at.astimezone(UTC).isoformat()
