"""The node as an actor: what is loaded at its console and what is done while it is set up."""

from datetime import datetime
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from anhuan.kernel.access import Capability, Viewer

CONSOLE: Final = uuid5(NAMESPACE_OID, "anhuan console")
"""Stands where a person's id stands; no person ever has it."""


def at_the_console(at: datetime) -> Viewer:
    """Whoever has the machine has everything on it; without a post it is the node itself."""
    return Viewer(person=CONSOLE, at=at, capabilities=frozenset(Capability))
