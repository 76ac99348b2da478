"""The script of invented case number i, from i alone."""

from datetime import date
from typing import Final, NamedTuple

from anhuan.ops.city.acts import WRITERS, Draft, ball
from anhuan.ops.city.catalogue import basis_on, fitting, wording
from anhuan.ops.city.dice import Dice
from anhuan.ops.city.firms import Firms
from anhuan.ops.city.numbering import Numbering
from anhuan.ops.city.records import CaseScript, Step
from anhuan.ops.city.routes import OPEN, WAIT, choose_state, route
from anhuan.ops.city.staff import Staff
from anhuan.ops.city.worktime import DAY, day_of, instant, ordinal

# kind, share, sources
_KINDS: Final = (
    (
        "hazard",
        60,
        ("网格巡查", "企业自查", "部门执法", "专项行动", "交叉检查", "专家检查", "双随机抽查"),
    ),
    ("pollution", 20, ("环保专项", "网格巡查", "企业自查", "部门执法", "监测报警")),
    ("report", 9, ("12345 举报", "群众举报", "职工举报")),
    ("directive", 7, ("市级督察", "省级督察", "交叉检查")),
    ("instruction", 4, ("领导批示",)),
)
_SETTERS: Final = frozenset(("assign", "grant_extension", "return_for_rework"))
_HELD_BY_FIRM: Final = frozenset(("assigned", "signed", "underway", "extension_pending"))
_LONGEST: Final = 35


class Twin(NamedTuple):
    """A case that came back: `child` is the position of the new case of the old one."""

    parent: int
    child: int


class CaseFactory:
    """`script(position)` makes case number `position` of `count` without those before it."""

    def __init__(
        self, seed: int, count: int, today: date, staff: Staff, firms: Firms, reserved: list[int]
    ) -> None:
        self._seed, self.count, self._staff, self._firms = seed, count, staff, firms
        self._numbering = Numbering(count, today, reserved)
        self._now = self._numbering.now
        self._gap = max(2, count // 16)

    def script(self, position: int) -> CaseScript:
        twin = self._twin(position)
        child_of = twin.parent if twin and twin.child == position else None
        subject = Dice(self._seed, 31, position if child_of is None else child_of)
        dice = Dice(self._seed, 32, position)
        found, number = self._numbering.found(position)
        age = self._now // DAY - found // DAY
        kind, source = self._kind(subject)
        draft = self._draft(subject, dice, kind, found)
        draft.source = source
        relapses = twin is not None and child_of is None
        if relapses and twin:
            draft.twin = self._numbering.found(twin.child)[1]
        if child_of is not None:
            draft.source, kind = "抽查回头看", "hazard" if kind == "report" else kind
            draft.kind = kind
        draft.finder = self._finder(draft, ordinal(found // DAY))
        state = "relapsed" if relapses else choose_state(dice, age, kind)
        if state == "fixed_on_spot" and draft.grade == "major":
            state = "closed"
        path = self._path(draft, state, age)
        end = self._end(state, found, dice, twin.child if relapses and twin else None)
        minutes = _spread(path, found, end)
        draft.dues = _dues(path, minutes, self._now // DAY, dice)
        parent = None if child_of is None else self._numbering.found(child_of)[1]
        return self._write(draft, position, number, state, path, minutes, parent)

    def _twin(self, position: int) -> Twin | None:
        """Case 62 of every 64 comes back, a sixteenth of the whole later."""
        if position % 64 == 62 and position + self._gap < self.count:
            child = position + self._gap
            return None if self._is_child(position) else Twin(position, child)
        if self._is_child(position):
            return Twin(position - self._gap, position)
        return None

    def _is_child(self, position: int) -> bool:
        parent = position - self._gap
        if parent < 0 or parent % 64 != 62:
            return False
        # A parent that is itself a child stays as it is: chains stop at one link.
        before = parent - self._gap
        return before < 0 or before % 64 != 62

    def _kind(self, dice: Dice) -> tuple[str, str]:
        roll = dice.below(100)
        for kind, share, sources in _KINDS:
            if roll < share:
                return kind, dice.pick(sources)
            roll -= share
        raise AssertionError("the shares of the kinds fall short of 100")

    def _draft(self, subject: Dice, dice: Dice, kind: str, found: int) -> Draft:
        seat = self._firms.seat(subject.below(self._firms.count))
        environment = kind == "pollution" or (kind != "hazard" and subject.below(2) == 0)
        major = not environment and subject.below(100) < 13
        problem = subject.pick(fitting(seat.industry, environment, major))
        grade = "major" if problem.major else "general"
        draft = Draft(dice, self._staff, seat, kind, problem, grade)
        draft.text = wording(problem, subject)
        draft.basis = basis_on(problem, ordinal(found // DAY))
        draft.minute = found
        return draft

    def _finder(self, draft: Draft, day: int) -> str:
        desk, seat = draft.desk, draft.seat
        if draft.kind in ("directive", "instruction") or draft.source == "抽查回头看":
            return draft.post(desk.office_section, day)
        if draft.source == "企业自查":
            return seat.safety
        if draft.source == "网格巡查" and seat.cell:
            return draft.dice.pick(self._staff.holders(f"{seat.cell}/inspector", day))
        return self._staff.holders(desk.officer, day)[-1]

    def _path(self, draft: Draft, state: str, age: int) -> tuple[str, ...]:
        roll = draft.dice.below(100)
        reworks = (2 if roll < 3 else 1) if roll < 15 and age > 12 else 0
        roll = draft.dice.below(100)
        extension = ""
        if roll < 9 and age > 15:
            extension = "grant_extension" if roll < 7 else "deny_extension"
        major = draft.grade == "major"
        supervised = major and age > 15 and draft.dice.below(3) == 0
        return route(state, draft.kind, major, reworks, extension, supervised)

    def _end(self, state: str, found: int, dice: Dice, child: int | None) -> int:
        if child is not None:
            return self._numbering.found(child)[0] - 15
        room = self._now - 5 - found
        if state in ("lead", "registered"):
            return found
        if state in OPEN:
            return found + max(room - dice.below(min(room, 4 * DAY) // 2 + 1), 0)
        if state == "fixed_on_spot":
            return found + min(room, 8 + dice.below(50))
        if state in ("dismissed", "voided", "transferred"):
            return found + min(room, 40 + dice.below(6 * DAY))
        return found + min(room, (6 + dice.below(_LONGEST)) * DAY + dice.below(DAY))

    def _write(
        self, draft: Draft, position: int, number: str, state: str, path: tuple[str, ...],
        minutes: list[int], parent: str | None,
    ) -> CaseScript:  # fmt: skip
        steps = []
        for action, minute in zip(path, minutes, strict=True):
            by, data = WRITERS[action](draft, ordinal(minute // DAY))
            steps.append(Step(action, instant(minute), by, data))
        today = self._now // DAY
        seat, problem = draft.seat, draft.problem
        due_on = day_of(draft.due) if draft.due else None
        return CaseScript(
            position, number, draft.kind, problem.domain, draft.text,
            f"{problem.part}：{draft.text}。", problem.part, problem.measure, draft.basis,
            problem.category, draft.source, seat.key, seat.cell, seat.street,
            draft.grade if "grade" in path else None, state,
            1 + path.count("return_for_rework"), due_on,
            ball(draft, state, ordinal(today)), None,
            state in _HELD_BY_FIRM and 0 < draft.due < today, parent, tuple(steps),
        )  # fmt: skip


def _spread(path: tuple[str, ...], found: int, end: int) -> list[int]:
    """Working minutes of the steps: in order, at least two apart, the last not after `end`."""
    waits = [WAIT[action] for action in path]
    total = sum(waits) or 1
    room = max(end - found - 2 * len(path), 0)
    minutes, passed = [], 0
    for number, wait in enumerate(waits):
        passed += wait
        minutes.append(found + room * passed // total + 2 * number)
    return minutes


def _dues(path: tuple[str, ...], minutes: list[int], today: int, dice: Dice) -> list[int]:
    """A date (working day) for every act that sets one, fitting what happened afterwards."""
    dues: list[int] = []
    for k, action in enumerate(path):
        if action in _SETTERS:
            day = minutes[k] // DAY
            floor = max(day + 1, dues[-1] + 2 if dues and action == "grant_extension" else 0)
            dues.append(max(floor, _due(path, minutes, k, today, dice)))
    return dues


def _due(path: tuple[str, ...], minutes: list[int], k: int, today: int, dice: Dice) -> int:
    for later in range(k + 1, len(path)):
        day = minutes[later] // DAY
        if path[later] == "request_extension":
            return day + 3 + dice.below(9)
        if path[later] == "submit":
            return day + dice.below(5) if dice.below(100) < 90 else day - 1 - dice.below(4)
    return today - 1 - dice.below(7) if dice.below(100) < 16 else today + dice.below(21)
