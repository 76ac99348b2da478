"""Text messages: a file, or the gateway that the settings name.

A gateway is a function ``package.module.function`` that is called like ``Carrier``: it gets the
key, the number in ``to`` and the text, gives the provider's number, and raises ``Unsent``.
"""

import json
import os
from collections.abc import Mapping
from typing import Final, cast

from django.conf import settings
from django.utils.module_loading import import_string

from anhuan.base.clock import now
from anhuan.notices.channels import Carrier

FILE: Final = "sms.jsonl"
KNOWN: Final[Mapping[str, str]] = {"file": "anhuan.notices.channels.sms.to_file"}


def ready() -> bool:
    return bool(settings.SMS_GATEWAY)


def send(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    path = KNOWN.get(settings.SMS_GATEWAY, settings.SMS_GATEWAY)
    gateway = cast(Carrier, import_string(path))
    return gateway(key=key, to=to, secret=secret, subject=subject, text=text)


def to_file(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
    """One JSON line in the data folder, on the disk before this returns."""
    line = {"at": now().isoformat(), "key": key, "to": to, "text": text}
    packed = (json.dumps(line, ensure_ascii=False) + "\n").encode()
    mode = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    handle = os.open(settings.DATA_DIR / FILE, mode, 0o600)
    try:
        os.write(handle, packed)
        os.fsync(handle)
    finally:
        os.close(handle)
    return key
