"""A worker of its own process on the test's database: ``python -m tests.modules.base.work_one``.

The database's name is the only argument. It ends when there is no job left.
"""

import sys

import django
from django.conf import settings


def main(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    django.setup()
    from anhuan.base.jobs import run_one

    while run_one():
        pass


if __name__ == "__main__":
    main(sys.argv[1])
