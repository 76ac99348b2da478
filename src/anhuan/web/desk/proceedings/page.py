"""The page of one interview or veto on the desk: what may be done, beside what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.cases.words.refusals import sentence
from anhuan.kernel.access import Viewer
from anhuan.kernel.procedure import ProceedingAct
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings import queries
from anhuan.proceedings.types import ProceedingFile
from anhuan.proceedings.words import PROCEEDING_DUE, PROCEEDING_VERBS
from anhuan.web.desk.proceedings.listed import ball
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.parts.proceedings import ProceedingPart, proceeding_part
from anhuan.web.parts.shapes import ActButton, ActsPanel, Ball, GrantedAct, RefusedAct

A = ProceedingAct
ORDER: Final = (
    A.PUT_FORWARD, A.APPROVE, A.REFUSE, A.HOLD, A.INVITE, A.RECHECK, A.CIRCULATE, A.NOTIFY,
    A.WAIVE, A.DECIDE, A.SERVE, A.DECIDE_APPEAL, A.SIGN, A.UNSIGNED, A.PLAN, A.REPORT, A.STATE,
    A.APPEAL, A.WITHDRAW, A.SET_ASIDE, A.NOTE,
)  # fmt: skip
"""What carries the procedure on goes first; what the office writes down for the subject later."""
FOR_SUBJECT: Final = frozenset({A.SIGN, A.PLAN, A.REPORT, A.STATE, A.APPEAL})
WORTH: Final = frozenset({Why.NOT_IMPARTIAL, Why.TERM_RUNS, Why.TERM_OVER, Why.PROCEEDING_TURN})
Choices = Mapping[ProceedingAct, Refusal | None]


@dataclass(frozen=True, slots=True)
class ProceedingPage:
    part: ProceedingPart
    acts: ActsPanel


def proceeding_page(viewer: Viewer, file: ProceedingFile, eye: Eye) -> ProceedingPage:
    return ProceedingPage(
        part=proceeding_part(viewer, file, page="desk:proceeding-slip"),
        acts=_panel(file, eye, queries.choices_of(viewer, file)),
    )


def verb(act: ProceedingAct) -> str:
    """What the office writes down for the subject is called so."""
    said = str(PROCEEDING_VERBS[act])
    return _("On paper: %(act)s") % {"act": said} if act in FOR_SUBJECT else said


def _panel(file: ProceedingFile, eye: Eye, choices: Choices) -> ActsPanel:
    line = file.line
    drawn = ball(line, eye)
    known = [act for act in ORDER if act in choices]
    granted = [act for act in known if choices[act] is None]
    buttons = tuple(
        _button(file, act, primary=n == 0 and act not in {A.NOTE, *FOR_SUBJECT})
        for n, act in enumerate(granted)
    )
    refused = tuple(
        RefusedAct(str(PROCEEDING_VERBS[act]), sentence(refusal))
        for act in known
        if line.is_open and (refusal := choices[act]) is not None and refusal.why in WORTH
    )
    ended = _("It has ended.")
    return ActsPanel(
        ball=drawn if isinstance(drawn, Ball) else Ball(None),
        granted=GrantedAct(
            str(PROCEEDING_DUE.get(line.ball_act, ended)),
            deadline=deadline_on(line.ball_due_on, eye) if line.is_open else None,
            buttons=buttons,
        ),
        refused=refused,
        granted_none=ended,
    )


def _button(file: ProceedingFile, act: ProceedingAct, *, primary: bool) -> ActButton:
    url = reverse("desk:proceeding-act", args=[file.line.number, act.value])
    url = f"{url}?version={file.line.version}"
    if primary:
        return ActButton(verb(act), url, kind="primary")
    return ActButton(verb(act), url, kind="plain")
