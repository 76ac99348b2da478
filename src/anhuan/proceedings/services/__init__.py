"""Writes to proceedings, and what the system proposes."""

from anhuan.proceedings.services.acts import act, expire, propose
from anhuan.proceedings.services.rungs import on_rung

__all__ = ["act", "expire", "on_rung", "propose"]
