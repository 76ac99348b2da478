"""The only business error, and the closed list of its reasons."""

from enum import StrEnum, unique


@unique
class Why(StrEnum):
    """Why an act is refused. Codes are never renamed: logs, clients and tests hold them."""

    NOT_VISIBLE = "not-visible"
    WRONG_ROLE = "wrong-role"
    STALE = "stale"
    REPEATED = "repeated"
    WRONG_STATE = "wrong-state"
    ENDED = "ended"
    NOT_YOURS = "not-yours"
    SAME_PERSON = "same-person"
    MISSING = "missing"
    MALFORMED = "malformed"
    NEEDS_GRADE = "needs-grade"
    NOT_GRADED_HERE = "not-graded-here"
    NEEDS_EVIDENCE = "needs-evidence"
    NEEDS_FIVE = "needs-five"
    NEEDS_CONTROL = "needs-control"
    NEEDS_TREATMENT_PLAN = "needs-treatment-plan"
    NEEDS_ACCEPTANCE = "needs-acceptance"
    NEEDS_RECHECK = "needs-recheck"
    NEEDS_DUE = "needs-due"
    DUE_SET = "due-set"
    DUE_PAST = "due-past"
    NOT_LATER = "not-later"
    MAJOR_NOT_ON_SPOT = "major-not-on-spot"
    SUPERVISED_NOT_ON_SPOT = "supervised-not-on-spot"
    DOWNGRADE_NEEDS_SECOND = "downgrade-needs-second"
    ALREADY_PENDING = "already-pending"
    NOT_PENDING = "not-pending"
    SECOND_PERSON = "second-person"
    ALREADY_LISTED = "already-listed"
    NOT_LISTED = "not-listed"
    SAME_UNIT = "same-unit"
    NO_SUCH_TARGET = "no-such-target"
    REMINDED_TODAY = "reminded-today"
    NOT_FOR_FIRM = "not-for-firm"
    FIRM_HAS_ACCOUNT = "firm-has-account"
    CERTIFICATE_EXPIRED = "certificate-expired"
    SEALED = "sealed"
    TOO_MANY = "too-many"
    FILE_TOO_LARGE = "file-too-large"
    FILE_TYPE = "file-type"
    FILE_BROKEN = "file-broken"
    FILE_EMPTY = "file-empty"
    TASK_STATE = "task-state"
    TASK_TURN = "task-turn"
    TASK_DOER = "task-doer"
    OPEN_PARTS = "open-parts"
    CLAUSE_TAKEN = "clause-taken"
    MATTER_STATE = "matter-state"
    MATTER_TURN = "matter-turn"
    NOT_IMPARTIAL = "not-impartial"
    NEEDS_FACT = "needs-fact"
    NEEDS_MEMBERS = "needs-members"
    TERM_RUNS = "term-runs"
    TERM_OVER = "term-over"
    NO_SUCH_RULE = "no-such-rule"
    OFFICE_DECIDES = "office-decides"
    PROCEEDING_STATE = "proceeding-state"
    PROCEEDING_TURN = "proceeding-turn"
    ONE_SUBJECT = "one-subject"
    TOO_SOON = "too-soon"
    VISIT_STATE = "visit-state"
    VISIT_OFFICER = "visit-officer"
    VISIT_OFFICERS = "visit-officers"
    CAMPAIGN_STATE = "campaign-state"
    CAMPAIGN_TURN = "campaign-turn"
    OPEN_ROWS = "open-rows"
    OPEN_FINDINGS = "open-findings"
    EMPTY_LIST = "empty-list"
    TOO_FEW = "too-few"
    NO_EXCHANGE = "no-exchange"
    NOT_ON_DUTY = "not-on-duty"
    CALL_OPEN = "call-open"
    NO_ROSTER = "no-roster"
    NO_POST = "no-post"
    WRONG_DIGEST = "wrong-digest"
    STATEMENT_DECIDED = "statement-decided"
    NOT_CARRIED_OUT = "not-carried-out"
    JUDGEMENT_STATE = "judgement-state"
    CONCLUSION_OPEN = "conclusion-open"
    UNSETTLED = "unsettled"
    READINGS_AWAY = "readings-away"


class Refusal(Exception):
    """An act that may not happen, with its reason and the facts a sentence needs."""

    def __init__(self, why: Why, **facts: object) -> None:
        super().__init__(why.value)
        self.why = why
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and (self.why, self.facts) == (other.why, other.facts)

    def __hash__(self) -> int:
        return hash(self.why)

    def __repr__(self) -> str:
        return f"Refusal({self.why.value!r}, {self.facts!r})"
