"""The case page: who, where it stands, what may be done, what was done."""

from dataclasses import dataclass
from typing import Literal

from anhuan.web.parts.shapes.words import ActButton, Ball, Deadline, Link, PersonPost, Place


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
