"""What this node is called as a witness."""

from django.conf import settings


def witness_name() -> str:
    return f"{settings.LOG_BASE}/witness"
