"""Tasks, the upper documents they come from, and who watches. A task's row is a projection that
``replay`` of its facts must reproduce."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from anhuan.base.ids import new_id
from anhuan.base.tree import PathField
from anhuan.kernel.task import TASK_OPEN, TaskKind, TaskState

ENDED = date(9999, 12, 31)
STILL_OPEN = sorted(state.value for state in TASK_OPEN)
WITHOUT_LEAD = (TaskState.DRAFTED.value, TaskState.WITHDRAWN.value)
LEADLESS = Q(lead_unit__isnull=True, lead_post__isnull=True, due_on__isnull=True)
LED = Q(lead_unit__isnull=False, lead_post__isnull=False, due_on__isnull=False)


class UpperDocument(models.Model):
    """A document from above, as it was given, to be broken down clause by clause."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=100)
    issued_on = models.DateField(null=True)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    area_path = PathField(blank=True)
    text = models.TextField()
    removed = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"], name="tasks_upperdocument_unit")]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One clause; it ends in tasks, or stands aside with a reason (不涉及)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(UpperDocument, models.RESTRICT, related_name="clauses")
    position = models.PositiveIntegerField()
    # How many acts are recorded of it; its document's record is the one it begins with.
    version = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=40, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    is_heading = models.BooleanField(default=False)
    original = models.TextField()
    text = models.TextField()
    aside_reason = models.TextField(blank=True)
    aside_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("document", "position", name="tasks_clause_once"),
            models.CheckConstraint(
                condition=Q(aside_reason="", aside_by__isnull=True, aside_at__isnull=True)
                | ~Q(aside_reason="") & Q(aside_by__isnull=False, aside_at__isnull=False),
                name="tasks_clause_aside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:40]}"


class Task(models.Model):
    """One thing to be done, by one unit and one person in it, by one day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(one.value, one.name) for one in TaskState])
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in TaskKind])
    title = models.TextField()
    requirement = models.TextField(blank=True)
    occasion = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, related_name="children")
    clause = models.ForeignKey(Clause, models.RESTRICT, null=True, related_name="tasks")
    source = models.CharField(max_length=400, blank=True)
    original = models.TextField(blank=True)

    asker_unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    asker_post = models.ForeignKey("territory.Post", models.RESTRICT, null=True, related_name="+")
    asked_by = models.ForeignKey("people.Person", models.RESTRICT, null=True, related_name="+")
    asker_path = PathField(blank=True)
    lead_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    lead_post = models.ForeignKey("territory.Post", models.RESTRICT, null=True, related_name="+")
    lead_path = PathField(blank=True)
    due_on = models.DateField(null=True)
    original_due_on = models.DateField(null=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    measure_unit = models.CharField(max_length=20, blank=True)

    round = models.PositiveSmallIntegerField(default=0)
    doers = models.JSONField(default=list)
    extension = models.JSONField(null=True)
    help = models.JSONField(null=True)
    difficulty = models.TextField(blank=True)
    needed = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    done = models.TextField(blank=True)
    supporters = models.JSONField(default=list)
    receipts = models.JSONField(default=list)
    parts = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    is_open = models.BooleanField(default=True)
    needs_help = models.BooleanField(default=False)
    ball_act = models.CharField(max_length=24, blank=True)
    ball_due_on = models.DateField(null=True)
    ball_post = models.ForeignKey("territory.Post", models.RESTRICT, null=True, related_name="+")
    ball_unit = models.ForeignKey("territory.Unit", models.RESTRICT, null=True, related_name="+")
    sort_due = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=STILL_OPEN, ended_at__isnull=True)
                | Q(is_open=False, ended_at__isnull=False) & ~Q(state__in=STILL_OPEN),
                name="tasks_task_open_states",
            ),
            models.CheckConstraint(
                condition=LED & ~Q(state=TaskState.DRAFTED.value)
                | LEADLESS & Q(state__in=WITHOUT_LEAD),
                name="tasks_task_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, measure_unit="")
                | Q(quantity__isnull=False, quantity__gt=0) & ~Q(measure_unit=""),
                name="tasks_task_measured",
            ),
            models.CheckConstraint(
                condition=Q(is_open=False, ball_act="") | Q(is_open=True) & ~Q(ball_act=""),
                name="tasks_task_ball",
            ),
            models.CheckConstraint(
                condition=Q(help__isnull=True, needs_help=False)
                | Q(help__isnull=False, needs_help=True),
                name="tasks_task_help",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="tasks_task_not_its_own_part",
            ),
        ]
        indexes = [
            models.Index("lead_unit", "sort_due", "id", name="tasks_task_lead"),
            models.Index("asker_unit", "sort_due", "id", name="tasks_task_asker"),
            models.Index("lead_path", "sort_due", "id", name="tasks_task_lead_path"),
            models.Index("asker_path", "sort_due", "id", name="tasks_task_asker_path"),
        ]

    def __str__(self) -> str:
        return self.number


class Involved(models.Model):
    """A unit that has to do with a task. ``whole``: it asks, leads, decides, or stands above in
    the tree of tasks; otherwise it supports, and sees its ``part`` alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="involved")
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    whole = models.BooleanField()
    part = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("task", "unit", name="tasks_involved_once"),
            models.CheckConstraint(
                condition=Q(whole=True) | ~Q(part=""), name="tasks_involved_part"
            ),
        ]
        indexes = [models.Index("unit", "whole", "task", name="tasks_involved_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.task_id}"


class Watch(models.Model):
    """What a person keeps an eye on, a task or (by its identifier) a case, and the version last
    looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=8, choices=[("task", "task"), ("case", "case")])
    subject = models.UUIDField()
    since = models.DateTimeField()
    seen_version = models.PositiveIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "kind", "subject", name="tasks_watch_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["task", "case"]), name="tasks_watch_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.kind} {self.subject}"
