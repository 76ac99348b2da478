"""Sessions in our own table, which knows whose they are; named in ``SESSION_ENGINE``."""

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.dateparse import parse_datetime

from anhuan.people.models import Session

STARTED, ADDRESS, DEVICE = "started_at", "address", "device"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.account_id = data.get(SESSION_KEY)
        row.started_at = parse_datetime(data.get(STARTED, ""))
        row.address = data.get(ADDRESS, "")
        row.device = data.get(DEVICE, "")
        return row
