import pytest

from anhuan.cases.batches import MOST, act_on_each
from anhuan.cases.models import Case
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from tests import factories as make
from tests.modules.cases.town import DUE, Loop, build, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault):
    return build()


def together(town, by, numbers, action=Action.ASSIGN, **given):
    given = {"due_on": DUE} if action is Action.ASSIGN and not given else given
    return act_on_each(numbers=numbers, action=action, given=given, by=by, at=make.AT)


def told(outcomes):
    return [(one.number, one.refusal.why if one.refusal else None) for one in outcomes]


def test_each_case_stands_or_falls_alone(town):
    ready, ungraded = (enter(town, town.officer).number for _ in range(2))
    Loop(town, ready).do(Action.GRADE, town.officer, grade="general")
    outcomes = together(town, town.officer, [ungraded, ready, "C-2026-999999"])
    assert told(outcomes) == [
        (ungraded, Why.NEEDS_GRADE),
        (ready, None),
        ("C-2026-999999", Why.NOT_VISIBLE),
    ]
    assert dict(Case.objects.values_list("number", "due_on")) == {ready: DUE, ungraded: None}


def test_a_case_named_twice_is_done_once(town):
    number = enter(town, town.officer).number
    outcomes = together(town, town.clerk, [number, number], Action.REMIND)
    assert told(outcomes) == [(number, None)]


def test_reminding_twice_a_day_is_told(town):
    number = enter(town, town.officer).number
    together(town, town.clerk, [number], Action.REMIND)
    outcomes = together(town, town.clerk, [number], Action.REMIND)
    assert told(outcomes) == [(number, Why.REMINDED_TODAY)]


@pytest.mark.parametrize(
    "action", [Action.CLOSE, Action.GRANT_EXTENSION, Action.SET_DUE, Action.PASS]
)
def test_closing_and_dates_are_not_done_together(town, action):
    number = enter(town, town.officer).number
    with pytest.raises(Refusal) as refused:
        together(town, town.head, [number], action)
    assert refused.value.why is Why.WRONG_ROLE


def test_nothing_is_done_when_the_inputs_are_wrong(town):
    number = enter(town, town.officer).number
    with pytest.raises(Refusal) as refused:
        together(town, town.officer, [number], due_on="soon")
    assert (refused.value.why, Case.objects.get().version) == (Why.MALFORMED, 1)


@pytest.mark.parametrize(("n", "why"), [(0, Why.MISSING), (MOST + 1, Why.TOO_MANY)])
def test_selection_of_an_impossible_size(town, n, why):
    with pytest.raises(Refusal) as refused:
        together(town, town.officer, [f"C-2026-{i:06d}" for i in range(n)])
    assert refused.value.why is why
