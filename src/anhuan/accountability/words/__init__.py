"""Words of matters: acts, states, rulings and what is due."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.accountability.types import Tab
from anhuan.kernel.accountability import AppealResult, MatterAct, MatterState, Ruling

Text = str | Promise
A = MatterAct
S = MatterState

MATTER_VERBS: Final[Mapping[MatterAct, Text]] = {
    A.PROPOSE: _("matter verbs", "Write down a lead"),
    A.VERIFY: _("matter verbs", "Verified"),
    A.SET_ASIDE: _("matter verbs", "Set aside"),
    A.CITE: _("matter verbs", "Cite an act"),
    A.OPEN: _("matter verbs", "Open a matter"),
    A.NOT_OPEN: _("matter verbs", "Do not open"),
    A.NOTIFY: _("matter verbs", "Serve the notice"),
    A.STATE: _("matter verbs", "Give a statement"),
    A.WAIVE: _("matter verbs", "Note that no statement came"),
    A.DECIDE: _("matter verbs", "Enter the decision"),
    A.SERVE: _("matter verbs", "Serve the decision"),
    A.FEED_BACK: _("matter verbs", "Enter the feedback"),
    A.APPEAL: _("matter verbs", "Appeal"),
    A.DECIDE_APPEAL: _("matter verbs", "Decide on the appeal"),
    A.ARCHIVE: _("matter verbs", "File away"),
    A.NOTE: _("matter verbs", "Write a note"),
}
MATTER_PAST: Final[Mapping[MatterAct, Text]] = {
    A.PROPOSE: _("matter past", "proposed as a lead"),
    A.VERIFY: _("matter past", "verified"),
    A.SET_ASIDE: _("matter past", "set aside"),
    A.CITE: _("matter past", "cited an act"),
    A.OPEN: _("matter past", "opened"),
    A.NOT_OPEN: _("matter past", "not opened"),
    A.NOTIFY: _("matter past", "notice served"),
    A.STATE: _("matter past", "statement given"),
    A.WAIVE: _("matter past", "no statement came"),
    A.DECIDE: _("matter past", "decided"),
    A.SERVE: _("matter past", "decision served"),
    A.FEED_BACK: _("matter past", "feedback entered"),
    A.APPEAL: _("matter past", "appealed"),
    A.DECIDE_APPEAL: _("matter past", "appeal decided"),
    A.ARCHIVE: _("matter past", "filed away"),
    A.NOTE: _("matter past", "noted"),
}
MATTER_STATES: Final[Mapping[MatterState, Text]] = {
    S.NEW: _("matter state", "New"),
    S.LEAD: _("matter state", "Lead"),
    S.SET_ASIDE: _("matter state", "Set aside"),
    S.VERIFIED: _("matter state", "Verified"),
    S.NOT_OPENED: _("matter state", "Not opened"),
    S.OPENED: _("matter state", "Opened"),
    S.NOTIFIED: _("matter state", "Waits for the statement"),
    S.HEARD: _("matter state", "To be decided"),
    S.DECIDED: _("matter state", "To be served"),
    S.IN_FORCE: _("matter state", "Served"),
    S.FED_BACK: _("matter state", "Feedback entered"),
    S.APPEALED: _("matter state", "Under appeal"),
    S.ARCHIVED: _("matter state", "Filed away"),
}
RULINGS: Final[Mapping[Ruling, Text]] = {
    Ruling.REMINDER_TALK: _("ruling", "Reminder talk"),
    Ruling.ORDERED_CHECK: _("ruling", "Ordered self-examination"),
    Ruling.CRITICISM: _("ruling", "Criticism in a bulletin"),
    Ruling.ADMONITION: _("ruling", "Admonition"),
    Ruling.ORGANISATIONAL: _("ruling", "Organisational measure"),
    Ruling.REFERRAL: _("ruling", "Referral to discipline"),
    Ruling.ACQUITTED: _("ruling", "Duty done, not held to account"),
    Ruling.NO_FAULT: _("ruling", "No fault found"),
}
RESULTS: Final[Mapping[AppealResult, Text]] = {
    AppealResult.UPHELD: _("appeal", "Upheld"),
    AppealResult.CHANGED: _("appeal", "Changed"),
    AppealResult.REVOKED: _("appeal", "Revoked"),
}
MATTER_DUE: Final[Mapping[str, Text]] = {
    "matter.verify": _("matter due", "Verify the lead"),
    "matter.open": _("matter due", "Open or not"),
    "matter.notify": _("matter due", "Serve the notice"),
    "matter.hear": _("matter due", "Wait for the statement"),
    "matter.decide": _("matter due", "Decide"),
    "matter.serve": _("matter due", "Serve the decision"),
    "matter.feedback": _("matter due", "Enter the feedback"),
    "matter.archive": _("matter due", "File away"),
    "matter.appeal": _("matter due", "Decide on the appeal"),
}
"""What is due of a matter, in a few words."""
TAB_WORDS: Final[Mapping[Tab, Text]] = {
    Tab.OPEN: _("matter tab", "All open"),
    Tab.MINE: _("matter tab", "With me"),
    Tab.LEADS: _("matter tab", "Leads"),
    Tab.DECIDED: _("matter tab", "Decided"),
    Tab.ENDED: _("matter tab", "Ended"),
}
BY_HAND_WORD: Final = _("matter trigger", "Written down by a person")
