"""Words, marks and persons: what every other part is made of."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["over", "soon", "later", "none"]
Place = Literal["past", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu. ``group`` is the small heading that starts above it."""

    name: str
    url: str
    icon: str
    count: int | str | None = None
    current: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class StateChip:
    code: str
    word: str
    icon: str
    tone: str
    round_text: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class PersonPost:
    """``post`` is short; ``full`` is the whole post, ``call`` a ``tel:`` address."""

    name: str
    post: str = ""
    full: str = ""
    url: str = ""
    call: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """``big`` and ``small`` for lists and pages, ``cell_big`` and ``cell_small`` for tables."""

    tone: Tone
    big: str
    small: str = ""
    cell_big: str = ""
    cell_small: str = ""
    iso: str = ""

    @property
    def icon(self) -> str:
        return {
            "over": "exclamation-triangle-fill",
            "none": "exclamation-triangle-fill",
            "soon": "clock-fill",
            "later": "clock",
        }[self.tone]


@dataclass(frozen=True, slots=True)
class Ball:
    """Whose turn it is. ``holder`` None means nobody; ``inherits`` then names the post."""

    holder: PersonPost | None
    mine: bool = False
    overdue: bool = False
    inherits: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """Why there is nothing, and what would fill it."""

    reason: str
    more: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, one under the other; a value may be any part."""

    pairs: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Toast:
    text: str


@dataclass(frozen=True, slots=True)
class LongWork:
    """``poll_url`` empty: finished, ``result`` leads to what came of it."""

    text: str
    done: int
    total: int
    poll_url: str = ""
    result: Link | None = None


@dataclass(frozen=True, slots=True)
class RiskMark:
    level: Literal["major", "larger", "general", "low"]
    word: str = ""


@dataclass(frozen=True, slots=True)
class AqiMark:
    level: Literal[1, 2, 3, 4, 5, 6]
    word: str


@dataclass(frozen=True, slots=True)
class WarningLevel:
    colour: Literal["yellow", "orange", "red"]
    text: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The question before an act that binds others: object, effect, who is told, the verb."""

    title: str
    effect: str
    told: str
    verb: str


@dataclass(frozen=True, slots=True)
class ActButton:
    """A link, or with ``post`` a form of its own carrying ``hidden``."""

    word: str
    url: str
    kind: Literal["plain", "primary", "text", "void"] = "plain"
    post: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    confirm: Confirm | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class WizardStep:
    word: str
    place: Place


@dataclass(frozen=True, slots=True)
class Wizard:
    """The steps of a job in several pages, as of the import."""

    steps: tuple[WizardStep, ...]
