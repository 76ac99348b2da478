"""Areas, units, posts, and who holds a post from when to when."""

from django.db import models
from django.db.models import Q

from anhuan.base.ids import new_id
from anhuan.base.periods import Period
from anhuan.base.tree import PathField
from anhuan.kernel.access import Role
from anhuan.territory.types import Level, UnitKind


class Area(models.Model):
    """A place people administer, down to the grid cell."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=100)
    short = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=12, choices=[(level.value, level.name) for level in Level])
    functional = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, related_name="children")
    path = PathField(unique=True)
    geometry = models.JSONField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    label_lon = models.FloatField(null=True)
    label_lat = models.FloatField(null=True)
    active = models.BooleanField(default=True, db_default=True)
    # When the node learnt of it; what came with the node's first data has always been.
    since = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("parent", "code", name="territory_area_parent"),
            models.Index("level", "west", "east", name="territory_area_box"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(geometry__isnull=True) | Q(west__isnull=False),
                name="territory_area_boxed",
            ),
        ]

    def __str__(self) -> str:
        return self.short or self.name


class Unit(models.Model):
    """A body of government, party or community that has posts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=100)
    short = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in UnitKind])
    area = models.ForeignKey(Area, models.RESTRICT, related_name="units")
    parent = models.ForeignKey("self", models.RESTRICT, null=True, related_name="children")
    # What a department is competent for: codes of ``kernel.industries.Field``.
    fields = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    # The number of the office, not of a person: it stands on boards and letters.
    phone = models.CharField(max_length=32, blank=True, default="", db_default="")
    active = models.BooleanField(default=True)
    since = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("area", "kind", name="territory_unit_area")]

    def __str__(self) -> str:
        return self.short


class Post(models.Model):
    """A post of a unit or of a firm (``site``, which lives higher up). Duties fall on posts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=60)
    role = models.CharField(max_length=16, choices=[(role.value, role.name) for role in Role])
    unit = models.ForeignKey(Unit, models.RESTRICT, null=True, related_name="posts")
    site = models.UUIDField(null=True)
    area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="posts")
    area_path = PathField(blank=True)
    superior = models.ForeignKey("self", models.RESTRICT, null=True, related_name="reports")
    rank = models.PositiveSmallIntegerField(default=50)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("unit", "role", "rank", name="territory_post_unit"),
            models.Index("site", "rank", name="territory_post_site"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, site__isnull=True)
                | Q(unit__isnull=True, site__isnull=False),
                name="territory_post_of_unit_or_site",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(Period):
    """A person in a post. Corrections close ``recorded_to`` and add a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.RESTRICT, related_name="appointments")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="appointments")
    acting = models.BooleanField(default=False)
    basis = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)

    class Meta(Period.Meta):
        indexes = [
            models.Index("post", "valid_from", name="territory_appointment_post"),
            models.Index("person", "valid_from", name="territory_appointment_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.post_id}"


class Leave(models.Model):
    """A holder away from a post for a time, with who stood in. What follows from it are the three
    appointments ``away`` (until it), ``stands`` and ``back`` (after it)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.RESTRICT, related_name="leaves")
    person = models.ForeignKey("people.Person", models.RESTRICT, related_name="leaves")
    deputy = models.ForeignKey("people.Person", models.RESTRICT, related_name="stood_in")
    since = models.DateTimeField()
    until = models.DateTimeField()
    because = models.CharField(max_length=200)
    away = models.UUIDField()
    stands = models.UUIDField()
    back = models.UUIDField()
    by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index("post", "since", name="territory_leave_post")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="territory_leave_span"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_by__isnull=False),
                name="territory_leave_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.post_id}"


class Errand(models.Model):
    """A unit sent to a place by a cross-inspection, from its hour until it has handed in.
    ``cause``: the check of the list, which lives higher up, as does the place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.RESTRICT, related_name="errands", db_index=False)
    site = models.UUIDField()
    cause = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("unit", condition=Q(until__isnull=True), name="territory_errand_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                "cause", condition=Q(until__isnull=True), name="territory_errand_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="territory_errand_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} to {self.site}"


class Former(models.Model):
    """What an area, unit or post was up to an instant, the columns that decide who answers.

    The row itself is the last state; the state at an earlier instant is the first former one
    that ended after it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField()
    kind = models.CharField(
        max_length=8, choices=[(name, name) for name in ("area", "unit", "post")]
    )
    values = models.JSONField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("subject", "until", name="territory_former_subject"),
            models.Index("kind", "until", name="territory_former_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} until {self.until}"
