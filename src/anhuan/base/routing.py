"""Which database holds which tables: all the first one, but for the apps of ``settings.APART``."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model


def alias_of(app_label: str) -> str:
    """The database of an app's tables."""
    apart: dict[str, str] = settings.APART
    return apart.get(app_label, DEFAULT_DB_ALIAS)


class Apart:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return alias_of(model._meta.app_label)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return alias_of(model._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == alias_of(app_label)
