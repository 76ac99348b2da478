"""Writes of tasks: acts on a task, the breakdown of a document, what a person watches."""

from anhuan.tasks.services.acts import act, give
from anhuan.tasks.services.documents import enter_document, set_aside, take_up
from anhuan.tasks.services.key import mark_key, take_back_key
from anhuan.tasks.services.watching import looked, watch

__all__ = [
    "act",
    "enter_document",
    "give",
    "looked",
    "mark_key",
    "set_aside",
    "take_back_key",
    "take_up",
    "watch",
]
