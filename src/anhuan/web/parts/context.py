"""What every page gets: its frame (menu, reader, node), the time, and a pending toast.

Each audience may have ``menu.py`` with ``items(request) -> list[MenuItem]`` and, if it knows
better than the account's name, ``who(request) -> PersonPost`` and ``node(request) -> str``.
The audience is the package of the view that answers, so no audience has to be registered here.
"""

from collections.abc import Callable
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from anhuan.base.clock import now
from anhuan.web.parts import words
from anhuan.web.parts.formats import clock_text, moment_text
from anhuan.web.parts.shapes import MenuItem, PersonPost
from anhuan.web.parts.toasts import take

ROOT = "anhuan.web."


@lru_cache(maxsize=32)
def _menu_module(view_module: str) -> ModuleType | None:
    if not view_module.startswith(ROOT):
        return None
    name = ROOT + view_module.removeprefix(ROOT).split(".")[0] + ".menu"
    return import_module(name) if find_spec(name) else None


class Page:
    """Read lazily, once per request: a page without a menu asks for none."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def _ask(self, name: str) -> Callable[[HttpRequest], Any] | None:
        match = self.request.resolver_match
        where = getattr(match.func, "__module__", "") if match else ""
        return getattr(_menu_module(where), name, None)

    @cached_property
    def menu(self) -> list[MenuItem]:
        items = self._ask("items")
        return list(items(self.request)) if items else []

    @cached_property
    def who(self) -> PersonPost | None:
        ask = self._ask("who")
        if ask:
            found: PersonPost | None = ask(self.request)
            return found
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        viewer = getattr(self.request, "viewer", None)
        if viewer is None or not viewer.name:
            return PersonPost(str(user))
        titles = [seat.title for seat in viewer.seats]
        return PersonPost(viewer.name, titles[0] if titles else "", " · ".join(titles))

    @cached_property
    def node(self) -> str:
        ask = self._ask("node")
        return str(ask(self.request)) if ask else str(settings.NODE_TITLE)

    @cached_property
    def clock(self) -> str:
        return clock_text(now())

    @cached_property
    def short_clock(self) -> str:
        return moment_text(now())

    @cached_property
    def toast(self) -> str:
        return take(self.request)

    @cached_property
    def words(self) -> dict[str, str]:
        return words.browser_words()


def page(request: HttpRequest) -> dict[str, object]:
    kept = getattr(request, "_page", None)
    if kept is None:
        kept = Page(request)
        request._page = kept  # type: ignore[attr-defined]
    return {"page": kept}
