"""Values of the commands."""

from dataclasses import dataclass, field

from anhuan.territory.types import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPeople:
    """Whom and what a new node begins with: its highest area and its administrator."""

    area: str
    code: str
    level: Level
    person: str
    username: str
    password: str = field(repr=False)
