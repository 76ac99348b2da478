"""The browser files where the web server takes them from: copied and compressed when stale."""

import hashlib
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from anhuan import __version__

STAMP: Final = ".collected"


def collect() -> bool:
    """Bring ``STATIC_ROOT`` up to date; whether there was anything to do.

    What an earlier version left stays, for pages that were opened before the update.
    """
    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / STAMP, _digest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")
    return True


def _digest() -> str:
    total = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            size, changed = storage.size(path), storage.get_modified_time(path)
            total.update(f"{path}\0{size}\0{changed.isoformat()}\0".encode())
    return total.hexdigest()
