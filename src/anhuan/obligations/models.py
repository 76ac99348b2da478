"""What is due: who, which act, on which case, by when."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.escalation import Measure
from anhuan.kernel.obligation import Outcome


def _at_most_one(*columns: str) -> Q:
    """At most one of ``columns`` is not null."""
    alone = (
        Q(**{f"{other}__isnull": True for other in columns if other != one}) for one in columns
    )
    return reduce(or_, alone)


SUBJECTS = (
    "case",
    "task",
    "matter",
    "permit",
    "proceeding",
    "call",
    "statement",
    "planned",
)
"""What an obligation may be about, one of them at most."""


def _one_ball(subject: str) -> models.UniqueConstraint:
    """The ball is in one place at a time."""
    of = "" if subject == "case" else f"_of_{subject}"
    return models.UniqueConstraint(
        subject,
        condition=Q(ball=True, closed_at__isnull=True),
        name=f"obligations_obligation_one_ball{of}",
    )


class Obligation(models.Model):
    """Open until discharged or withdrawn, about a case, a task, a matter, a permit, a proceeding,
    a duty call, a statement from a phone or a planned check. The one with ``ball`` says where the
    ball is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField(max_length=24)
    case = models.UUIDField(null=True)
    task = models.UUIDField(null=True)
    matter = models.UUIDField(null=True)
    permit = models.UUIDField(null=True)
    proceeding = models.UUIDField(null=True)
    call = models.UUIDField(null=True)
    statement = models.UUIDField(null=True)
    planned = models.UUIDField(null=True)
    number = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200, blank=True)
    site_name = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=12)
    post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="obligations"
    )
    unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="obligations"
    )
    site = models.UUIDField(null=True)
    ball = models.BooleanField()
    due_on = models.DateField(null=True)
    # Where it is owed within hours or minutes: the instant of ``due_on``.
    due_at = models.DateTimeField(null=True)
    estimated = models.BooleanField(default=False)
    term = models.CharField(max_length=32)
    area_path = PathField(blank=True)
    # Of a cyclic duty: its code, what it is owed on, the window, the act that kept it.
    duty = models.CharField(max_length=64, blank=True, db_default="")
    thing = models.CharField(max_length=8, blank=True, db_default="")
    object = models.UUIDField(null=True)
    from_on = models.DateField(null=True)
    nth = models.PositiveSmallIntegerField(default=0, db_default=0)
    deed = models.CharField(max_length=24, blank=True, db_default="")
    deed_number = models.CharField(max_length=24, blank=True, db_default="")
    deed_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(item.value, item.name) for item in Outcome]
    )

    # What escalation needs of the case, copied by whoever opens; ``former`` keeps what these
    # three were while the obligation stood, so that a rung finds what held at its instant.
    kind = models.CharField(max_length=12, blank=True, default="", db_default="")
    grade = models.CharField(max_length=8, blank=True, default="", db_default="")
    overseer = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    former = models.JSONField(default=list, db_default=[])
    # The posts above the holder's through which it climbs before it goes on up the chain.
    through = models.JSONField(default=list, db_default=[])
    # The earliest instant at which a rung that is not written yet can become true.
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *map(_one_ball, SUBJECTS),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_on__isnull=False),
                name="obligations_obligation_due",
            ),
            models.CheckConstraint(
                condition=_at_most_one(*SUBJECTS),
                name="obligations_obligation_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="obligations_obligation_closed",
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(unit__isnull=False) | Q(site__isnull=False),
                name="obligations_obligation_held",
            ),
            models.UniqueConstraint(
                "duty",
                "post",
                "object",
                "from_on",
                "nth",
                condition=~Q(duty="") & ~Q(outcome="withdrawn"),
                name="obligations_obligation_one_window",
            ),
            models.CheckConstraint(
                condition=Q(duty="")
                | Q(
                    post__isnull=False,
                    object__isnull=False,
                    from_on__isnull=False,
                    due_on__isnull=False,
                    ball=False,
                ),
                name="obligations_obligation_cyclic",
            ),
        ]
        indexes = [
            models.Index(
                "post",
                "due_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="obligations_open_post",
            ),
            models.Index(
                "unit",
                "due_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="obligations_open_unit",
            ),
            models.Index(
                "site",
                "due_on",
                "id",
                condition=Q(closed_at__isnull=True),
                name="obligations_open_site",
            ),
            models.Index("case", "opened_at", name="obligations_case"),
            models.Index(
                "task",
                "opened_at",
                condition=Q(task__isnull=False),
                name="obligations_task",
            ),
            models.Index(
                "next_at",
                "id",
                condition=Q(next_at__isnull=False),
                name="obligations_next",
            ),
            models.Index(
                "duty",
                "due_on",
                condition=Q(closed_at__isnull=True) & ~Q(duty=""),
                name="obligations_open_duty",
            ),
            models.Index("post", "due_on", condition=~Q(duty=""), name="obligations_duty_post"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.number}"


class Escalation(models.Model):
    """A rung that became true at ``became_at`` and was written down at ``recorded_at``.

    Insert only. Nothing is decided by these rows: level and holder are computed.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    obligation = models.ForeignKey(
        Obligation, models.RESTRICT, related_name="escalations", db_index=False
    )
    case = models.UUIDField(null=True)
    family = models.CharField(max_length=64)
    rung = models.CharField(max_length=24)
    measure = models.CharField(
        max_length=12, choices=[(item.value, item.name) for item in Measure]
    )
    supervision = models.PositiveSmallIntegerField()
    post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    person = models.UUIDField(null=True)
    climbed_from = models.UUIDField(null=True)
    became_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "obligation", "family", "rung", name="obligations_escalation_once"
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=models.F("became_at")),
                name="obligations_escalation_true_first",
            ),
        ]
        indexes = [
            models.Index("case", "became_at", name="obligations_escalation_case"),
            models.Index("post", "became_at", name="obligations_escalation_post"),
            models.Index(
                "case",
                "supervision",
                condition=Q(supervision__gt=0),
                name="obligations_escalation_raised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} of {self.obligation_id}"


class Sweep(models.Model):
    """Up to which day the windows of a duty were opened and closed."""

    duty = models.CharField(primary_key=True, max_length=64)
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.duty} on {self.on}"
