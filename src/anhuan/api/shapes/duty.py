"""Who was responsible, on the wire."""

from datetime import datetime
from uuid import UUID

import msgspec


class Basis(msgspec.Struct, frozen=True):
    """The act that made it so: by which document, from when, and when it was recorded."""

    document: str
    since: datetime
    recorded_at: datetime


class Responsible(msgspec.Struct, frozen=True):
    """One answer: on which line, level and side, in which subject; ``broken`` is why nobody."""

    line: str
    level: str
    side: str
    subject: str
    object: UUID | None
    object_name: str
    post: UUID | None
    post_name: str
    person: str
    acting: bool
    broken: str
    charged: Basis | None
    appointed: Basis | None


class Answers(msgspec.Struct, frozen=True):
    """The answers at an instant, as recorded by another."""

    at: datetime
    known_at: datetime
    answers: tuple[Responsible, ...]
