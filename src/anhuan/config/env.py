"""Typed readers of the environment. Every variable the program knows is read through here."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "ANHUAN_"


class Misconfigured(ImproperlyConfigured):
    """A setting is missing, unknown or of the wrong type; the text says which."""


class Reader:
    """Reads ``ANHUAN_*`` variables and remembers their names, so that unknown ones are found."""

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        self.environ = dict(os.environ) if environ is None else environ
        self.known: set[str] = set()

    def text(self, name: str, default: str) -> str:
        self.known.add(name)
        return self.environ.get(name, default)

    def flag(self, name: str, default: bool) -> bool:
        raw = self.text(name, "1" if default else "0").strip().lower()
        if raw in {"1", "true", "yes", "on"}:
            return True
        if raw in {"0", "false", "no", "off", ""}:
            return False
        raise Misconfigured(f"{name} must be 1 or 0, not {raw!r}")

    def number(self, name: str, default: int) -> int:
        raw = self.text(name, str(default))
        try:
            return int(raw)
        except ValueError as error:
            raise Misconfigured(f"{name} must be a whole number, not {raw!r}") from error

    def choice(self, name: str, default: str, known: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw not in known:
            raise Misconfigured(f"{name} must be {' or '.join(known)}, not {raw!r}")
        return raw

    def secret(self, name: str, default: str) -> str:
        """The value of NAME, or the content of the file that NAME_FILE points to."""
        path = self.text(f"{name}_FILE", "")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = getattr(error, "strerror", None) or "is not UTF-8 text"
                raise Misconfigured(f"{name}_FILE: {path}: {why}") from error
        return self.text(name, default)

    def address(self, name: str, schemes: tuple[str, ...]) -> str:
        """Where a server is reached, "" for none; it may hold a password, so no message tells
        it."""
        raw = self.secret(name, "")
        try:
            parts = urlsplit(raw)
            known = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if raw and not known:
            listed = " or ".join(
                f"{scheme}://user:password@host:port/database" for scheme in schemes
            )
            raise Misconfigured(f"{name} must be an address: {listed}")
        return raw

    def check(self) -> None:
        unknown = sorted(
            name for name in self.environ if name.startswith(PREFIX) and name not in self.known
        )
        if unknown:
            raise Misconfigured(
                "unknown setting " + ", ".join(unknown) + "; docs/settings.md lists the known ones"
            )
