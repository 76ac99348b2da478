"""Duties read from data."""

import pytest

from anhuan.kernel.access import Role
from anhuan.kernel.cycle import Cycle, Every
from anhuan.kernel.duty import Capacity, Reach, duty_from_data

PLAIN = {"bearer": {"capacity": "sponsor"}, "text": "走访", "clause": "包保责任制"}
CYCLE = {"every": "quarter", "times": 1}
ACTS = {"acts": ["report", "self-check"], "at": "anywhere"}


def test_duty_reads_bearer_cycle_and_evidence():
    duty = duty_from_data(PLAIN | {"cycle": CYCLE, "evidence": ACTS})
    assert (duty.bearer.capacity, duty.cycle, duty.deeds, duty.reach, duty.falls_due) == (
        Capacity.SPONSOR,
        Cycle(Every.QUARTER, 1),
        frozenset({"report", "self-check"}),
        Reach.ANYWHERE,
        True,
    )


@pytest.mark.parametrize("more", [{}, {"cycle": CYCLE}, {"evidence": ACTS}])
def test_duty_without_cycle_or_evidence_never_falls_due(more):
    assert duty_from_data(PLAIN | more).falls_due is False


def test_duty_of_roles():
    duty = duty_from_data(PLAIN | {"bearer": {"roles": ["grid"], "levels": ["cell"]}})
    assert (duty.bearer.roles, duty.bearer.levels) == (
        frozenset({Role.GRID}),
        frozenset({"cell"}),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"bearer": {}},
        {"bearer": {"capacity": "sponsor", "roles": ["grid"]}},
        {"bearer": {"capacity": "king"}},
        {"bearer": {"roles": ["king"]}},
        {"bearer": {"roles": "grid"}},
        {"bearer": {"capacity": "head", "side": "left"}},
        {"text": " "},
        {"text": "长" * 401},
        {"clause": 7},
        {"cycle": {"every": "fortnight"}},
        {"cycle": {"every": "month", "times": "2"}},
        {"cycle": {"every": "month", "times": True}},
        {"cycle": {"every": "month", "times": 32}},
        {"evidence": {"acts": ["meeting"]}},
        {"evidence": {"acts": "report"}},
        {"evidence": {"acts": ["report"], "at": "home"}},
    ],
)
def test_duty_that_cannot_be_read_is_refused(wrong):
    with pytest.raises((ValueError, KeyError, TypeError)):
        duty_from_data(PLAIN | wrong)
