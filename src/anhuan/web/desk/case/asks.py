"""The form of one act on one case: what may be chosen, what is needed, what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases import queries
from anhuan.cases.types import CaseFile, Turn
from anhuan.cases.words.acts import TO_DO, VERBS
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Setting
from anhuan.kernel.inputs import INPUTS, Type
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.routing import COMPETENCE
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import colleagues, office_of, units_around
from anhuan.web.desk.case.confirms import confirm
from anhuan.web.desk.case.page import changes_since
from anhuan.web.parts.asking import ActForm, Options, act_form
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.shapes import Confirm, Timeline
from anhuan.web.parts.uploads import Uploads

FIVE: Final = ("responsible", "measure", "finisher", "acceptor")
WITHOUT_FILES: Final = frozenset({Action.REMIND, Action.REASSIGN})


@dataclass(frozen=True, slots=True)
class ActAsked:
    """One act's page: its form, its files, and what changed since the actor looked."""

    action: Action
    title: str
    verb: str
    file: CaseFile
    form: ActForm
    uploads: Uploads
    for_firm: bool
    confirm: Confirm | None
    changed: Timeline | None


def asked(
    viewer: Viewer,
    file: CaseFile,
    action: Action,
    *,
    data: Mapping[str, Any] | None = None,
    uploads: Uploads = Uploads(),  # noqa: B008
    for_firm: bool = False,
    seen: int | None = None,
) -> ActAsked:
    rules = rules_at(viewer.at)
    needed = rules.exhibits_needed(action, major=file.case.is_major)
    form = act_form(
        action,
        data=data,
        initial=_known(file, action),
        options=options(viewer, file, action),
        needed=_needed(file, action, for_firm=for_firm),
        leave_out=_pointless(file, action, for_firm=for_firm),
        exhibits=None if action in WITHOUT_FILES else max(needed, int(for_firm)),
    )
    changed = None
    if seen is not None and seen != file.case.version:
        entries = queries.timeline(viewer, file.case.id)
        changed = changes_since(entries, seen, year=day_of(viewer.at).year)
    title = str(VERBS[action])
    return ActAsked(
        action=action,
        title=_("For the firm: %(act)s") % {"act": title} if for_firm else title,
        verb=title,
        file=file,
        form=form,
        uploads=uploads,
        for_firm=for_firm,
        confirm=confirm(action, file),
        changed=changed,
    )


def refuse(page: ActAsked, refusals: tuple[Refusal, ...]) -> ActAsked:
    for refusal in refusals:
        page.form.refuse(refusal)
    return page


def options(viewer: Viewer, file: CaseFile, action: Action) -> dict[str, Options]:
    """What may be chosen for the references of an act."""
    types = {each.name: each.type for each in INPUTS[action]}
    found: dict[str, Options] = {}
    if Type.UNIT in types.values():
        units = units_around(file.area_path)
        mine = file.case.unit
        given = [(str(u.id), u.name) for u in units if u.id != mine or action is Action.ASSIGN]
        found |= {name: given for name, kind in types.items() if kind is Type.UNIT}
    if Type.POST in types.values() and file.case.unit is not None:
        team = colleagues(file.case.unit, at=viewer.at)
        found["to_post"] = [
            (str(one.post), f"{one.name} {one.title}")
            for one in team
            if one.person != viewer.person
        ]
    return found


def _known(file: CaseFile, action: Action) -> dict[str, Any]:
    """What the system knows is never asked again."""
    if action is Action.PLAN:
        return {name: getattr(file, name) for name in (*FIVE, "treatment", "emergency")}
    if action is Action.AMEND:
        names = ("description", "category", "basis", "measure", "responsible", "spot")
        return {name: getattr(file, name) for name in names}
    if action is Action.PASS:
        return {"way": "on-site"}
    if action is Action.FORWARD and file.activity:
        return _dispute(file)
    return {}


def _dispute(file: CaseFile) -> dict[str, Any]:
    """Who does not license an illegal activity asks the committee office whose it is."""
    office = office_of(file.area_path)
    elsewhere = office is not None and office != file.case.unit
    return {"code": COMPETENCE, "to_unit": str(office) if elsewhere else ""}


def _pointless(file: CaseFile, action: Action, *, for_firm: bool) -> tuple[str, ...]:
    """Inputs that this case has no use for."""
    names: list[str] = []
    if not for_firm and action is not Action.SIGN_FOR:
        names.append("signer")
    if not file.case.is_major:
        names += ["acceptance", "treatment", "emergency"]
    return tuple(names)


def _needed(file: CaseFile, action: Action, *, for_firm: bool) -> tuple[str, ...]:
    """Inputs that are optional in general, but not for this case."""
    case = file.case
    names: list[str] = []
    if action is Action.PLAN:
        names += [name for name in FIVE if Setting(name) not in case.settled]
        names += ["treatment", "emergency"] if case.is_major else []
    if action is Action.PASS and case.is_major:
        names.append("acceptance")
    if for_firm:
        names.append("signer")
    return tuple(names)


def told(action: Action, turn: Turn, *, year: int) -> str:
    """What came of an act, and where the ball went: “已报完成。球到 陈立，11-20 前复查。”"""
    done = str(VERBS[action])
    if not turn.act:
        return pgettext("toast", "Done: %(done)s. It has ended.") % {"done": done}
    holder = turn.name or turn.title or _("nobody yet")
    facts = {"done": done, "holder": holder, "act": TO_DO[Action(turn.act)]}
    if turn.due_on is None:
        text = pgettext("toast", "Done: %(done)s. The ball is with %(holder)s, to: %(act)s.")
        return text % facts
    text = pgettext(
        "toast", "Done: %(done)s. The ball is with %(holder)s, to: %(act)s, by %(day)s."
    )
    return text % (facts | {"day": short_day(turn.due_on, year=year)})
