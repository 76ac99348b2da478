"""Files on the wire."""

import msgspec


class Ticket(msgspec.Struct, frozen=True):
    """A file that is safely here: ``ticket`` stands for it in an act of the same person."""

    ticket: str
    sha256: str
    size: int
    media_type: str
    name: str
