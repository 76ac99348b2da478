"""Acts on tasks of the small town, each a minute after the one before."""

from datetime import date, timedelta
from typing import Any

from anhuan.kernel.access import Viewer
from anhuan.kernel.task import TaskAct
from anhuan.tasks.services import act, give
from anhuan.tasks.types import Done
from tests import factories as make
from tests.modules.cases.town import Town

DUE = date(2026, 5, 20)
WHAT = "本月底前完成辖区餐饮场所燃气排查"


class Asking:
    """One task asked for by the office and led by the station."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.at = make.AT
        self.number = ""

    def give(self, by: Viewer | None = None, *, lead: Any = "station", **given: Any) -> Done:
        self.at += timedelta(minutes=1)
        assigned = {"to_unit": self.town.station.id, "due_on": DUE} if lead == "station" else lead
        done = give(
            given={"title": WHAT} | given, lead=assigned, by=by or self.town.clerk, at=self.at
        )
        self.number = self.number or done.number
        return done

    def do(self, what: TaskAct, by: Viewer, *, number: str = "", **given: Any) -> Done:
        self.at += timedelta(minutes=1)
        seen, files = given.pop("seen_version", None), given.pop("files", ())
        return act(
            number=number or self.number,
            what=what,
            given=given,
            by=by,
            at=self.at,
            seen_version=seen,
            files=files,
        )

    def to_reported(self, **more: Any) -> Done:
        head = self.town.head
        self.do(TaskAct.ACCEPT, head)
        return self.do(TaskAct.REPORT, head, done="三十二家全部查完", **more)
