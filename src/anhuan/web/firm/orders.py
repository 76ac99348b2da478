"""One order as the firm reads it: what to do, by when, how it is checked, and the buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.cases.types import CaseFile
from anhuan.cases.words.acts import TO_DO, VERBS
from anhuan.cases.words.inputs import SOURCE_CHOICES
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.rules import Rules
from anhuan.obligations.types import Item
from anhuan.territory.types import Holder
from anhuan.web.firm.words import OWN_ACTS, term_text
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import day_text
from anhuan.web.parts.shapes import ActButton, Deadline

AT_ONCE: Final = frozenset({Action.SIGN_FOR})
"""Acts that need no form: everything they ask for may stay empty."""
TROUBLE: Final = frozenset({Action.REQUEST_EXTENSION, Action.NOTE})
Choices = Mapping[Action, Refusal | None]


@dataclass(frozen=True, slots=True)
class Point:
    """One line of what the order says."""

    icon: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """The order that is opened: the nearest on the first page, any on its own."""

    number: str
    url: str
    title: str
    major: bool
    step: str
    due: Deadline
    points: tuple[Point, ...]
    check: str
    about: str
    buttons: tuple[ActButton, ...]


def order(
    viewer: Viewer,
    file: CaseFile,
    item: Item | None,
    choices: Choices,
    officer: Holder | None,
    rules: Rules,
) -> Order:
    due_on = item.due_on if item else file.ball_due_on
    act = item.act if item else file.ball_act
    return Order(
        number=file.number,
        url=reverse("firm:case", args=[file.number]),
        title=file.description,
        major=file.case.is_major,
        step=str(TO_DO[Action(act)]) if act else "",
        due=due_part(due_on, at=viewer.at, calendar=rules.calendar),
        points=tuple(_points(viewer, file)),
        check=how_checked(file, officer, rules),
        about=_about(file),
        buttons=buttons(file, choices, first=Action(act) if act else None),
    )


def _points(viewer: Viewer, file: CaseFile) -> list[Point]:
    """What the order says, the most binding first; what it does not say takes no line."""
    case, year = file.case, day_of(viewer.at).year
    found = []
    if case.is_major:
        found.append(
            Point(
                "stop-circle",
                pgettext("firm order", "Stop"),
                file.interim or pgettext("firm order", "see interim control"),
            )
        )
    if file.requirement:
        found.append(Point("list-check", pgettext("firm order", "Do"), file.requirement))
    if file.measure:
        found.append(Point("check-circle", pgettext("firm order", "How"), file.measure))
    if file.spot:
        found.append(Point("geo-alt", pgettext("firm order", "Where"), file.spot))
    last = case.fix_by or case.due_on
    if last is not None:
        text = pgettext("firm order", "by 24:00 of %(day)s") % {"day": day_text(last, year=year)}
        found.append(Point("flag", pgettext("firm order", "Fixed"), text))
    return found


def how_checked(file: CaseFile, officer: Holder | None, rules: Rules) -> str:
    """Which proof the report needs, who looks at it and how soon, from the rules in force."""
    needed = rules.exhibits_needed(Action.SUBMIT, major=file.case.is_major)
    term = rules.term("case.acceptance" if file.case.is_major else "case.recheck")
    who = (officer.unit_name or officer.name) if officer else _("the unit in charge")
    proof = ""
    if needed:
        proof = ngettext(
            "Report it done with at least %(n)d photo or paper. ",
            "Report it done with at least %(n)d photos or papers. ",
            needed,
        ) % {"n": needed}
    look = _("%(who)s rechecks it within %(term)s; only a passed recheck can be closed.")
    if file.case.is_major:
        look = _("%(who)s accepts it within %(term)s; only an accepted fix can be closed.")
    return proof + look % {"who": who, "term": term_text(term)}


def _about(file: CaseFile) -> str:
    words = [file.number]
    if file.source in SOURCE_CHOICES:
        words.append(str(SOURCE_CHOICES[file.source]))
    if file.clause or file.basis:
        words.append(file.clause or file.basis)
    if file.case.round > 1:
        words.append(
            pgettext("firm order", "round %(n)d: the recheck before did not pass")
            % {"n": file.case.round}
        )
    return " · ".join(words)


def buttons(file: CaseFile, choices: Choices, *, first: Action | None) -> tuple[ActButton, ...]:
    """The act that is due first, then the firm's others, then what to do in trouble."""
    granted = [one for one in OWN_ACTS if choices.get(one, _NOT_OURS) is None]
    # Interim control is asked for a major hazard; elsewhere it would only crowd the card.
    apart = TROUBLE if file.case.is_major else TROUBLE | {Action.CONTROL}
    acts = [one for one in granted if one not in apart]
    chosen = _foremost(acts, first)
    ordered = [chosen, *(one for one in acts if one is not chosen)] if chosen else acts
    found = [_button(file, one, primary=one is chosen) for one in ordered]
    if granted and file.case.is_open:
        url = reverse("firm:trouble", args=[file.number])
        found.append(ActButton(pgettext("firm order", "Difficulties…"), url))
    return tuple(found)


_NOT_OURS: Final = object()


def _foremost(acts: Sequence[Action], first: Action | None) -> Action | None:
    """What is due, if it can be done now; before it may come the interim control."""
    if first in acts:
        return first
    return acts[0] if acts else None


def _button(file: CaseFile, action: Action, *, primary: bool) -> ActButton:
    url = reverse("firm:act", args=[file.number, action.value])
    word = str(VERBS[action])
    at_once = action in AT_ONCE and not any(each.required for each in INPUTS[action])
    version = str(file.case.version)
    return ActButton(
        word,
        url if at_once else f"{url}?version={version}",
        kind="primary" if primary else "plain",
        post=at_once,
        hidden=(("version", version),) if at_once else (),
    )
