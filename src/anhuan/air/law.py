"""Which standards a day's air is judged by, for many days at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from anhuan.kernel.air_area import AreaRule
from anhuan.kernel.air_means import OzoneDay, Validity
from anhuan.kernel.air_rule import AirRule
from anhuan.rulebook.standards import air_timeline
from anhuan.rulebook.types import NamedRule

INDEX: Final = "air-index"


class NoLaw(LookupError):
    """No standard of the air is kept here."""


class Law:
    """Every edition as known at ``known_at``, read once. A day before the first edition that is
    kept here is judged by the first: its name is always told."""

    def __init__(self, known_at: datetime) -> None:
        self._lines: Mapping[str, tuple[tuple[date, NamedRule], ...]] = air_timeline(
            known_at=known_at
        )
        if not all(self._lines.values()):
            raise NoLaw

    def _at(self, subject: str, day: date) -> NamedRule:
        lines = self._lines[subject]
        return next((rule for since, rule in reversed(lines) if since <= day), lines[0][1])

    def index(self, day: date) -> NamedRule:
        return self._at(INDEX, day)

    def rule(self, day: date) -> AirRule:
        found: AirRule = self._at(INDEX, day).rule
        return found

    def validity(self, day: date) -> Validity:
        found: Validity = self._at("air-validity", day).rule
        return found

    def ozone(self, day: date) -> OzoneDay:
        found: OzoneDay = self._at("air-ozone-day", day).rule
        return found

    def area(self, day: date) -> AreaRule:
        found: AreaRule = self._at("air-area", day).rule
        return found

    @property
    def areas(self) -> tuple[AreaRule, ...]:
        return tuple(rule.rule for _, rule in self._lines["air-area"])

    @property
    def editions(self) -> dict[str, AirRule]:
        """By their names, the oldest first."""
        return {rule.rule.revision: rule.rule for _, rule in self._lines[INDEX]}
