"""What may be done with a case now: one next act, two beside it, the rest in a menu, and why not
what not. The buttons are exactly what ``choices`` grants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anhuan.cases.types import CaseFile
from anhuan.cases.words.acts import TO_DO, VERBS
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, State
from anhuan.kernel.inputs import INPUTS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.territory.types import Holder
from anhuan.web.desk.case.confirms import confirm
from anhuan.web.desk.case.persons import person
from anhuan.web.desk.case.stops import RECHECK, place_of
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.shapes import ActButton, ActsPanel, Ball, GrantedAct, Link, RefusedAct

MOST_REFUSED: Final = 4
BESIDE: Final[Mapping[Action, tuple[Action, ...]]] = {
    Action.VERIFY: (Action.DISMISS, Action.FORWARD),
    Action.GRADE: (Action.FIX_ON_SPOT, Action.FORWARD),
    Action.ASSIGN: (Action.FIX_ON_SPOT, Action.FORWARD),
    Action.SIGN_FOR: (Action.REQUEST_EXTENSION,),
    Action.SUBMIT: (Action.REQUEST_EXTENSION,),
    Action.PASS: (Action.RETURN,),
    Action.CLOSE: (Action.SEND_BACK,),
    Action.GRANT_EXTENSION: (Action.DENY_EXTENSION,),
    Action.ACCEPT_HANDOVER: (Action.DECLINE_HANDOVER,),
    Action.CONSENT_VOID: (Action.REFUSE_VOID,),
    Action.CONFIRM_DOWNGRADE: (Action.REFUSE_DOWNGRADE,),
}
SECOND: Final = (Action.CONSENT_VOID, Action.CONFIRM_DOWNGRADE)
# The stop on the line to which an act belongs; acts that are no step of the way are not missed.
STEP: Final[Mapping[Action, int]] = {
    Action.GRADE: 1,
    Action.ASSIGN: 2,
    Action.SIGN_FOR: 2,
    Action.PLAN: 3,
    Action.SUBMIT: 3,
    Action.REQUEST_EXTENSION: 3,
    Action.PASS: 4,
    Action.CLOSE: 5,
    Action.SPOT_CHECK: 6,
}
BEFORE: Final[Mapping[Action, Promise]] = {
    Action.SIGN_FOR: gettext_lazy("It is not assigned yet. Assign it first."),
    Action.PLAN: gettext_lazy("It is not signed for yet. The firm signs first."),
    Action.SUBMIT: gettext_lazy("The five are not settled yet. Settle them first."),
    Action.REQUEST_EXTENSION: gettext_lazy("Fixing has not begun, so there is nothing to extend."),
    Action.PASS: gettext_lazy("It is not reported done yet. Wait for that, or remind."),
    Action.CLOSE: gettext_lazy("There is no passed recheck yet. Enter the recheck first."),
    Action.SPOT_CHECK: gettext_lazy("It is not closed yet. A spot check follows the closure."),
}
ALWAYS_TOLD: Final = frozenset({Action.REMIND, Action.REQUEST_VOID, Action.RELAPSE})
UNTOLD: Final = frozenset(
    {Why.WRONG_ROLE, Why.NOT_PENDING, Why.NOT_LISTED, Why.ALREADY_LISTED, Why.DUE_SET}
)


@dataclass(frozen=True, slots=True)
class Acts:
    """The panel of acts, and what stands in its menu."""

    panel: ActsPanel
    more: tuple[ActButton, ...]
    for_firm: tuple[ActButton, ...]


def acts(
    viewer: Viewer,
    file: CaseFile,
    holder: Holder | None,
    choices: Mapping[Action, Refusal | None],
    for_firm: Mapping[Action, Refusal | None],
    rules: Rules,
) -> Acts:
    granted = [action for action, refusal in choices.items() if refusal is None]
    first = _first(file, granted)
    chosen = [first, *_beside(first, granted)] if first else _beside(None, granted)
    buttons = tuple(
        act_button(file, one, kind="primary" if one is first else "plain") for one in chosen
    )
    rest = [one for one in granted if one not in chosen]
    instead = [a for a, refusal in for_firm.items() if refusal is None and a not in granted]
    panel = ActsPanel(
        ball=ball(viewer, file, holder),
        granted=_next(viewer, file, buttons, rules) if file.case.is_open or buttons else None,
        refused=_refused(file, choices),
        granted_none=_("It has ended."),
    )
    return Acts(
        panel,
        more=tuple(act_button(file, one) for one in rest),
        for_firm=tuple(act_button(file, one, for_firm=True) for one in instead),
    )


def with_refusal(panel: ActsPanel, refused: RefusedAct | None) -> ActsPanel:
    """One more refused act in the panel, behind the nearer steps and within its number."""
    if refused is None:
        return panel
    return replace(panel, refused=(*panel.refused[: MOST_REFUSED - 1], refused))


def ball(viewer: Viewer, file: CaseFile, holder: Holder | None) -> Ball:
    mine = file.ball_post in viewer.posts if file.ball_post else False
    overdue = file.ball_due_on is not None and file.ball_due_on < day_of(viewer.at)
    if holder is None or holder.person is None:
        return Ball(None, inherits=holder.title if holder else "")
    return Ball(person(holder, file), mine=mine, overdue=overdue)


def _first(file: CaseFile, granted: Sequence[Action]) -> Action | None:
    """The act that is due, if it is the viewer's; else the consent somebody waits for."""
    due = Action(file.ball_act) if file.ball_act else None
    if due in granted:
        return due
    return next((one for one in SECOND if one in granted), None)


def _beside(first: Action | None, granted: Sequence[Action]) -> list[Action]:
    wanted = (*BESIDE.get(first, ()), Action.REASSIGN, Action.NOTE) if first else ()
    wanted = wanted or (Action.REMIND, Action.SPOT_CHECK, Action.RELAPSE, Action.NOTE)
    return [one for one in wanted if one in granted][:2]


def _next(
    viewer: Viewer, file: CaseFile, buttons: tuple[ActButton, ...], rules: Rules
) -> GrantedAct:
    if not file.ball_act:
        return GrantedAct(_("It has ended."), buttons=buttons)
    return GrantedAct(
        str(TO_DO[Action(file.ball_act)]),
        deadline=due_part(file.ball_due_on, at=viewer.at, calendar=rules.calendar),
        buttons=buttons,
    )


def act_button(
    file: CaseFile, action: Action, *, kind: str = "plain", for_firm: bool = False
) -> ActButton:
    """A link to the act's form; an act that asks for nothing is done at once."""
    url = reverse("desk:act", args=[file.number, action.value])
    if not INPUTS[action] and not for_firm:
        version = (("version", str(file.case.version)),)
        ask = confirm(action, file)
        return ActButton(
            str(VERBS[action]),
            url,
            kind=kind,  # type: ignore[arg-type]
            post=True,
            hidden=version,
            confirm=ask,
        )
    query = f"?version={file.case.version}" + ("&for_firm=1" if for_firm else "")
    return ActButton(str(VERBS[action]), url + query, kind=kind)  # type: ignore[arg-type]


def _refused(file: CaseFile, choices: Mapping[Action, Refusal | None]) -> tuple[RefusedAct, ...]:
    here = place_of(file)
    told = [
        (abs(STEP.get(action, here + 9) - here), action, refusal)
        for action, refusal in choices.items()
        if refusal is not None and _worth_telling(action, refusal, here)
    ]
    told.sort(key=lambda each: each[0])
    return tuple(
        RefusedAct(str(VERBS[action]), _reason(action, refusal), _step(file, refusal, choices))
        for _near, action, refusal in told[:MOST_REFUSED]
    )


def _reason(action: Action, refusal: Refusal) -> str:
    """The refusal's sentence; for a step that is not reached yet, the step before it by name."""
    if refusal.why is not Why.WRONG_STATE:
        return sentence(refusal)
    if refusal.facts.get("state") == State.SUBMITTED and action is Action.REQUEST_EXTENSION:
        return _("It is reported done, so no more time. A failed recheck sets a new term.")
    return str(BEFORE[action]) if action in BEFORE else sentence(refusal)


def _worth_telling(action: Action, refusal: Refusal, here: int) -> bool:
    if refusal.why in UNTOLD or refusal.why is Why.ENDED:
        return False
    if refusal.why is Why.WRONG_STATE:
        return STEP.get(action, -1) > here or (
            action is Action.REQUEST_EXTENSION and here == RECHECK
        )
    return action in STEP or action in ALWAYS_TOLD


def _step(
    file: CaseFile, refusal: Refusal, choices: Mapping[Action, Refusal | None]
) -> Link | None:
    """The act that clears the way, where it is one click away."""
    cleared = {
        Why.NEEDS_GRADE: Action.GRADE,
        Why.NEEDS_DUE: Action.SET_DUE,
        Why.NEEDS_CONTROL: Action.CONTROL,
        Why.NEEDS_FIVE: Action.PLAN,
        Why.DOWNGRADE_NEEDS_SECOND: Action.PROPOSE_DOWNGRADE,
    }.get(refusal.why)
    if cleared is None or choices.get(cleared) is not None:
        return None
    return Link(str(VERBS[cleared]), reverse("desk:act", args=[file.number, cleared.value]))
