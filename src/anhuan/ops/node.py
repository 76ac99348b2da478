"""The node as an actor: what is loaded at its console and what is done while it is set up."""

from datetime import datetime

from anhuan.kernel.access import Viewer


def at_the_console(at: datetime) -> Viewer:
    """Whoever has the machine has everything on it; without a post it is the node itself."""
    # A command is named before the settings are read, and models are not there yet.
    from anhuan.territory.queries import the_node

    return the_node(at)
