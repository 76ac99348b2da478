"""The worker writes the log beside its jobs."""

import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anhuan.kernel.checkpoint import parse_checkpoint
from anhuan.kernel.note import parse_note
from anhuan.ledger import shelf
from anhuan.ledger.queries import logs, waiting
from anhuan.ledger.services import record
from anhuan.ops.log_writing import write_log

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_act_is_in_a_signed_checkpoint_soon_after(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    record(kind="case.opened", subject=uuid4(), version=1, public={}, body={}, by=None, at=AT)
    stop = threading.Event()
    writer = threading.Thread(target=write_log, args=[stop])

    writer.start()
    for _ in range(300):
        if logs() and logs()[0].signed_size:
            break
        time.sleep(0.1)
    stop.set()
    writer.join()

    (log,) = logs()
    published = shelf.checkpoint(log.year)
    assert not waiting()
    assert parse_checkpoint(parse_note(published).text).size == 1
    assert (log.signed_size, log.note.encode()) == (1, published)
