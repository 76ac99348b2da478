"""Words of visits: kinds, states, acts, answers, and why nobody was let in."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.checklist import Answer
from anhuan.kernel.visit import VisitAct, VisitKind, VisitState

Text = str | Promise
A = VisitAct
K = VisitKind
S = VisitState

KIND_WORDS: Final[Mapping[VisitKind, Text]] = {
    K.PATROL: _("visit kind", "Patrol of the grid"),
    K.SELF_CHECK: _("visit kind", "The firm's own check"),
    K.DEPARTMENT: _("visit kind", "Inspection"),
    K.CAMPAIGN: _("visit kind", "Campaign"),
    K.CROSS: _("visit kind", "Cross-inspection"),
    K.REVISIT: _("visit kind", "Revisit"),
    K.JOINT: _("visit kind", "Joint visit"),
    K.SUPERVISION: _("visit kind", "Supervision"),
}
STATE_WORDS: Final[Mapping[VisitState, Text]] = {
    S.NEW: _("visit state", "New"),
    S.UNDERWAY: _("visit state", "Underway"),
    S.ENDED: _("visit state", "Ended"),
    S.REFUSED: _("visit state", "Not let in"),
    S.VOIDED: _("visit state", "Voided"),
}
VISIT_VERBS: Final[Mapping[VisitAct, Text]] = {
    A.OPEN: _("visit verbs", "Begin the visit"),
    A.JOIN: _("visit verbs", "Add whoever came along"),
    A.ANSWER: _("visit verbs", "Save the answers"),
    A.FIND: _("visit verbs", "Enter a finding"),
    A.REFUSE_ENTRY: _("visit verbs", "Note that nobody was let in"),
    A.END: _("visit verbs", "End the visit"),
    A.VOID: _("visit verbs", "Void the visit"),
    A.NOTE: _("visit verbs", "Write a note"),
}
VISIT_PAST: Final[Mapping[VisitAct, Text]] = {
    A.OPEN: _("visit past", "begun"),
    A.JOIN: _("visit past", "another officer joined"),
    A.ANSWER: _("visit past", "items answered"),
    A.FIND: _("visit past", "problem found"),
    A.REFUSE_ENTRY: _("visit past", "not let in"),
    A.END: _("visit past", "ended"),
    A.VOID: _("visit past", "voided"),
    A.NOTE: _("visit past", "noted"),
}
ANSWER_WORDS: Final[Mapping[Answer, Text]] = {
    Answer.CONFORMS: _("answer", "Conforms"),
    Answer.FAILS: _("answer", "Fails"),
    Answer.NOT_APPLICABLE: _("answer", "Not applicable"),
    Answer.NOT_CHECKED: _("answer", "Not looked at"),
}
REFUSAL_WORDS: Final[Mapping[str, Text]] = {
    "nobody-there": _("refusal of a visit", "Nobody was there"),
    "shut": _("refusal of a visit", "It is shut"),
    "kept-out": _("refusal of a visit", "Whoever was there let nobody in"),
    "other": _("refusal of a visit", "Something else"),
}
VOID_WORDS: Final[Mapping[str, Text]] = {
    "wrong-place": _("void of a visit", "The place was the wrong one"),
    "duplicate": _("void of a visit", "It was entered twice"),
    "test-entry": _("void of a visit", "It was only a trial"),
    "other": _("void of a visit", "Something else"),
}
