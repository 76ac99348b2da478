"""Words of campaigns and plans: kinds, states, acts, reasons."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.inspections.plans import CampaignTab
from anhuan.inspections.types import Division
from anhuan.kernel.campaign import CampaignAct, CampaignKind, CampaignState, Hands, RowState
from anhuan.kernel.frequency import Level

Text = str | Promise
A = CampaignAct
K = CampaignKind
S = CampaignState
R = RowState

KIND_WORDS: Final[Mapping[CampaignKind, Text]] = {
    K.SPECIAL: _("campaign kind", "Special campaign"),
    K.RANDOM: _("campaign kind", "Random draw of places and officers"),
    K.CROSS: _("campaign kind", "Cross-inspection"),
    K.REVISIT: _("campaign kind", "Revisit of an earlier list"),
    K.NIGHT: _("campaign kind", "Unannounced at night"),
    K.YEAR: _("campaign kind", "Yearly plan"),
    K.GRID: _("campaign kind", "Rounds of the grid"),
}
DIVISION_WORDS: Final[Mapping[Division, Text]] = {
    Division.STREET: _("campaign division", "By street"),
    Division.INDUSTRY: _("campaign division", "By industry"),
    Division.SUBJECT: _("campaign division", "By kind of place"),
    Division.RISK: _("campaign division", "By risk"),
}
STATE_WORDS: Final[Mapping[CampaignState, Text]] = {
    S.NEW: _("campaign state", "New"),
    S.DRAFTED: _("campaign state", "Drafted"),
    S.APPROVED: _("campaign state", "Approved"),
    S.RUNNING: _("campaign state", "Under way"),
    S.CLOSING: _("campaign state", "Finishing"),
    S.ARCHIVED: _("campaign state", "Archived"),
    S.WITHDRAWN: _("campaign state", "Withdrawn"),
}
ACT_VERBS: Final[Mapping[CampaignAct, Text]] = {
    A.DRAFT: _("campaign verbs", "Draft"),
    A.APPROVE: _("campaign verbs", "Approve"),
    A.STAND_ASIDE: _("campaign verbs", "Have somebody stand aside"),
    A.START: _("campaign verbs", "Start and freeze the list"),
    A.ADD: _("campaign verbs", "Add a place"),
    A.REMOVE: _("campaign verbs", "Take out of the list"),
    A.LEAVE: _("campaign verbs", "Say why it was not visited"),
    A.GIVE: _("campaign verbs", "Give to another unit"),
    A.CLOSE: _("campaign verbs", "Go over to finishing"),
    A.ARCHIVE: _("campaign verbs", "Archive"),
    A.WITHDRAW: _("campaign verbs", "Withdraw"),
    A.NOTE: _("campaign verbs", "Write a note"),
}
ACT_PAST: Final[Mapping[CampaignAct, Text]] = {
    A.DRAFT: _("campaign past", "drafted"),
    A.APPROVE: _("campaign past", "approved"),
    A.STAND_ASIDE: _("campaign past", "noted who stands aside"),
    A.START: _("campaign past", "started, the list is frozen"),
    A.ADD: _("campaign past", "place added"),
    A.REMOVE: _("campaign past", "place taken out"),
    A.LEAVE: _("campaign past", "reason noted"),
    A.GIVE: _("campaign past", "given to another unit"),
    A.CLOSE: _("campaign past", "finishing"),
    A.ARCHIVE: _("campaign past", "archived"),
    A.WITHDRAW: _("campaign past", "withdrawn"),
    A.NOTE: _("campaign past", "note written"),
}
HANDS_WORDS: Final[Mapping[Hands, Text]] = {
    Hands.OWN: _("campaign hands", "Our unit checks all places"),
    Hands.LOCAL: _("campaign hands", "The station of each place checks"),
}
ROW_WORDS: Final[Mapping[RowState, Text]] = {
    R.PLANNED: _("row state", "To be visited"),
    R.DONE: _("row state", "Visited"),
    R.REMOVED: _("row state", "Taken out"),
    R.LEFT: _("row state", "Not visited, with a reason"),
    R.MISSED: _("row state", "Missed"),
}
TAB_WORDS: Final[Mapping[CampaignTab, Text]] = {
    CampaignTab.OPEN: _("campaign tab", "Campaigns under way"),
    CampaignTab.PLANS: _("campaign tab", "Plans"),
    CampaignTab.ENDED: _("campaign tab", "Ended"),
}
LEVEL_WORDS: Final[Mapping[Level, Text]] = {
    Level.DEPARTMENT: _("visit level", "Inspection by departments"),
    Level.GRID_1: _("visit level", "Grid, first level (county)"),
    Level.GRID_2: _("visit level", "Grid, second level (street)"),
    Level.GRID_3: _("visit level", "Grid, third level (community)"),
}
REMOVAL_WORDS: Final[Mapping[str, Text]] = {
    "closed": _("removal", "Closed down"),
    "moved": _("removal", "Moved away"),
    "wrong-object": _("removal", "Not an object of this list"),
    "duplicate": _("removal", "On the list twice"),
    "other": _("removal", "Other"),
}
UNVISITED_WORDS: Final[Mapping[str, Text]] = {
    "nobody-there": _("unvisited", "Nobody there"),
    "shut": _("unvisited", "Shut"),
    "kept-out": _("unvisited", "Kept out"),
    "stopped": _("unvisited", "Production stopped"),
    "other": _("unvisited", "Other"),
}
KIND_CHOICES: Final[Mapping[str, Text]] = {one.value: word for one, word in KIND_WORDS.items()}
HANDS_CHOICES: Final[Mapping[str, Text]] = {one.value: word for one, word in HANDS_WORDS.items()}
CHECK_DUE: Final[Mapping[str, Text]] = {"inspect": _("planned check", "Make the planned check")}
