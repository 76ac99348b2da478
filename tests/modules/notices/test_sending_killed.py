"""A worker is killed after it has sent and before it has marked; two work at once."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from anhuan.notices.models import Delivery
from anhuan.notices.services.outbox import CLAIM

from .conftest import AT, Town, mobile, sent, tell


def worker(folder: Path, at: datetime, *, stall: bool = False) -> subprocess.Popen[bytes]:
    env = {**os.environ, "SEND_STALL": "1" if stall else ""}
    name = str(connection.settings_dict["NAME"])
    words = [sys.executable, "-m", "tests.modules.notices.send_one", name, str(folder)]
    return subprocess.Popen([*words, at.isoformat()], env=env)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_message_of_a_killed_worker_goes_again_under_its_key(town: Town, folder: Path) -> None:
    mobile(town.anne)
    tell(town.anne.person, number="C-2026-000318", urgent=True)
    killed = worker(folder, AT, stall=True)
    for _ in range(1200):
        if sent(folder):
            break
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait(20)
    row = Delivery.objects.get()
    assert (row.tries, row.sent_at) == (1, None)

    assert worker(folder, AT).wait(120) == 0
    while_claimed = len(sent(folder))
    assert worker(folder, AT + CLAIM).wait(120) == 0

    row.refresh_from_db()
    assert (while_claimed, [one["key"] for one in sent(folder)]) == (1, [str(row.pk)] * 2)
    assert (row.tries, row.sent_at is not None, row.failed_at) == (2, True, None)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_messages_of_two_workers_at_once_go_once_each(town: Town, folder: Path) -> None:
    mobile(town.anne)
    numbers = [f"C-2026-{n:06}" for n in range(20)]
    for number in numbers:
        tell(town.anne.person, number=number, urgent=True)
    both = [worker(folder, AT) for _ in range(2)]

    assert [one.wait(120) for one in both] == [0, 0]
    assert sorted(one["text"].split()[0] for one in sent(folder)) == [f"急：{n}" for n in numbers]
