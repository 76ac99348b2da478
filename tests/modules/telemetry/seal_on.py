"""A worker of its own process on the test's databases, which closes the days that are due.

``python -m tests.modules.telemetry.seal_on NAMES FOLDER INSTANT``: the databases by alias, as
JSON; the data folder. It prints a line before each day and one when it is done.
"""

import json
import sys
from datetime import datetime

import django
from django.conf import settings


def main(names: str, folder: str, at: str) -> None:
    for alias, name in json.loads(names).items():
        settings.DATABASES[alias]["NAME"] = name
    settings.DATA_DIR = folder
    django.setup()
    from anhuan.telemetry import jobs

    now = datetime.fromisoformat(at)
    for day in jobs.due(now):
        print("a day", flush=True)
        jobs.run(day, now)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
