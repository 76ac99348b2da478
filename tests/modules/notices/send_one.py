"""A worker of its own process: ``python -m tests.modules.notices.send_one DATABASE FOLDER AT``.

With ``SEND_STALL`` set, the message is written and then nothing more happens: it is not marked.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings


def stalling(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    from anhuan.notices.channels.sms import to_file

    number = to_file(key=key, to=to, secret=secret, subject=subject, text=text)
    time.sleep(600)
    return number


def main(name: str, folder: str, at: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    settings.DATA_DIR = Path(folder)
    settings.SMS_GATEWAY = f"{__spec__.name}.stalling" if os.environ.get("SEND_STALL") else "file"
    django.setup()
    from anhuan.notices.jobs import due, run

    for item in due(datetime.fromisoformat(at)):
        run(item, datetime.fromisoformat(at))


if __name__ == "__main__":
    main(*sys.argv[1:])
