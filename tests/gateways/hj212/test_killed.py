"""``kill -9`` of the gateway, or of the database, at any moment: what was answered is stored,
once, also after it was sent again."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.gateways.hj212.sending import NODE, grows, listening, sending, stored_once
from tests.ops.program import begin, free_port, spoken, start

SENDERS = 4
KILLS = 2


@pytest.mark.long
def test_every_frame_answered_is_stored_once_though_the_gateway_is_killed(
    tmp_path: Path, database: dict[str, str], depth: int
) -> None:
    begin(tmp_path, **database)
    spoken(tmp_path, NODE, "build", str(SENDERS), **database)
    port = free_port()
    words = ("gateway", "hj212", "--host", "127.0.0.1", "--port", str(port))
    with sending(port, SENDERS) as senders:
        for _ in range(KILLS * depth):
            process = start(tmp_path, *words, **database)
            listening(port, process)
            grows(senders)
            time.sleep(random.uniform(0, 0.2))
            process.kill()
            process.communicate()
        process = start(tmp_path, *words, **database)
        listening(port, process)
        grows(senders)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert sum(sender.again for sender in senders) > 0
    stored_once(tmp_path, senders, **database)


@pytest.mark.long
def test_every_frame_answered_is_stored_once_though_the_database_is_killed(
    tmp_path: Path, request: pytest.FixtureRequest, depth: int
) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("with --long: a database server of its own is started and killed")
    with postgres.server(postgres.DURABLE) as url:
        with psycopg.connect(url.replace("/anhuan?", "/postgres?"), autocommit=True) as link:
            link.execute("CREATE DATABASE anhuan")
        begin(tmp_path, DATABASE_URL=url)
        spoken(tmp_path, NODE, "build", str(SENDERS), DATABASE_URL=url)
        port = free_port()
        words = ("gateway", "hj212", "--host", "127.0.0.1", "--port", str(port))
        process = start(tmp_path, *words, DATABASE_URL=url)
        listening(port, process)
        with sending(port, SENDERS) as senders:
            for _ in range(depth):
                grows(senders)
                for pid in spoken(tmp_path, NODE, "backends", DATABASE_URL=url):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            grows(senders)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
        assert process.returncode == 0, said
        assert "the database takes nothing" in said
        stored_once(tmp_path, senders, DATABASE_URL=url)
