"""The question before an act that binds others or cannot be undone."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anhuan.cases.types import CaseFile
from anhuan.cases.words.acts import VERBS
from anhuan.kernel.case import Action
from anhuan.web.parts.shapes import Confirm

FIRM: Final = gettext_lazy("The firm or unit that fixes it is told.")
FINDER: Final = gettext_lazy("Whoever found it is told.")
UNIT: Final = gettext_lazy("The unit that gets it is told.")
OWNER: Final = gettext_lazy("The unit in charge is told.")
ASKS: Final[Mapping[Action, tuple[Promise, Promise]]] = {
    Action.ASSIGN: (gettext_lazy("The term begins to run with the assignment."), FIRM),
    Action.FORWARD: (gettext_lazy("The case leaves your unit, with its ball."), UNIT),
    Action.DISMISS: (gettext_lazy("The lead ends here; its record stays."), FINDER),
    Action.CLOSE: (gettext_lazy("The case ends as solved; it may be spot-checked later."), FINDER),
    Action.RETURN: (gettext_lazy("A new round begins with the new term."), FIRM),
    Action.GRANT_EXTENSION: (gettext_lazy("The term moves; the first one stays visible."), FIRM),
    Action.CONFIRM_DOWNGRADE: (gettext_lazy("The grade is lowered on your word as well."), OWNER),
    Action.REQUEST_VOID: (gettext_lazy("A second person has to agree; the record stays."), OWNER),
    Action.CONSENT_VOID: (gettext_lazy("The case ends as void; the record stays."), OWNER),
    Action.HAND_OVER: (gettext_lazy("It stays with you until the receipt is signed."), UNIT),
    Action.LIST: (gettext_lazy("Progress is due every period until it is lifted."), FIRM),
    Action.UNLIST: (gettext_lazy("Progress reports end."), OWNER),
    Action.RELAPSE: (gettext_lazy("A new case is opened; this one stays as it was."), OWNER),
}


def confirm(action: Action, file: CaseFile) -> Confirm | None:
    """Object, effect, who is told, and the verb; ``None`` for an act that needs no question."""
    if action not in ASKS:
        return None
    effect, told = ASKS[action]
    verb = str(VERBS[action])
    title = _("%(verb)s: %(number)s?") % {"verb": verb, "number": file.number}
    what = file.description[:60]
    return Confirm(title, f"{what} {effect}", str(told), verb)
