"""The browser files that the front-end build has written, by the names of its manifest."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution
from django.templatetags.static import static

FOLDER: Final = Path(__file__).resolve().parent.parent / "static" / "built"
ICONS: Final = frozenset(
    json.loads((Path(__file__).resolve().parent / "icons.json").read_text(encoding="utf-8"))
)


@lru_cache(maxsize=4)
def _entries(changed: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        (FOLDER / "manifest.json").read_text(encoding="utf-8")
    )
    return found


def entries() -> dict[str, dict[str, Any]]:
    """The manifest as the build wrote it; empty when the front end has not been built."""
    try:
        changed = (FOLDER / "manifest.json").stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _entries(changed)


def manifest() -> dict[str, str]:
    """Entry name to file name."""
    return {name: entry["file"] for name, entry in entries().items()}


def built_files(entry: str) -> list[str]:
    """The file of an entry and everything it loads, itself first; none without a build."""
    known = entries()
    found: dict[str, None] = {}
    names = [entry]
    for name in names:
        one = known.get(name, {})
        found |= dict.fromkeys([*([one["file"]] if one else []), *one.get("css", ())])
        names += [other for other in one.get("imports", ()) if other not in names]
    return list(found)


def built_url(entry: str) -> str:
    """The address of a built file; of its unbuilt name when there is no build yet."""
    files = manifest()
    if files and entry not in files:
        raise LookupError(f"{entry} is not an entry of the front-end build")
    return static(f"built/{files.get(entry, entry)}")


def icon_url(name: str) -> str:
    """The address of one icon in the sprite; the name must stand in icons.json."""
    if name not in ICONS:
        raise LookupError(f"{name} is not listed in web/parts/icons.json")
    return f"{built_url('icons.svg')}#{name}"


def check_built(**_: Any) -> list[CheckMessage]:
    if manifest():
        return []
    return [
        Caution(
            "the browser files are not built, pages will have no look",
            hint="run `npm ci && npm run build` in frontend/",
            id="parts.W001",
        )
    ]
