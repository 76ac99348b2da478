"""Why an act is refused, one sentence for each code, ending in the next step."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.refusal import Why

Text = str | Promise

SENTENCES: Final[Mapping[Why, Text]] = {
    Why.NOT_VISIBLE: _(
        "sentences", "There is no such thing here for you. Check the number, or ask who sent it."
    ),
    Why.WRONG_ROLE: _(
        "sentences",
        "This is not for your post. You can write a note, and it reaches whoever has the ball.",
    ),
    Why.STALE: _(
        "sentences", "Somebody acted a moment ago. Read what changed, then decide again."
    ),
    Why.REPEATED: _(
        "sentences", "This was sent before with other content. Reload the page and send again."
    ),
    Why.WRONG_STATE: _(
        "sentences",
        "It does not stand there yet: now it is “{state}”. Do the step before it first.",
    ),
    Why.ENDED: _(
        "sentences",
        "It has ended: “{state}”. If the problem is there again, enter that it came back.",
    ),
    Why.NOT_YOURS: _(
        "sentences",
        "The ball is not with you but with {party}. You can remind them or write a note.",
    ),
    Why.SAME_PERSON: _(
        "sentences", "You were the {as_} of this case. Another person has to do this step."
    ),
    Why.MISSING: _("sentences", "Still empty: {fields}. Fill it in and send again."),
    Why.MALFORMED: _("sentences", "{field}: {problem} Put it right and send again."),
    Why.NEEDS_GRADE: _("sentences", "It is not graded yet. Grade it first: general or major."),
    Why.NOT_GRADED_HERE: _("sentences", "A pollution problem is not graded. Assign it directly."),
    Why.NEEDS_EVIDENCE: _(
        "sentences",
        "This step needs {needed} photo or document; there is {given}. Add it and send again.",
    ),
    Why.NEEDS_FIVE: _("sentences", "The five are not settled: {missing} is missing. Fill it in."),
    Why.NEEDS_CONTROL: _("sentences", "A major hazard needs interim control first. Enter it."),
    Why.NEEDS_TREATMENT_PLAN: _(
        "sentences", "A major hazard needs a treatment plan and an emergency plan. Fill in both."
    ),
    Why.NEEDS_ACCEPTANCE: _(
        "sentences",
        "Closing a major hazard needs the acceptance opinion. Attach it at the recheck.",
    ),
    Why.NEEDS_RECHECK: _("sentences", "There is no passed recheck yet. Enter the recheck first."),
    Why.NEEDS_DUE: _("sentences", "There is no date yet. Set the date first."),
    Why.DUE_SET: _(
        "sentences",
        "The date is {due_on} and moves only by an approved extension. Ask for more time.",
    ),
    Why.DUE_PAST: _("sentences", "The date {due_on} lies in the past. Choose today or later."),
    Why.NOT_LATER: _("sentences", "The new date has to be after {due_on}. Choose a later one."),
    Why.MAJOR_NOT_ON_SPOT: _(
        "sentences",
        "A major hazard cannot be settled on the spot. Assign it with interim control.",
    ),
    Why.DOWNGRADE_NEEDS_SECOND: _(
        "sentences", "Lowering a grade takes a second person and a clause. Propose it."
    ),
    Why.ALREADY_PENDING: _(
        "sentences", "That request is waiting for a decision. See the timeline."
    ),
    Why.NOT_PENDING: _("sentences", "Nobody has asked for that. There is nothing to decide."),
    Why.SECOND_PERSON: _("sentences", "You asked for it yourself. Let a second person decide."),
    Why.ALREADY_LISTED: _("sentences", "It is listed already. Lift that before listing it anew."),
    Why.NOT_LISTED: _("sentences", "It is not under listed supervision. List it first."),
    Why.SUPERVISED_NOT_ON_SPOT: _(
        "sentences",
        "An item from above is not settled on the spot. Assign it and name another unit to close.",
    ),
    Why.SAME_UNIT: _("sentences", "That unit has it or accepts it already. Choose another."),
    Why.NO_SUCH_TARGET: _(
        "sentences", "Nobody is named to take it there. Choose a unit, or have a post appointed."
    ),
    Why.REMINDED_TODAY: _(
        "sentences",
        "They were reminded today. Once a day is enough; write a note if there is news.",
    ),
    Why.NOT_FOR_FIRM: _("sentences", "This is not an act of the firm. Enter it as your own."),
    Why.FIRM_HAS_ACCOUNT: _(
        "sentences", "The firm can sign in itself. Let it do this, or remind it."
    ),
    Why.CERTIFICATE_EXPIRED: _(
        "sentences",
        "Your officer certificate has expired. Let a colleague with a valid one sign, "
        "and have yours renewed.",
    ),
    Why.SEALED: _(
        "sentences", "Who reported this is sealed. Ask the committee office if you must know."
    ),
    Why.TOO_MANY: _("sentences", "Too many at once: at most {most}. Do it in parts."),
    Why.FILE_TOO_LARGE: _("sentences", "The file is too large. Make it smaller and try again."),
    Why.FILE_TYPE: _(
        "sentences", "This kind of file is not taken. Use a photo, PDF, Word or Excel file."
    ),
    Why.FILE_BROKEN: _("sentences", "The file cannot be opened. Save it anew and try again."),
    Why.FILE_EMPTY: _("sentences", "The file is empty. Choose another."),
    Why.TASK_STATE: _(
        "sentences",
        "As the task stands now, this is not the next step. See on its page what is.",
    ),
    Why.TASK_TURN: _(
        "sentences",
        "This step is not your unit's. The task's page says whose it is; you can write a note.",
    ),
    Why.TASK_DOER: _(
        "sentences",
        "Who did it does not verify it. Let somebody else of the unit that asked for it do so.",
    ),
    Why.OPEN_PARTS: _(
        "sentences",
        "{open} of its parts have not ended. Finish or withdraw them first.",
    ),
    Why.CLAUSE_TAKEN: _(
        "sentences",
        "This clause has its task or its reason already, or is a heading. Reload the breakdown.",
    ),
    Why.MATTER_STATE: _(
        "sentences",
        "As the matter stands now, this is not the next step. See on its page what is.",
    ),
    Why.MATTER_TURN: _(
        "sentences",
        "This step is not yours: it is the office's, the body's or the person's. "
        "The matter's page says whose turn it is.",
    ),
    Why.PROCEEDING_STATE: _(
        "sentences",
        "As the procedure stands now, this is not the next step. See on its page what is.",
    ),
    Why.PROCEEDING_TURN: _(
        "sentences",
        "This step is not yours. The page of the procedure says whose turn it is.",
    ),
    Why.ONE_SUBJECT: _("sentences", "Name either one unit or one firm."),
    Why.TOO_SOON: _(
        "sentences",
        "That leaves no time to prepare: the first day it can be is {first}. Choose a later day.",
    ),
    Why.VISIT_STATE: _(
        "sentences",
        "As the visit stands now, this is not possible. Open it again to see what is.",
    ),
    Why.VISIT_OFFICER: _(
        "sentences", "Only those who make the visit write in it. Ask one of them to add you."
    ),
    Why.VISIT_OFFICERS: _(
        "sentences",
        "This kind of inspection takes at least {least} officers. Add whoever came along.",
    ),
    Why.CAMPAIGN_STATE: _(
        "sentences",
        "As the campaign stands now, this is not the next step. See on its page what is.",
    ),
    Why.CAMPAIGN_TURN: _(
        "sentences",
        "This step is the unit's that runs the campaign. Its page names it; tell that unit.",
    ),
    Why.OPEN_ROWS: _(
        "sentences",
        "{open} places of the list are still open. Visit them, or say for each why it was not "
        "visited.",
    ),
    Why.OPEN_FINDINGS: _(
        "sentences",
        "{open} of the cases found are neither closed nor formally handed over. See them through, "
        "then archive.",
    ),
    Why.JUDGEMENT_STATE: _(
        "sentences",
        "As the daily sheet stands now, this is not the next step: what was issued is corrected "
        "in another edition. Reload its page.",
    ),
    Why.CONCLUSION_OPEN: _(
        "sentences",
        "Conclusion {n} lacks its words, its owner or its date. Fill that in, then issue: each "
        "conclusion becomes work.",
    ),
    Why.EMPTY_LIST: _(
        "sentences", "No place meets this choice. Widen it: another area, tag or industry."
    ),
    Why.TOO_FEW: _(
        "sentences",
        "There are {there}, and {needed} are needed. Draw fewer, or widen the list or the pool.",
    ),
    Why.NO_EXCHANGE: _(
        "sentences",
        "Not every team can be given an area that is not its own. Let more teams take part.",
    ),
    Why.NOT_ON_DUTY: _(
        "sentences",
        "Only those on duty there answer this call. The roster says who it is; whoever is on duty "
        "opens the call in the work list.",
    ),
    Why.CALL_OPEN: _(
        "sentences",
        "A call to this unit still waits for its answer. It climbs by itself; call again when it "
        "is answered.",
    ),
    Why.NO_ROSTER: _(
        "sentences",
        "Nobody is on duty there and nobody leads the unit. Have its roster made and its head "
        "appointed first.",
    ),
    Why.NO_POST: _(
        "sentences",
        "When this was done its maker held no post here. It is kept as a statement, and whoever "
        "answers for the place decides on it.",
    ),
    Why.WRONG_DIGEST: _(
        "sentences", "The photo that arrived is not the one that was announced. Send it again."
    ),
    Why.STATEMENT_DECIDED: _(
        "sentences", "This statement has been decided on. Open it again to see how."
    ),
    Why.NOT_CARRIED_OUT: _(
        "sentences",
        "There is nothing here that another person can carry out. Set it aside and say why, or "
        "have the visit made again.",
    ),
    Why.NOT_IMPARTIAL: _(
        "sentences",
        "Who it is about, who prepared it or who answered for the same ball above takes no part. "
        "Let somebody else do it.",
    ),
    Why.NEEDS_FACT: _(
        "sentences", "No act in the record is cited. Cite at least one from the case's story."
    ),
    Why.NEEDS_MEMBERS: _(
        "sentences",
        "A decision needs {needed} members present; {given} are named. Name them, one on a line.",
    ),
    Why.TERM_RUNS: _("sentences", "The term runs until {until}. Wait until it has ended."),
    Why.TERM_OVER: _(
        "sentences", "The term ended on {until}. Turn to the office that served the decision."
    ),
    Why.UNSETTLED: _(
        "sentences", "The calculation still asks something: {names}. Answer it, then assess."
    ),
    Why.READINGS_AWAY: _(
        "sentences",
        "The server that keeps the readings does not answer. Nothing is lost: try again in a "
        "minute, or tell whoever runs this system.",
    ),
    Why.NO_SUCH_RULE: _(
        "sentences", "This code is not in the rulebook in force. Choose one from the list."
    ),
    Why.OFFICE_DECIDES: _(
        "sentences",
        "Whose an illegal activity is, the committee office decides. Pass it on to that office.",
    ),
}

PROBLEMS: Final[Mapping[str, Text]] = {
    "unknown": _("problems", "this field does not belong here."),
    "text": _("problems", "text is expected."),
    "too-long": _("problems", "the text is too long."),
    "too-many": _("problems", "that is more than the page takes. Leave out the least."),
    "control-character": _("problems", "the text holds characters that cannot be stored."),
    "choice": _("problems", "choose one from the list."),
    "date": _("problems", "there is no such day. Write 2026-11-23."),
    "flag": _("problems", "yes or no is expected."),
    "amount": _("problems", "a number above 0 is expected, with at most two decimals."),
    "money": _("problems", "a whole amount from 0 is expected."),
    "reference": _("problems", "choose it from the list."),
    "future": _("problems", "the day lies in the future."),
    "too-early": _("problems", "the day is more than a month ago."),
    "before": _("problems", "the day lies before the one it begins with."),
    "before-hearing": _("problems", "the day lies before the hearing it decides on."),
    "door": _("problems", "this kind goes in by another door."),
    "original-immutable": _(
        "problems", "the original wording is never changed. Write a note instead."
    ),
    "cursor": _("problems", "this page mark is not valid. Start from the first page."),
    "value": _("problems", "the value cannot be read."),
    "tonnes": _("problems", "tonnes above 0 are expected, with at most six decimals."),
    "cas": _("problems", "the check digit of the CAS number is wrong."),
    "not-major": _("problems", "only a major hazard source is filed."),
}

ROLES_IN_CASE: Final[Mapping[str, Text]] = {
    "fixer": _("roles_in_case", "fixer"),
    "finder": _("roles_in_case", "finder"),
    "rechecker": _("roles_in_case", "rechecker"),
    "closer": _("roles_in_case", "closer"),
    "requester": _("roles_in_case", "requester"),
    "finisher": _("roles_in_case", "finisher"),
}
