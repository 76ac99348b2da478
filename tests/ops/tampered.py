"""A town whose acts are all in the log, and what the check against the database says of it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection

from anhuan.base.clock import now
from anhuan.ledger import keys
from anhuan.ledger.sequencer import Sequencer
from anhuan.ledger.services import record
from anhuan.obligations.services import sweep
from anhuan.ops.against import against_database
from anhuan.ops.progress import Progress
from tests.flush import triggers_off
from tests.modules.cases.town import Loop, Town, build, enter
from tests.modules.tasks.asking import Asking

BASE = "anlan.example"
ORIGIN = f"{BASE}/log/2026"
AT = datetime(2026, 6, 1, tzinfo=UTC)


def recorded_town(folder, settings) -> Town:
    """A town whose acts are all in the log: a case on its way, a task, a rung that was climbed."""
    settings.DATA_DIR = folder
    keys.made_at_first()
    town = build()
    Loop(town, enter(town, town.officer).number).to_underway()
    Asking(town).give()
    while sweep(at=now()):
        pass
    step()
    return town


def step():
    with Sequencer(signers=keys.signers, base=BASE) as one:
        return one.step(AT, 2026)


def recorded():
    return record(kind="case.plan", subject=uuid4(), version=1, public={}, body={}, by=None, at=AT)


def looked():
    """The exit code, and (check, subject, what) of each fault the check against the database
    names."""
    out = io.StringIO()
    code = against_database(out, Progress(io.StringIO()))
    lines = [each.split("  ", 2) for each in out.getvalue().splitlines()[:-1]]
    return code, [
        (check, rest.partition(": ")[0], rest.partition(": ")[2].rpartition(" / ")[2])
        for mark, check, rest in lines
        if mark == "不对 wrong"
    ]


@contextmanager
def past_the_triggers() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with triggers_off():
        yield
