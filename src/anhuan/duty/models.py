"""Charges (a post answers for an object), handovers of posts, duties signed for; who is on duty
when, the states that raise it, and the calls to a unit on duty."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.periods import Period
from anhuan.base.tree import PathField
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import BESIDE
from anhuan.kernel.roster import Lack, Occasion, Place


class Charge(Period):
    """Who answers for a site or an area. ``object`` is a site's or an area's id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.UUIDField()
    subject = models.CharField(max_length=16, blank=True)
    line = models.CharField(max_length=12, choices=[(line.value, line.name) for line in Line])
    # A level of the line, or the capacity (包保, head, deputy …) that stands beside the lines.
    level = models.CharField(max_length=12, blank=True)
    side = models.CharField(max_length=12, choices=[(side.value, side.name) for side in Side])
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="charges")
    clause = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)

    class Meta(Period.Meta):
        indexes = [
            models.Index("object", "line", name="duty_charge_object"),
            models.Index(
                "object",
                "level",
                condition=Q(level__in=sorted(BESIDE)),
                name="duty_charge_beside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} of {self.object}"


class Unfilled(models.Model):
    """A charge ended without a successor: why, and by which day somebody is named. It stands
    until a post is charged anew in the same line, level and side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, models.RESTRICT, related_name="unfilled")
    because = models.CharField(max_length=200)
    fill_by = models.DateField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unfilled {self.charge_id} until {self.fill_by}"


class Handover(models.Model):
    """What became of a post when its holder left: a successor, or a vacancy with its reason.

    The rows of one leaving share ``leaving``. A vacancy stays a gap until somebody is appointed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    leaving = models.UUIDField()
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="handovers")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="handed_over")
    successor = models.ForeignKey(
        "people.Person", models.RESTRICT, null=True, related_name="taken_over"
    )
    acting = models.BooleanField(default=False)
    vacant_because = models.CharField(max_length=200, blank=True)
    fill_by = models.DateField(null=True)
    since = models.DateTimeField()
    basis = models.CharField(max_length=200, blank=True)
    orphans = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("leaving", name="duty_handover_leaving"),
            models.Index("post", "since", name="duty_handover_post"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=False, vacant_because="", fill_by__isnull=True)
                | Q(successor__isnull=True, acting=False, fill_by__isnull=False)
                & ~Q(vacant_because=""),
                name="duty_handover_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} of {self.person_id}"


class Signature(models.Model):
    """A person signed the duties of a post as they read that day (``codes``, their versions)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="signatures")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="signatures")
    codes = models.JSONField()
    on_paper = models.BooleanField(default=False)
    signed_on = models.DateField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("post", "person", "recorded_at", name="duty_signature_post")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.post_id}"


class Turns(models.Model):
    """Posts of a unit in turn for a range of days, from which its roster is made; of two for the
    same day the later recorded holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    leads = models.JSONField()
    people = models.JSONField()
    persons = models.PositiveSmallIntegerField()
    starts = models.JSONField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("unit", "to_on", name="duty_turns_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=models.F("from_on")), name="duty_turns_span"
            ),
        ]

    def __str__(self) -> str:
        return f"turns of {self.unit_id} from {self.from_on}"


class Stint(models.Model):
    """A place in a shift of a unit's roster and who was named for it; ``turns`` is empty where it
    was named by hand. What was replaced stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+", db_index=False)
    area_path = PathField()
    day = models.DateField()
    shift = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Place])
    nth = models.PositiveSmallIntegerField()
    post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    person = models.UUIDField(null=True)
    turns = models.ForeignKey(Turns, models.RESTRICT, null=True, related_name="stints")
    because = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("unit", "day", name="duty_stint_unit"),
            models.Index("person", "ends_at", name="duty_stint_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "starts_at",
                "place",
                "nth",
                condition=Q(replaced_at__isnull=True),
                name="duty_stint_one",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="duty_stint_span"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(post__isnull=False),
                name="duty_stint_in_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.unit_id} on {self.day}"


class RaisedState(models.Model):
    """A state (值守状态) declared by a unit for an area over [``since``, ``until``), until it is
    ended earlier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+")
    area = models.ForeignKey("territory.Area", models.RESTRICT, related_name="+")
    area_path = PathField()
    code = models.CharField(max_length=64)
    occasion = models.CharField(max_length=12, choices=[(one.value, one.name) for one in Occasion])
    because = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index("until", "area_path", name="duty_state_until")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="duty_state_span"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="duty_state_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.area_path}"


class DutyCall(models.Model):
    """A call (查岗) to a unit to say that it is on duty: whom it asked, and the answer. Without
    ``by`` the state ``raised`` called by its rule."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("territory.Unit", models.RESTRICT, related_name="+", db_index=False)
    area_path = PathField()
    caller_unit = models.ForeignKey(
        "territory.Unit", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    by = models.UUIDField(null=True)
    raised = models.ForeignKey(RaisedState, models.RESTRICT, null=True, related_name="calls")
    about = models.CharField(max_length=200, blank=True)
    post = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    person = models.UUIDField(null=True)
    over = models.ForeignKey(
        "territory.Post", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    lack = models.CharField(
        max_length=8, blank=True, choices=[(one.value, one.name) for one in Lack]
    )
    called_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index("unit", "called_at", name="duty_call_unit"),
            models.Index("called_at", "area_path", name="duty_call_called"),
        ]
        constraints = [
            models.UniqueConstraint(
                "unit", condition=Q(answered_at__isnull=True), name="duty_call_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="duty_call_answered",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(raised__isnull=False), name="duty_call_called_by"
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=models.F("called_at")), name="duty_call_term"
            ),
        ]

    def __str__(self) -> str:
        return f"call to {self.unit_id} at {self.called_at}"


class KeyTask(models.Model):
    """A task from above marked as key (重点任务), copied here by the tasks above: what a charge
    and a visit need of it. ``id`` is the task's. One taken back or ended is key no longer."""

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    area_path = PathField(blank=True)
    because = models.CharField(max_length=200)
    marked_at = models.DateTimeField()
    by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "area_path",
                "id",
                condition=Q(ended_at__isnull=True),
                name="duty_keytask_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Visit(models.Model):
    """Whoever sponsors a site, an area or a key task was there: what was seen and settled. What
    was found wrong is a case of its own (``Finding``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.UUIDField()
    post = models.ForeignKey("territory.Post", models.RESTRICT, related_name="visits")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="visits")
    on = models.DateField()
    seen = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["object", "-on"], name="duty_visit_object")]

    def __str__(self) -> str:
        return f"{self.object} on {self.on}"


class Finding(models.Model):
    """A case that was opened on a visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, models.RESTRICT, related_name="findings")
    case = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("visit", "case", name="duty_finding_once")]

    def __str__(self) -> str:
        return f"{self.case} on {self.visit_id}"
