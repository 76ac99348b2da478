"""The node as an actor: what is loaded at its console and what is done while it is set up."""

from anhuan.territory.queries import the_node as at_the_console

__all__ = ["at_the_console"]
