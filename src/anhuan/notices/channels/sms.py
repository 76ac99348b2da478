"""Text messages: a file, or the gateway that the settings name.

A gateway is a function ``package.module.function`` that is called like ``Carrier``: it gets the
key, the number in ``to`` and the text, gives the provider's number, and raises ``Unsent``.
"""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
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


def strike_file(holds: Callable[[str], bool]) -> None:
    """Remove the lines that ``holds`` names."""
    path = Path(settings.DATA_DIR) / FILE
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not holds(line)]
    if len(kept) == len(lines):
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.writelines(kept)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
