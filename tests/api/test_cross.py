"""A cross-inspection over HTTP: nothing that was found before reaches the team."""

import pytest
import time_machine

from tests.modules.inspections.crossing import LATER, SECRET, again, crossed
from tests.modules.inspections.walks import listed


@pytest.fixture
def cross(town):
    listed()
    return crossed(town, to_wide=True)


def test_team_is_answered_as_if_nothing_had_been_found(town, of, cross):
    with time_machine.travel(LATER, tick=False):
        answers = {}
        for name, viewer in (("team", cross.guest), ("station", town.officer)):
            caller = of(again(viewer))
            paths = (
                f"/cases/{cross.case}",
                f"/cases/{cross.case}/targets",
                "/cases",
                f"/sites/{town.site.id}",
            )
            answers[name] = [caller.get(path) for path in paths]

    assert [one.status_code for one in answers["team"]] == [404, 404, 200, 200]
    assert [SECRET in one.content.decode() for one in answers["team"]] == [False] * 4
    assert SECRET in answers["station"][2].content.decode()
