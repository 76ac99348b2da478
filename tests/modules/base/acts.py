"""Functions that the job tests name by their dotted path. Their trace is a counter row."""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.db import next_number
from anhuan.base.jobs import Lease

HERE = "tests.modules.base.acts"
received: list[dict[str, Any]] = []


def count(scope: str) -> None:
    next_number(scope, 2026)


def count_then_fail(scope: str) -> None:
    next_number(scope, 2026)
    raise RuntimeError("as asked")


def receive(**payload: Any) -> None:
    received.append(payload)


def count_slowly(lease: Lease, scope: str, marker: str) -> None:
    """Tell the test that it runs, stay long if told to, then count under the lease."""
    Path(marker).write_text(str(lease.tries))
    if os.environ.get("ACTS_STALL"):
        time.sleep(60)
    with transaction.atomic():
        lease.hold()
        next_number(scope, 2026)


def due(at: datetime) -> list[str]:
    return ["first", "bad", "last"]


def run(item: str, at: datetime) -> None:
    if item == "bad":
        raise RuntimeError("as asked")
    next_number(f"poll-{item}", 2026)


def typed(case: UUID, at: datetime) -> None:
    received.append({"case": case, "at": at})
