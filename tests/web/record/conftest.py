"""A node with a short log."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anhuan.ledger import keys
from anhuan.ledger.sequencer import Sequencer
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
BASE = "anhuan.example/yunxi"
ORIGIN = f"{BASE}/log/2026"


@pytest.fixture
def written(db, tmp_path, settings):
    """Writes so many acts into the log of 2026."""
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    keys.made_at_first()

    def write(count):
        acts = [
            Act(kind="case.opened", subject=uuid4(), version=1, public={}, body={"名": "安"})
            for _ in range(count)
        ]
        record_many(acts, by=None, at=AT)
        with Sequencer(signers=keys.signers, base=BASE) as one:
            one.step(AT, 2026)

    return write
