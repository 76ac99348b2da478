"""Matters of accountability. A row is a projection that ``replay`` of its facts must reproduce;
what was said lies with the facts alone, where it can lawfully be erased."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.accountability import MATTER_OPEN, AppealResult, MatterState, Ruling

ENDED = date(9999, 12, 31)
STILL_OPEN = sorted(state.value for state in MATTER_OPEN)
NAMELESS = [
    state.value
    for state in (
        MatterState.LEAD,
        MatterState.SET_ASIDE,
        MatterState.VERIFIED,
        MatterState.NOT_OPENED,
    )
]


class Matter(models.Model):
    """One matter: from a lead that names nobody to a decision about one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(one.value, one.name) for one in MatterState])
    trigger = models.CharField(max_length=64)
    key = models.CharField(max_length=120, blank=True)
    case = models.ForeignKey("cases.Case", models.RESTRICT, related_name="+")
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    area_path = PathField(blank=True)
    proposed_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    handlers = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    person = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    post = models.ForeignKey("territory.Post", models.RESTRICT, null=True, related_name="+")
    subject_unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+"
    )
    superior_post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+"
    )
    superiors = models.JSONField(default=list)
    behaviour = models.CharField(max_length=64, blank=True)
    intended = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.name) for one in Ruling]
    )
    body = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    notified_at = models.DateTimeField(null=True)
    statement_until = models.DateField(null=True)
    stated_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    present = models.PositiveSmallIntegerField(default=0)
    ruling = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.name) for one in Ruling]
    )
    ground = models.CharField(max_length=200, blank=True)
    public = models.BooleanField(default=False)
    served_at = models.DateTimeField(null=True)
    appeal_until = models.DateField(null=True)
    effect_until = models.DateField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal = models.CharField(
        max_length=8, blank=True, choices=[(one.value, one.name) for one in AppealResult]
    )
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    is_open = models.BooleanField(default=True)
    ball_act = models.CharField(max_length=24, blank=True)
    ball_due_on = models.DateField(null=True)
    ball_post = models.ForeignKey("territory.Post", models.RESTRICT, null=True, related_name="+")
    ball_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    sort_due = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "key", condition=~Q(key=""), name="accountability_matter_once"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=STILL_OPEN, ended_at__isnull=True)
                | Q(is_open=False, ended_at__isnull=False) & ~Q(state__in=STILL_OPEN),
                name="accountability_matter_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NAMELESS, person__isnull=True, post__isnull=True)
                | ~Q(state__in=NAMELESS) & Q(person__isnull=False, post__isnull=False),
                name="accountability_matter_named",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, ruling="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(ruling=""),
                name="accountability_matter_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="accountability_matter_not_own_judge",
            ),
        ]
        indexes = [
            models.Index("unit", "sort_due", "id", name="accountability_unit"),
            models.Index("person", "opened_at", name="accountability_person"),
            models.Index("body", "sort_due", "id", name="accountability_body"),
            models.Index("case", name="accountability_case"),
        ]

    def __str__(self) -> str:
        return self.number
