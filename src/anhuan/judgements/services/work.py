"""What a conclusion becomes when its sheet is issued: a task, or a case of the area."""

from datetime import datetime
from uuid import UUID

from anhuan.cases.services import instruct
from anhuan.judgements.models import Conclusion, Judgement
from anhuan.kernel.access import Viewer
from anhuan.kernel.judgement import Work
from anhuan.kernel.refusal import Refusal, Why
from anhuan.tasks.services import give


def occasion_of(row: Judgement) -> str:
    """How the work names the sheet it comes from."""
    return f"日研判 {row.day:%Y-%m-%d}（{row.number}）"


def made_of(one: Conclusion, row: Judgement, *, by: Viewer, at: datetime) -> tuple[UUID, str]:
    """The work of a conclusion that ``check_issue`` found whole: its identifier and number."""
    if one.unit_id is None or one.due_on is None:
        raise Refusal(Why.CONCLUSION_OPEN, n=one.position, fields=())
    if one.work == Work.CASE.value:
        given = {
            "domain": "environment",
            "description": one.text,
            "area": row.area_id,
            "source_number": row.number,
        }
        opened = instruct(given=given, to_unit=one.unit_id, due_on=one.due_on, by=by, at=at)
        return opened.case.id, opened.number
    done = give(
        given={"title": one.text, "occasion": occasion_of(row)},
        lead={"to_unit": one.unit_id, "due_on": one.due_on},
        by=by,
        at=at,
        task_id=one.id,
    )
    return done.task.id, done.number
