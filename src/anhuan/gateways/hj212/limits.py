"""How much one connection, and all of them together, may ask of the gateway."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Times in seconds, sizes in bytes."""

    connections: int = 10_000
    first_frame: float = 60
    """A connection that has sent no sound frame for so long is closed."""
    frame: float = 30
    """A frame that was begun must be whole by then; the connection of a cut one is closed."""
    pause: float = 5
    """What has waited so long without another byte is taken as it stands: CR LF may be missing."""
    idle: float = 2 * 3600
    """Hour data come once an hour: twice that."""
    unread: int = 64 * 1024
    """Answers a device has not taken; beyond that nothing more is read from it."""
    unread_for: float = 60
    held_by_one: int = 256 * 1024
    """Frames of one connection that wait to be stored."""
    held: int = 64 * 1024 * 1024
    """Frames of all connections that wait to be stored; beyond that nobody is read."""
    junk: int = 1024 * 1024
    """Bytes between two sound frames that are none; the connection is closed."""
    batch: int = 5_000
    """Frames in one transaction."""
    gather: float = 0.005
    """How long the first frame of a batch waits for others."""
    retry: float = 1
    """How long to wait before a batch is stored again that could not be."""
    sweep: float = 1
