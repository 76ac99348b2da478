"""Starts Django for the commands; ``anhuan.ops.cli`` reaches it by name, for it lies below."""

import os

import django

from anhuan.config.env import Misconfigured
from anhuan.config.memory import settle


def start() -> None:
    """Read the settings. Raises ``Misconfigured`` with a sentence when they cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.config.settings")
    try:
        django.setup()
    except OSError as error:
        raise Misconfigured(f"{error.filename}: {error.strerror}") from error
    settle()
