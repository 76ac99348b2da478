"""Matters of accountability: the list, one matter, a lead, its acts."""

from collections.abc import Callable
from typing import Final

from ninja import Query, Schema

from anhuan.accountability import queries, services
from anhuan.accountability.types import Done, Tab
from anhuan.accountability.words import MATTER_VERBS
from anhuan.api.acting import Acts
from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, writes
from anhuan.api.queries import receipt_at, shaped
from anhuan.api.shapes.cases import Receipt
from anhuan.api.shapes.matters import (
    CitedFact,
    MatterActBody,
    MatterDone,
    MatterEntry,
    MatterFile,
    MatterLine,
    MatterList,
    MatterRecord,
    Proposing,
)
from anhuan.api.types import Answer
from anhuan.api.views.cases import Cursor, Size, Version
from anhuan.kernel.accountability import MatterAct
from anhuan.kernel.accountability_inputs import MATTER_INPUTS
from anhuan.kernel.accountability_steps import OFFERED

ON_WIRE: Final = Acts(MATTER_INPUTS)
DAYS: Final = ("statement_until", "appeal_until", "effect_until")


class MatterQuery(Schema):
    """Which matters, from where."""

    tab: Tab = Tab.OPEN
    after: Cursor = ""
    size: Size = 50


@reads("/matters", returns=MatterList, asks=MatterQuery, tag="matters")
def list_matters(request: ApiRequest, asked: Query[MatterQuery]) -> MatterList:
    """A page of the matters that the caller prepares or decides, what is due earliest first."""
    viewer = request.auth.viewer
    page = queries.matters(viewer, tab=asked.tab, after=asked.after, size=asked.size)
    found: MatterList = shaped(page, MatterList)
    return found


@reads("/matters/{number}", returns=MatterFile, tag="matters")
def read_matter(request: ApiRequest, number: str) -> MatterFile:
    """One matter as far as the caller may see it, what may be done and why not the rest."""
    viewer = request.auth.viewer
    file = queries.matter_file(viewer, number)
    record = queries.record_of(viewer, file)
    return MatterFile(
        line=shaped(file.line, MatterLine),
        sight=file.sight,
        person_name=file.person_name,
        post_title=file.post_title,
        body_name=file.body_name,
        **{name: getattr(file.matter, name) for name in DAYS},
        cited=shaped(file.cited, tuple[CitedFact, ...]),
        record=shaped(record, MatterRecord) if record else None,
        story=shaped(file.story, tuple[MatterEntry, ...]),
        choices={
            act: ON_WIRE.choice(act, refusal)
            for act, refusal in queries.choices_of(viewer, file).items()
        },
    )


def _done(done: Done, *, status: int = 200) -> Answer:
    matter = done.matter
    value = MatterDone(
        number=done.number,
        state=matter.state,
        version=matter.version,
        is_open=matter.is_open,
    )
    return answer(value, status=status, location=f"/api/v1/matters/{done.number}")


PROPOSING: Final = {
    "type": "object",
    "properties": {"given": ON_WIRE.schemas[MatterAct.PROPOSE]},
    "required": ["given"],
    "additionalProperties": False,
}


@writes(
    "/matters", takes=Proposing, returns=MatterDone, status=201, schema=PROPOSING, tag="matters"
)
def propose_a_matter(request: ApiRequest) -> Answer:
    """Write down a lead about a case; it names nobody."""
    caller, body = request.auth, request.sent
    given = ON_WIRE.given(MatterAct.PROPOSE, body.given, caller.viewer)
    return _done(services.propose(given=given, by=caller.viewer, at=caller.at), status=201)


def _act(act: MatterAct) -> Callable[..., Answer]:
    def view(request: ApiRequest, number: str) -> Answer:
        caller, body = request.auth, request.sent
        done = services.act(
            number=number,
            what=act,
            given=ON_WIRE.given(act, body.given, caller.viewer),
            by=caller.viewer,
            at=caller.at,
            seen_version=body.seen_version,
        )
        return _done(done)

    view.__doc__ = str(MATTER_VERBS[act])
    return view


for _one in OFFERED:
    writes(
        f"/matters/{{number}}/acts/{_one.value}",
        takes=MatterActBody,
        returns=MatterDone,
        schema=ON_WIRE.body(_one),
        name=f"matter_{_one.value}",
        tag="matters",
    )(_act(_one))


@reads("/matters/{number}/acts/{version}/receipt", returns=Receipt, tag="matters")
def read_matter_receipt(request: ApiRequest, number: str, version: Version) -> Receipt:
    """The slip of one act in a matter: its place in the log, or that it was received."""
    return receipt_at(queries.matter_file(request.auth.viewer, number).story, version)
