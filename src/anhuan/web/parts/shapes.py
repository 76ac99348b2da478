"""What the parts of a page are made of: frozen values, already worded, without any rule.

A page's view builds these; ``{% load parts %}`` draws them. A field that holds text holds what
the reader sees. Nothing here knows a table or a state of the lifecycle.
"""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.safestring import SafeString

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
class Responsible:
    """One point of a duty line. ``person`` None is a gap, worded in ``gap``."""

    line: str
    person: PersonPost | None
    note: str = ""
    ball: bool = False
    mine: bool = False
    overdue: bool = False
    gap: str = ""
    act: Link | None = None


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Three responsible, or any longer chain (``filled`` draws solid points)."""

    members: tuple[Responsible, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    word: str
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class StateLine:
    stops: tuple[Stop, ...]


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
class GrantedAct:
    """The one next act: a sentence, its deadline, what follows a lapse, at most three buttons."""

    sentence: str
    aside: str = ""
    deadline: Deadline | None = None
    lapse: str = ""
    buttons: tuple[ActButton, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedAct:
    word: str
    reason: str
    step: Link | None = None


@dataclass(frozen=True, slots=True)
class ActsPanel:
    ball: Ball
    granted: GrantedAct | None
    refused: tuple[RefusedAct, ...] = ()
    granted_none: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Literal["pass", "fail", "open"]
    text: str

    @property
    def icon(self) -> str:
        return {
            "pass": "check-circle-fill",
            "fail": "x-circle-fill",
            "open": "question-circle",
        }[self.kind]

    @property
    def tone(self) -> str:
        return {"pass": "good", "fail": "grave", "open": ""}[self.kind]


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """``photo`` empty: the step asks for none, and ``alt`` may say why."""

    label: str
    photo: str
    taken: str
    alt: str = ""
    full: str = ""
    position: str = ""
    verdict: Verdict | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    title: str
    cards: tuple[EvidenceCard, ...]


@dataclass(frozen=True, slots=True)
class TimelineAct:
    at: str
    act: str
    who: tuple[PersonPost, ...]
    said: str = ""
    end: tuple[Link | str, ...] = ()
    grave: bool = False
    anchor: str = ""
    corrects: Link | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    title: str
    acts: tuple[TimelineAct, ...]
    aside: str = ""
    rest: Link | None = None


@dataclass(frozen=True, slots=True)
class RecordMark:
    tone: Literal["whole", "waiting", "broken"]
    title: str
    sentence: str
    words: tuple[str, ...] = ()
    download: Link | None = None
    call: str = ""

    @property
    def icon(self) -> str:
        return {
            "whole": "patch-check",
            "waiting": "exclamation-circle-fill",
            "broken": "x-octagon-fill",
        }[self.tone]

    @property
    def colour(self) -> str:
        return {"whole": "good", "waiting": "soon", "broken": "grave"}[self.tone]


@dataclass(frozen=True, slots=True)
class EmptyState:
    """Why there is nothing, and what would fill it."""

    reason: str
    more: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with a mark of the import page, or a title."""

    value: object
    mark: Literal["", "bad", "doubt", "filled"] = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    number: bool = False
    sort_url: str = ""
    sorted: Literal["", "up", "down"] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is what a tick sends; ``url`` is what Enter opens."""

    key: str
    cells: tuple[object, ...]
    url: str = ""
    at: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Acts on the ticked rows; each button sends its url as ``formaction``."""

    acts: tuple[ActButton, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    first: int
    last: int
    total: str
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str
    batch: Batch | None = None
    pager: Pager | None = None
    empty: EmptyState | None = None


@dataclass(frozen=True, slots=True)
class ViewTab:
    name: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """``value`` non-empty: active. Without options it is fixed for this reader."""

    label: str
    options: tuple[Option, ...] = ()
    value: str = ""
    clear_url: str = ""


@dataclass(frozen=True, slots=True)
class FilterBar:
    tabs: tuple[ViewTab, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: Filter | None = None
    save: Link | None = None
    more: Link | None = None


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
class Job:
    """One row of a work list: deadline, act and object, why, number, button."""

    deadline: Deadline
    act: str
    thing: str
    why: str
    number: str
    url: str
    number_note: str = ""
    button: ActButton | None = None


@dataclass(frozen=True, slots=True)
class JobList:
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, one under the other; a value may be any part."""

    pairs: tuple[tuple[str, object], ...]


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
class Frame:
    """What stands around a page: the menu, who reads, which node."""

    menu: tuple[MenuItem, ...] = ()
    who: PersonPost | None = None
    node: str = ""
    extra: tuple[Link, ...] = field(default=())
