"""A browser of the firm, and a case that waits for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from tests.modules.cases.town import DUE, Loop, Town, enter

Enter = Callable[[Viewer], Client]


@pytest.fixture
def firm(town: Town, sign_in: Enter) -> Client:
    return sign_in(town.firm)


@pytest.fixture
def assigned(town: Town) -> Callable[..., Loop]:
    """A case that the firm has to sign for, and the loop to go on with."""

    def one(**more: Any) -> Loop:
        loop = Loop(town, enter(town, town.officer, **more).number)
        loop.do(Action.GRADE, town.officer, grade="general")
        loop.do(Action.ASSIGN, town.officer, due_on=DUE, requirement="清空东门两侧 2 米")
        return loop

    return one
