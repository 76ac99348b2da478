"""An open case has one ball and one holder at every instant of a random history; what has ended
has none."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from anhuan.cases.models import Case
from anhuan.cases.queries import case_file, choices_of
from anhuan.cases.services import act
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal
from anhuan.obligations.models import Obligation
from anhuan.obligations.queries import compared
from anhuan.obligations.services import sweep
from anhuan.rulebook.queries import rules_at
from tests import factories as make
from tests.kernel.scenes import FIXED_INPUTS, valid
from tests.modules.cases.town import Town, build, enter, photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules", "vault")]
STEPS = 30


def held(number: str) -> list[tuple[bool, str]]:
    """Of each open ball of the case whether somebody holds it, and for which act."""
    case = Case.objects.get(number=number)
    balls = Obligation.objects.filter(case=case.pk, ball=True, closed_at__isnull=True)
    return [((row.post_id or row.unit_id or row.site) is not None, row.act) for row in balls]


def one_step(town: Town, number: str, dice: Random, at: object) -> None:
    """Somebody does what is granted, most often what is due."""
    people = [town.officer, town.colleague, town.head, town.clerk, town.firm, town.leader]
    viewer = replace(dice.choice(people), at=at)
    try:
        file = case_file(viewer, number)
    except Refusal:
        return
    granted = sorted(a for a, why in choices_of(viewer, file.case).items() if why is None)
    due = [action for action in granted if action == file.ball_act]
    if granted:
        chosen = due[0] if due and dice.random() < 0.8 else dice.choice(granted)
        _act(town, viewer, number, chosen, dice)


def _act(town: Town, viewer: Viewer, number: str, action: Action, dice: Random) -> None:
    case = case_file(viewer, number).case
    given = valid(case, action, at=viewer.at) or dict(FIXED_INPUTS.get(action, {}))
    for name in ("to_unit", "close_unit"):
        if name in given:
            given[name] = dice.choice([town.station.pk, town.office.pk])
    if "to_post" in given:
        given["to_post"] = town.colleague.seats[0].post
    exhibits = [photo(viewer, shade=dice.randrange(250), at=viewer.at)]
    try:
        act(number=number, action=action, given=given, by=viewer, at=viewer.at, exhibits=exhibits)
    except Refusal:
        return


@pytest.mark.long
def test_case_has_one_ball_and_one_holder_at_every_instant(depth: int) -> None:
    seen: set[str] = set()
    last = make.AT
    for seed in range(3 * depth):
        dice, town = Random(seed), build()
        kind = dice.choice(["hazard", "directive"])
        number = enter(town, town.officer, kind=kind, original="安全出口堵塞，限期清理").number
        at = make.AT
        for _ in range(STEPS):
            at += timedelta(hours=dice.randrange(1, 60))
            one_step(town, number, dice, at)
            sweep(at=at)
            row = Case.objects.get(number=number)
            balls = held(number)
            assert [holder for holder, _ in balls] == ([True] if row.is_open else [])
            seen |= {word for _, word in balls}
        last = max(last, at)
    while sweep(at=last):
        pass
    found = compared(rules_at(last).knowledge, at=last, after=None)
    assert (found.missing, found.waiting, found.invented) == ((), (), ())
    assert len(seen) > 4
