"""Tasks from above: the list, one task, a new one, its acts; the breakdown of documents."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from ninja import Query, Schema

from anhuan.api.acting import Acts
from anhuan.api.entrance import ApiRequest
from anhuan.api.given import MOST_EXHIBITS, exhibits_of
from anhuan.api.operations import answer, reads, writes
from anhuan.api.queries import receipt_at, shaped
from anhuan.api.shapes.cases import Receipt
from anhuan.api.shapes.tasks import (
    Aside,
    ClauseOut,
    Entering,
    Giving,
    Supporter,
    TaskActBody,
    TaskDone,
    TaskEntry,
    TaskFile,
    TaskLine,
    TaskList,
    TaskSum,
    UpperDocument,
)
from anhuan.api.types import Answer
from anhuan.api.views.cases import Cursor, Size, Version
from anhuan.kernel.access import Viewer
from anhuan.kernel.task import TaskAct
from anhuan.kernel.task_inputs import TASK_INPUTS
from anhuan.kernel.task_steps import OFFERED
from anhuan.tasks import queries, services
from anhuan.tasks.types import Attached, Done, Tab
from anhuan.tasks.words import TASK_VERBS

ON_WIRE: Final = Acts(TASK_INPUTS)
WORDS: Final = (
    "requirement", "occasion", "source", "original", "difficulty", "needed", "decision", "done",
)  # fmt: skip
ACTS: Final = tuple(act for act in OFFERED if act is not TaskAct.DIVIDE)


class TaskQuery(Schema):
    """Which tasks, from where."""

    tab: Tab = Tab.OPEN
    after: Cursor = ""
    size: Size = 50


@reads("/tasks", returns=TaskList, asks=TaskQuery, tag="tasks")
def list_tasks(request: ApiRequest, asked: Query[TaskQuery]) -> TaskList:
    """A page of the tasks that the caller may see, what is due earliest first."""
    viewer = request.auth.viewer
    page = queries.tasks(viewer, tab=asked.tab, after=asked.after, size=asked.size)
    found: TaskList = shaped(page, TaskList)
    return found


@reads("/tasks/{number}", returns=TaskFile, tag="tasks")
def read_task(request: ApiRequest, number: str) -> TaskFile:
    """One task, its parts and their sum, what the caller may do and why not the rest."""
    viewer = request.auth.viewer
    file = queries.task_file(viewer, number)
    return TaskFile(
        line=shaped(file.line, TaskLine),
        whole=file.whole,
        **{name: getattr(file, name) for name in WORDS},
        supports=shaped(file.supports, tuple[Supporter, ...]),
        up=shaped(file.up, tuple[TaskLine, ...]),
        down=shaped(file.down, tuple[TaskLine, ...]),
        sum=shaped(file.tally, TaskSum) if file.tally else None,
        timeline=tuple(shaped(each, TaskEntry) for each in queries.timeline(viewer, file)),
        choices={
            act: ON_WIRE.choice(act, refusal)
            for act, refusal in queries.choices_of(viewer, file).items()
            if act in ACTS
        },
    )


@reads("/tasks/{number}/acts/{version}/receipt", returns=Receipt, tag="tasks")
def read_task_receipt(request: ApiRequest, number: str, version: Version) -> Receipt:
    """The slip of one act on a task: its place in the log, or that it was received."""
    viewer = request.auth.viewer
    return receipt_at(queries.timeline(viewer, queries.task_file(viewer, number)), version)


def _done(done: Done, *, status: int = 200) -> Answer:
    task = done.task
    value = TaskDone(
        number=done.number,
        state=task.state,
        version=task.version,
        round=task.round,
        due_on=task.due_on,
        is_open=task.is_open,
    )
    return answer(value, status=status, location=f"/api/v1/tasks/{done.number}")


GIVING: Final = {
    "type": "object",
    "properties": {
        "given": ON_WIRE.schemas[TaskAct.DRAFT],
        "lead": ON_WIRE.schemas[TaskAct.ASSIGN],
    },
    "required": ["given"],
    "additionalProperties": False,
}


@writes("/tasks", takes=Giving, returns=TaskDone, status=201, schema=GIVING, tag="tasks")
def give_a_task(request: ApiRequest) -> Answer:
    """Write down a task and give it out: what, who, until when."""
    caller, body = request.auth, request.sent
    lead = None if body.lead is None else ON_WIRE.given(TaskAct.ASSIGN, body.lead, caller.viewer)
    done = services.give(
        given=ON_WIRE.given(TaskAct.DRAFT, body.given, caller.viewer),
        lead=lead,
        by=caller.viewer,
        at=caller.at,
    )
    return _done(done, status=201)


def _act(act: TaskAct) -> Callable[..., Answer]:
    def view(request: ApiRequest, number: str) -> Answer:
        caller, body = request.auth, request.sent
        files = exhibits_of(body.exhibits, by=caller.viewer.person, at=caller.at)
        done = services.act(
            number=number,
            what=act,
            given=ON_WIRE.given(act, body.given, caller.viewer),
            by=caller.viewer,
            at=caller.at,
            seen_version=body.seen_version,
            files=[Attached(each.file, each.use_id) for each in files],
        )
        return _done(done)

    view.__doc__ = str(TASK_VERBS[act])
    return view


TICKETS: Final = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_EXHIBITS}

for _one in ACTS:
    writes(
        f"/tasks/{{number}}/acts/{_one.value}",
        takes=TaskActBody,
        returns=TaskDone,
        schema=ON_WIRE.body(_one, exhibits=TICKETS),
        name=f"task_{_one.value}",
        tag="tasks",
    )(_act(_one))


@reads("/documents-above/{document}", returns=UpperDocument, tag="tasks")
def read_upper_document(request: ApiRequest, document: UUID) -> UpperDocument:
    """An upper document with what became of each clause."""
    return _document(request.auth.viewer, document)


def _document(viewer: Viewer, document: UUID) -> UpperDocument:
    file = queries.document(viewer, document)
    line = file.line
    return UpperDocument(
        id=line.id,
        title=line.title,
        number=line.number,
        issuer=line.issuer,
        issued_on=line.issued_on,
        unit_name=line.unit_name,
        waiting=line.waiting,
        removed=file.removed,
        clauses=tuple(shaped(each, ClauseOut) for each in file.clauses),
    )


@writes("/documents-above", takes=Entering, returns=UpperDocument, status=201, tag="tasks")
def enter_upper_document(request: ApiRequest) -> Answer:
    """Take in an upper document and read its clauses."""
    caller, body = request.auth, request.sent
    document = services.enter_document(
        title=body.title,
        number=body.number,
        issuer=body.issuer,
        issued_on=body.issued_on,
        text=body.text,
        by=caller.viewer,
        at=caller.at,
    )
    found = _document(caller.viewer, document)
    return answer(found, status=201, location=f"/api/v1/documents-above/{document}")


@writes("/clauses/{clause}/aside", takes=Aside, returns=UpperDocument, tag="tasks")
def set_clause_aside(request: ApiRequest, clause: UUID) -> Answer:
    """A clause that does not concern us, with the reason."""
    caller = request.auth
    document, _text = queries.clause_document(caller.viewer, clause)
    services.set_aside(clause=clause, reason=request.sent.reason, by=caller.viewer, at=caller.at)
    return answer(_document(caller.viewer, document))
