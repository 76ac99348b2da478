"""A worker of its own process on the test's database, which sweeps until nothing is ripe.

``python -m tests.modules.obligations.sweep_on DATABASE INSTANT LIMIT``; it prints a line when it
begins.
"""

import sys
from datetime import datetime

import django
from django.conf import settings


def main(name: str, at: str, limit: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    django.setup()
    from anhuan.obligations.services import sweep

    print("begun", flush=True)
    while sweep(at=datetime.fromisoformat(at), limit=int(limit)):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
