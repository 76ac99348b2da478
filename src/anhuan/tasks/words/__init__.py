"""Words of tasks: acts, states, kinds and what is due."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.task import TaskAct, TaskKind, TaskState
from anhuan.tasks.types import Tab

Text = str | Promise

TASK_VERBS: Final[Mapping[TaskAct, Text]] = {
    TaskAct.DRAFT: _("task verbs", "Write down"),
    TaskAct.ASSIGN: _("task verbs", "Give out"),
    TaskAct.ACCEPT: _("task verbs", "Sign for it"),
    TaskAct.HAND_ON: _("task verbs", "Name who does it"),
    TaskAct.PROGRESS: _("task verbs", "Report progress"),
    TaskAct.REPORT: _("task verbs", "Report it done"),
    TaskAct.VERIFY: _("task verbs", "Verified, close"),
    TaskAct.RETURN: _("task verbs", "Not done, return"),
    TaskAct.WITHDRAW: _("task verbs", "Withdraw"),
    TaskAct.ASK_EXTENSION: _("task verbs", "Ask for more time"),
    TaskAct.GRANT_EXTENSION: _("task verbs", "Grant more time"),
    TaskAct.REFUSE_EXTENSION: _("task verbs", "Refuse more time"),
    TaskAct.ASK_HELP: _("task verbs", "Ask for coordination"),
    TaskAct.DECIDE_HELP: _("task verbs", "Decide"),
    TaskAct.ADD_SUPPORT: _("task verbs", "Add a supporting unit"),
    TaskAct.SIGN_SUPPORT: _("task verbs", "Sign for our part"),
    TaskAct.DIVIDE: _("task verbs", "Break down"),
    TaskAct.REMIND: _("task verbs", "Remind"),
    TaskAct.NOTE: _("task verbs", "Write a note"),
}
TASK_PAST: Final[Mapping[TaskAct, Text]] = {
    TaskAct.DRAFT: _("task past", "written down"),
    TaskAct.ASSIGN: _("task past", "given out"),
    TaskAct.ACCEPT: _("task past", "signed for"),
    TaskAct.HAND_ON: _("task past", "handed on within the unit"),
    TaskAct.PROGRESS: _("task past", "reported progress"),
    TaskAct.REPORT: _("task past", "reported done"),
    TaskAct.VERIFY: _("task past", "verified and closed"),
    TaskAct.RETURN: _("task past", "returned"),
    TaskAct.WITHDRAW: _("task past", "withdrawn"),
    TaskAct.ASK_EXTENSION: _("task past", "asked for more time"),
    TaskAct.GRANT_EXTENSION: _("task past", "granted more time"),
    TaskAct.REFUSE_EXTENSION: _("task past", "refused more time"),
    TaskAct.ASK_HELP: _("task past", "asked for coordination"),
    TaskAct.DECIDE_HELP: _("task past", "decided on the coordination"),
    TaskAct.ADD_SUPPORT: _("task past", "added a supporting unit"),
    TaskAct.SIGN_SUPPORT: _("task past", "signed for a part"),
    TaskAct.DIVIDE: _("task past", "broken down"),
    TaskAct.REMIND: _("task past", "reminded"),
    TaskAct.NOTE: _("task past", "noted"),
}
TASK_STATES: Final[Mapping[TaskState, Text]] = {
    TaskState.NEW: _("task state", "New"),
    TaskState.DRAFTED: _("task state", "Nobody has it yet"),
    TaskState.ASSIGNED: _("task state", "To be signed for"),
    TaskState.ACCEPTED: _("task state", "Signed for"),
    TaskState.UNDERWAY: _("task state", "Under way"),
    TaskState.REPORTED: _("task state", "To be verified"),
    TaskState.CLOSED: _("task state", "Closed"),
    TaskState.WITHDRAWN: _("task state", "Withdrawn"),
}
TASK_KIND_WORDS: Final[Mapping[TaskKind, Text]] = {
    TaskKind.TARGET: _("task kind", "Target"),
    TaskKind.CLAUSE: _("task kind", "Clause of a document"),
    TaskKind.INSTRUCTION: _("task kind", "Instruction"),
    TaskKind.COMMITMENT: _("task kind", "Commitment"),
    TaskKind.ACTION_ITEM: _("task kind", "Action item"),
    TaskKind.SUPERVISION: _("task kind", "Supervision item"),
}
TASK_DUE: Final[Mapping[str, Text]] = {
    "task.assign": _("task due", "Give out"),
    "task.accept": _("task due", "Sign"),
    "task.report": _("task due", "Do and report"),
    "task.verify": _("task due", "Verify"),
    "task.extension": _("task due", "Decide on more time"),
    "task.help": _("task due", "Decide on coordination"),
    "task.support": _("task due", "Sign for our part"),
}
"""What is due of a task, in one word."""
TAB_WORDS: Final[Mapping[Tab, Text]] = {
    Tab.OPEN: _("task tab", "All open"),
    Tab.MINE: _("task tab", "Mine"),
    Tab.UNIT: _("task tab", "My unit's"),
    Tab.GIVEN: _("task tab", "Given by us"),
    Tab.OVERDUE: _("task tab", "Overdue"),
    Tab.UNASSIGNED: _("task tab", "Nobody has it"),
    Tab.HELP: _("task tab", "Needs coordination"),
    Tab.ENDED: _("task tab", "Ended"),
}
