"""The WSGI entry point of ``anhuan serve``: its processes end with the server that made them."""

from anhuan.ops.lifeline import die_with_parent

die_with_parent()

from anhuan.config.memory import settle  # noqa: E402  a process that is to end loads nothing
from anhuan.config.wsgi import application  # noqa: E402

settle()

__all__ = ["application"]
