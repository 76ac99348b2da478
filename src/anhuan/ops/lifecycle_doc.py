"""The page ``docs/lifecycle.md``, made from the table the kernel decides by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Final
from uuid import UUID

from anhuan.kernel.case import (
    ENDED_STATES,
    OPEN_STATES,
    Action,
    Case,
    Fact,
    Grade,
    Handover,
    State,
)
from anhuan.kernel.evolve import evolve
from anhuan.kernel.guards import GUARDS
from anhuan.kernel.lifecycle import LIFECYCLE, OPENS, Opens, Step

NAMES: Final[Mapping[State, str]] = {
    State.NEW: "未成立",
    State.LEAD: "线索",
    State.REGISTERED: "已登记",
    State.GRADED: "已定级",
    State.ASSIGNED: "已交办",
    State.SIGNED: "已签收",
    State.UNDERWAY: "整改中",
    State.EXTENSION_PENDING: "延期审批中",
    State.SUBMITTED: "待复查",
    State.PASSED: "待销号",
    State.FIXED_ON_SPOT: "当场整改，待销号",
    State.HANDOVER_PENDING: "移送待签收",
    State.CLOSED: "已销号",
    State.VERIFIED: "已核真",
    State.RELAPSED: "反弹",
    State.TRANSFERRED: "已移送",
    State.DISMISSED: "不成立",
    State.VOIDED: "已撤销",
}

CHECKS: Final[Mapping[str, str]] = {
    "door": "the kind comes by this door; a place is named; the finding is not of a later day",
    "spot": "the hazard is not major; an item from above has another unit named to close it",
    "gradable": "this kind is graded; a major grade names its criterion",
    "upgrade": "the grade is not lowered; a major grade names its criterion",
    "downgradable": "the hazard is major and no downgrade is pending",
    "downgrade": "a downgrade is pending",
    "void": "a void is pending",
    "second": "not the person who asked for it",
    "no_void": "no void is pending",
    "elsewhere": "to another unit than the owner",
    "assignable": "graded where the kind needs it; a date once set stays; there is somebody to "
    "carry it out; where the kind asks, the closing unit is not the implementer",
    "five": "五定 complete: responsible person, measure, date, who finishes, who accepts; "
    "the last two differ",
    "major": "major: interim control is in place, treatment and emergency plan are given",
    "undated": "no date is set yet, and the new one is not past",
    "not_fixer": "not a person who fixed it",
    "not_finder": "not the person who found it",
    "not_rechecker": "not the person who rechecked it",
    "not_closer": "not the person who closed it",
    "not_requester": "not the person who asked for the extension",
    "outsider": "nobody of the enterprise itself",
    "supervisor": "a listed case, and an item from above, is ended or unlisted by its supervisor, "
    "never by the unit that "
    "carries it out",
    "officer": "the officer's certificate is in force",
    "fix_by": "the day of the next round is not past",
    "acceptance": "major: with a written acceptance opinion (验收意见书)",
    "major_end": "major: accepted, and not closed by the person who found it",
    "dated": "a date is set",
    "later": "the new date is later than the old one",
    "receiver": "to one unit other than the owner, or to one body outside; never to the "
    "implementer of a case it would then close",
    "receipt": "to a body outside: with its receipt",
    "unlisted": "not listed yet, and the end of the listing is not past",
    "listed": "the case is listed",
    "once_a_day": "not reminded today already",
    "amendable": "the original wording from above is not edited",
}

NOTE: Final = "<!-- Written by `python3 run docs` from the code; do not edit. -->"
AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
UNIT: Final = UUID(int=1)
HELD: Final = OPEN_STATES - {State.HANDOVER_PENDING}
MOVES: Final[Mapping[Action, tuple[Mapping[str, object], ...]]] = {
    Action.FORWARD: ({"to_unit": UNIT},),
    Action.GRADE: ({"grade": Grade.MAJOR}, {"grade": Grade.GENERAL}),
    Action.SEND_BACK: ({},),
    Action.ACCEPT_HANDOVER: ({},),
    Action.DECLINE_HANDOVER: ({},),
}
"""The acts whose next state hangs on the case or the fact, with what their facts may say."""


def render() -> str:
    """The whole page: diagram, states and what each makes due, acts, and what is checked.

    Pure: the same kernel gives the same text, ending in one line break.
    """
    lines = [
        "# Lifecycle",
        "",
        NOTE,
        "",
        "The loop of a case, as `kernel/lifecycle.py` holds it. Words: [glossary](glossary.md).",
        "",
        *_diagram(),
        "",
        *_states(),
        "",
        *_acts(),
        "",
        *_checks(),
    ]
    return "\n".join(lines) + "\n"


def leads_to(state: State, action: Action) -> frozenset[State]:
    """The states in which ``action`` can leave a case that is in ``state``.

    Where the table does not say it, found by letting it happen. Raises ``KeyError`` for a pair
    that is not in the table.
    """
    step = LIFECYCLE[state, action]
    if action not in MOVES:
        return frozenset({step.to or state})
    facts = [Fact(action=action, at=AT, by=None, data=data) for data in MOVES[action]]
    return frozenset(evolve(case, fact).state for case in _like(state) for fact in facts)


def _like(state: State) -> Iterator[Case]:
    """Cases in ``state`` that differ in what their next state may hang on."""
    for grade in (None, Grade.GENERAL):
        case = Case(id=UUID(int=2), state=state, grade=grade)
        if state is not State.HANDOVER_PENDING:
            yield case
            continue
        for came_from, outside in product(sorted(HELD), (False, True)):
            offer = Handover(by=None, at=AT, to_unit=UNIT, came_from=came_from, outside=outside)
            yield replace(case, handover=offer)


def _diagram() -> list[str]:
    names = [f'    state "{NAMES[state]} {state}" as {state}' for state in State]
    inside: list[str] = []
    outside: list[str] = []
    for (start, end), acts in sorted(_arrows().items()):
        line = f"{start} --> {end}: {', '.join(acts)}"
        (inside if {start, end} <= HELD else outside).append(line)
    return [
        "```mermaid",
        "stateDiagram-v2",
        *names,
        '    state "未结 open" as open {',
        *(f"        {line}" for line in inside),
        "    }",
        "    [*] --> new",
        *(f"    {line}" for line in outside),
        *(f"    {state} --> [*]" for state in sorted(ENDED_STATES)),
        "```",
    ]


def _arrows() -> dict[tuple[str, str], list[str]]:
    """From state to state, the acts; what holds for all open states goes from or to ``open``."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, action in LIFECYCLE:
        ends = leads_to(state, action) - {state}
        if ends >= HELD:
            ends, back = ends - HELD, ["open"]
        else:
            back = []
        start = "open" if state in HELD and _everywhere(action, ends) else state.value
        for end in (*sorted(end.value for end in ends), *back):
            acts = arrows.setdefault((start, end), [])
            if action.value not in acts:
                acts.append(action.value)
    return arrows


def _everywhere(action: Action, ends: frozenset[State]) -> bool:
    return bool(ends) and all(
        (state, action) in LIFECYCLE and leads_to(state, action) == ends for state in HELD
    )


def _states() -> list[str]:
    head = "| State | 名称 | What is due there | Whose turn | Term |"
    rows = [f"| {state} | {NAMES[state]} | {_due(OPENS.get(state))} |" for state in State]
    return ["## States", "", DUE_TEXT, "", head, "|---|---|---|---|---|", *rows]


DUE_TEXT: Final = (
    "An open case has exactly one obligation that carries the ball. A case that must be graded "
    "owes its grade before its assignment, one without a date owes the date before the plan, and "
    "a major hazard's recheck is its acceptance, each under its own term. `due` is the case's own "
    "date."
)


def _due(opens: Opens | None) -> str:
    return f"{opens.act} | {opens.party} | {opens.term}" if opens else "— | — | —"


def _acts() -> list[str]:
    groups: dict[tuple[Action, Step, str], list[State]] = {}
    for (state, action), step in LIFECYCLE.items():
        key = (action, replace(step, opens=None, to=None), _next(state, action))
        groups.setdefault(key, []).append(state)
    rows = [
        f"| {action} | {_from(states)} | {onward} | {step.by} | {step.party} "
        f"| {', '.join(step.guards) or '—'} |"
        for (action, step, onward), states in sorted(groups.items(), key=_place)
    ]
    head = "| Act | In state | Next state | Capability | Whose turn | Checks |"
    return ["## Acts", "", ACTS_TEXT, "", head, "|---|---|---|---|---|---|", *rows]


ACTS_TEXT: Final = (
    "Whoever acts needs the capability from one of the posts held and must be the party whose "
    "turn it is. An act that is not listed for a state is refused there. A step to another state "
    "discharges the obligation above and opens that of the next."
)
ORDER: Final[Mapping[object, int]] = {
    each: place for every in (Action, State) for place, each in enumerate(every)
}


def _place(group: tuple[tuple[Action, Step, str], list[State]]) -> tuple[int, int]:
    (action, _, _), states = group
    return ORDER[action], ORDER[states[0]]


def _next(state: State, action: Action) -> str:
    ends = leads_to(state, action)
    if ends == {state}:
        return "stays"
    if ends >= HELD:
        return " or ".join(["as before the hand-over", *_written(ends - HELD)])
    return " or ".join(_written(ends))


def _from(states: Iterable[State]) -> str:
    found = frozenset(states)
    known = {OPEN_STATES: "any open", HELD: "any open but handover_pending"}
    known[frozenset(State) - {State.NEW}] = "any"
    return known.get(found) or ", ".join(_written(found))


def _written(states: Iterable[State]) -> list[str]:
    return [state.value for state in sorted(states, key=ORDER.__getitem__)]


def _checks() -> list[str]:
    rows = [f"| {name} | {CHECKS[name]} |" for name in GUARDS]
    return ["## Checks", "", "| Check | Passes when |", "|---|---|", *rows]
