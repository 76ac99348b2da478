import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from anhuan.base import jobs
from anhuan.base.clock import now
from anhuan.base.models import Counter, Job
from tests.modules.base import acts

LEASE_SECONDS = 2


def start_worker(stall: bool) -> subprocess.Popen[bytes]:
    env = {**os.environ, "ACTS_STALL": "1" if stall else ""}
    words = [sys.executable, "-m", "tests.modules.base.work_one"]
    return subprocess.Popen([*words, str(connection.settings_dict["NAME"])], env=env)


def wait_for(marker: Path) -> None:
    for _ in range(600):
        if marker.exists() and marker.read_text():
            return
        time.sleep(0.05)
    raise AssertionError("the worker did not begin the job")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_is_done_once_by_the_next(depth: int, tmp_path: Path) -> None:
    for turn in range(depth):
        marker = tmp_path / str(turn)
        jobs.enqueue(
            f"{acts.HERE}.count_slowly",
            {"scope": f"turn-{turn}", "marker": str(marker)},
            lease_seconds=LEASE_SECONDS,
            long=True,
        )
        killed = start_worker(stall=True)
        wait_for(marker)
        killed.send_signal(signal.SIGKILL)
        killed.wait(20)
        assert jobs.claim(now()) is None  # its lease still runs

        while not Job.objects.filter(ready_at__lte=now()).exists():
            time.sleep(0.1)
        assert start_worker(stall=False).wait(60) == 0

        assert marker.read_text() == "2"
        assert Counter.objects.get(scope=f"turn-{turn}").last == 1
        assert Job.objects.count() == 0


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_long_job_keeps_its_lease_while_it_runs(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    jobs.enqueue(
        f"{acts.HERE}.count_slowly",
        {"scope": "a", "marker": str(marker)},
        lease_seconds=LEASE_SECONDS,
        long=True,
    )
    worker = start_worker(stall=True)
    try:
        wait_for(marker)
        seen = []
        for _ in range(3 * LEASE_SECONDS):
            time.sleep(0.5)
            seen.append(jobs.claim(now()))
    finally:
        worker.kill()
        worker.wait(20)

    assert seen == [None] * len(seen)
    assert Job.objects.get().tries == 1
