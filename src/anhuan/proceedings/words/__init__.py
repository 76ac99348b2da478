"""Words of proceedings: acts, states and what is due."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.words.inputs import ORIGIN_CHOICES, PROCEDURE_CHOICES
from anhuan.kernel.procedure import Procedure, ProceedingAct, ProceedingState
from anhuan.proceedings.types import RUNG, ProceedingTab

Text = str | Promise
A = ProceedingAct
S = ProceedingState
T = ProceedingTab

PROCEDURE_WORDS: Final[Mapping[Procedure, Text]] = {
    one: PROCEDURE_CHOICES[one.value] for one in Procedure
}
PROCEEDING_VERBS: Final[Mapping[ProceedingAct, Text]] = {
    A.PROPOSE: _("proceeding verbs", "Propose"),
    A.SET_ASIDE: _("proceeding verbs", "Set aside"),
    A.PUT_FORWARD: _("proceeding verbs", "Put before the body"),
    A.APPROVE: _("proceeding verbs", "Approve"),
    A.REFUSE: _("proceeding verbs", "Do not approve"),
    A.INVITE: _("proceeding verbs", "Serve the notice"),
    A.HOLD: _("proceeding verbs", "Enter the minutes"),
    A.SIGN: _("proceeding verbs", "Confirm the minutes"),
    A.UNSIGNED: _("proceeding verbs", "Note that the minutes were not signed"),
    A.PLAN: _("proceeding verbs", "Hand in the plan"),
    A.REPORT: _("proceeding verbs", "Hand in the report"),
    A.RECHECK: _("proceeding verbs", "Check again"),
    A.CIRCULATE: _("proceeding verbs", "Circulate, with a copy to the organ"),
    A.WITHDRAW: _("proceeding verbs", "Withdraw"),
    A.NOTIFY: _("proceeding verbs", "Serve the notice"),
    A.STATE: _("proceeding verbs", "Give a statement"),
    A.WAIVE: _("proceeding verbs", "Note that no statement came"),
    A.DECIDE: _("proceeding verbs", "Enter the decision"),
    A.SERVE: _("proceeding verbs", "Serve the decision"),
    A.APPEAL: _("proceeding verbs", "Appeal"),
    A.DECIDE_APPEAL: _("proceeding verbs", "Decide on the appeal"),
    A.EXPIRE: _("proceeding verbs", "Expire"),
    A.NOTE: _("proceeding verbs", "Write a note"),
}
PROCEEDING_PAST: Final[Mapping[ProceedingAct, Text]] = {
    A.PROPOSE: _("proceeding past", "proposed"),
    A.SET_ASIDE: _("proceeding past", "set aside"),
    A.PUT_FORWARD: _("proceeding past", "put before the body"),
    A.APPROVE: _("proceeding past", "approved"),
    A.REFUSE: _("proceeding past", "not approved"),
    A.INVITE: _("proceeding past", "notice served"),
    A.HOLD: _("proceeding past", "interview held"),
    A.SIGN: _("proceeding past", "minutes confirmed"),
    A.UNSIGNED: _("proceeding past", "minutes not signed"),
    A.PLAN: _("proceeding past", "plan handed in"),
    A.REPORT: _("proceeding past", "report handed in"),
    A.RECHECK: _("proceeding past", "checked again"),
    A.CIRCULATE: _("proceeding past", "circulated"),
    A.WITHDRAW: _("proceeding past", "withdrawn"),
    A.NOTIFY: _("proceeding past", "notice served"),
    A.STATE: _("proceeding past", "statement given"),
    A.WAIVE: _("proceeding past", "no statement came"),
    A.DECIDE: _("proceeding past", "decided"),
    A.SERVE: _("proceeding past", "decision served"),
    A.APPEAL: _("proceeding past", "appealed"),
    A.DECIDE_APPEAL: _("proceeding past", "appeal decided"),
    A.EXPIRE: _("proceeding past", "expired"),
    A.NOTE: _("proceeding past", "noted"),
}
PROCEEDING_STATES: Final[Mapping[ProceedingState, Text]] = {
    S.NEW: _("proceeding state", "New"),
    S.PROPOSED: _("proceeding state", "Proposed"),
    S.SET_ASIDE: _("proceeding state", "Set aside"),
    S.SUBMITTED: _("proceeding state", "To be approved"),
    S.REFUSED: _("proceeding state", "Not approved"),
    S.APPROVED: _("proceeding state", "Approved"),
    S.INVITED: _("proceeding state", "Notice served"),
    S.HELD: _("proceeding state", "Held, to be confirmed"),
    S.SIGNED: _("proceeding state", "Waits for the plan"),
    S.PLANNED: _("proceeding state", "Being put right"),
    S.REPORTED: _("proceeding state", "To be checked again"),
    S.INEFFECTIVE: _("proceeding state", "Not put right"),
    S.CLOSED: _("proceeding state", "Put right, closed"),
    S.WITHDRAWN: _("proceeding state", "Withdrawn"),
    S.NOTIFIED: _("proceeding state", "Waits for the statement"),
    S.HEARD: _("proceeding state", "To be decided"),
    S.DECIDED: _("proceeding state", "To be served"),
    S.IN_FORCE: _("proceeding state", "In force"),
    S.APPEALED: _("proceeding state", "Under appeal"),
    S.NOT_IMPOSED: _("proceeding state", "Not imposed"),
    S.REVOKED: _("proceeding state", "Revoked"),
    S.EXPIRED: _("proceeding state", "Expired"),
}
PROCEEDING_DUE: Final[Mapping[str, Text]] = {
    "interview.review": _("proceeding due", "Look at the proposal"),
    "interview.approve": _("proceeding due", "Approve or not"),
    "interview.invite": _("proceeding due", "Serve the notice"),
    "interview.hold": _("proceeding due", "Hold the interview"),
    "interview.sign": _("proceeding due", "Confirm the minutes"),
    "interview.plan": _("proceeding due", "Hand in the plan"),
    "interview.report": _("proceeding due", "Hand in the report"),
    "interview.recheck": _("proceeding due", "Check again"),
    "interview.circulate": _("proceeding due", "Circulate"),
    "veto.notify": _("proceeding due", "Serve the notice or set aside"),
    "veto.hear": _("proceeding due", "Wait for the statement"),
    "veto.decide": _("proceeding due", "Decide"),
    "veto.serve": _("proceeding due", "Serve the decision"),
    "veto.expire": _("proceeding due", "Stands until it expires"),
    "veto.appeal": _("proceeding due", "Decide on the appeal"),
}
"""What is due of a proceeding, in a few words."""
TAB_WORDS: Final[Mapping[ProceedingTab, Text]] = {
    T.OPEN: _("proceeding tab", "All open"),
    T.MINE: _("proceeding tab", "With me"),
    T.INTERVIEWS: _("proceeding tab", "Interviews"),
    T.VETOES: _("proceeding tab", "Vetoes"),
    T.IN_FORCE: _("proceeding tab", "In force"),
    T.ENDED: _("proceeding tab", "Ended"),
}
TRIGGER_WORDS: Final[Mapping[str, Text]] = {
    **ORIGIN_CHOICES,
    RUNG: _("origin", "A rung of a ladder"),
}
