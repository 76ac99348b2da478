"""A field and what is wrong with it."""

from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class FieldPart:
    label: str
    control: SafeString
    control_id: str
    name: str
    kind: Literal["line", "tick", "options", "file"] = "line"
    hint: str = ""
    errors: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ProblemSummary:
    problems: tuple[Problem, ...]

    @property
    def of_fields(self) -> bool:
        """A refusal of the act itself cannot be mended in the form."""
        return any(one.anchor for one in self.problems)
