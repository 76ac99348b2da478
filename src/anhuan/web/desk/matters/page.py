"""The page of one matter on the desk: what may be done, beside what everybody concerned sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.accountability import queries
from anhuan.accountability.types import Candidate, MatterFile, Sight
from anhuan.accountability.words import MATTER_DUE, MATTER_VERBS
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import MatterAct
from anhuan.kernel.accountability_inputs import MATTER_INPUTS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.matters.listed import ball
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.parts.matters import MatterPart, matter_part
from anhuan.web.parts.shapes import ActButton, ActsPanel, Ball, GrantedAct, RefusedAct

A = MatterAct
ORDER: Final = (
    A.VERIFY, A.OPEN, A.NOTIFY, A.WAIVE, A.DECIDE, A.SERVE, A.FEED_BACK, A.DECIDE_APPEAL,
    A.ARCHIVE, A.SET_ASIDE, A.NOT_OPEN, A.CITE, A.NOTE,
)  # fmt: skip
"""What carries the matter on goes first."""
WORTH: Final = frozenset(
    {Why.NOT_IMPARTIAL, Why.NEEDS_FACT, Why.TERM_RUNS, Why.TERM_OVER, Why.MATTER_TURN}
)


@dataclass(frozen=True, slots=True)
class MatterPage:
    part: MatterPart
    acts: ActsPanel
    held: tuple[Candidate, ...]
    office: bool


def matter_page(viewer: Viewer, number: str, eye: Eye) -> MatterPage:
    """The matter as the viewer sees it. Refuses ``NOT_VISIBLE``."""
    file = queries.matter_file(viewer, number)
    choices = queries.choices_of(viewer, file)
    named = file.matter.person is not None
    return MatterPage(
        part=matter_part(viewer, file, queries.record_of(viewer, file), page="desk:matter-slip"),
        acts=_panel(file, eye, choices),
        held=() if named else tuple(queries.who_held(viewer, file)),
        office=file.sight is Sight.OFFICE,
    )


def _panel(file: MatterFile, eye: Eye, choices: Mapping[A, Refusal | None]) -> ActsPanel:
    line = file.line
    drawn = ball(line, eye)
    granted = [act for act in ORDER if choices[act] is None]
    buttons = tuple(
        _button(file, act, primary=n == 0 and act is not A.NOTE) for n, act in enumerate(granted)
    )
    panel = GrantedAct(
        str(MATTER_DUE.get(line.ball_act, _("It has ended."))),
        deadline=deadline_on(line.ball_due_on, eye) if line.is_open else None,
        buttons=buttons,
    )
    return ActsPanel(
        ball=drawn if isinstance(drawn, Ball) else Ball(None),
        granted=panel,
        refused=_refused(choices, line.is_open),
        granted_none=_("It has ended."),
    )


def _refused(choices: Mapping[A, Refusal | None], is_open: bool) -> tuple[RefusedAct, ...]:
    return tuple(
        RefusedAct(str(MATTER_VERBS[act]), sentence(refusal))
        for act in ORDER
        if is_open and (refusal := choices[act]) is not None and refusal.why in WORTH
    )


def _button(file: MatterFile, act: A, *, primary: bool) -> ActButton:
    """A link to the act's form; an act that asks for nothing is done at once."""
    url = reverse("desk:matter-act", args=[file.line.number, act.value])
    version = str(file.line.version)
    kind = "primary" if primary else "plain"
    if not MATTER_INPUTS[act]:
        hidden = (("version", version),)
        return ActButton(str(MATTER_VERBS[act]), url, kind=kind, post=True, hidden=hidden)  # type: ignore[arg-type]
    return ActButton(str(MATTER_VERBS[act]), f"{url}?version={version}", kind=kind)  # type: ignore[arg-type]
