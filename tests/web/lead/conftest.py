"""A browser of the leader, and a major hazard to worry about."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from tests.modules.cases.town import DUE, Loop, Town, enter

Enter = Callable[[Viewer], Client]


@pytest.fixture
def lead(town: Town, sign_in: Enter) -> Client:
    return sign_in(town.leader)


@pytest.fixture
def open_major(town: Town) -> Callable[..., Loop]:
    """A major hazard that the firm has to sign for, entered at ten."""

    def one(**more: Any) -> Loop:
        loop = Loop(town, enter(town, town.officer, **more).number)
        loop.do(Action.GRADE, town.officer, grade="major", criterion="第三条")
        loop.do(Action.ASSIGN, town.officer, due_on=DUE)
        return loop

    return one
