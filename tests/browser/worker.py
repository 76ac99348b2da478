"""The worker of a city of the browser tests, at instants of the city's clock.

``python -m tests.browser.worker INSTANT...``, in the environment of a city that is served.
"""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import time_machine

from docs.manual.city import ROOT, environment


def ran(folder: Path, *instants: datetime) -> None:
    """Whatever is due at each instant is done in the city in ``folder``."""
    words = [sys.executable, "-m", "tests.browser.worker", *(at.isoformat() for at in instants)]
    env = environment(folder)
    env["PYTHONPATH"] = f"{ROOT}:{env['PYTHONPATH']}"
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def worker(at: datetime) -> None:
    """Everything that the worker does at an instant."""
    from anhuan.base.jobs import job_modules, run_one, schedule_polls

    with time_machine.travel(at, tick=False):
        schedule_polls(job_modules())
        while run_one():
            pass


def main(*instants: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.config.settings"
    django.setup()
    for at in instants:
        worker(datetime.fromisoformat(at))


if __name__ == "__main__":
    main(*sys.argv[1:])
